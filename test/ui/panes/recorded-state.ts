import { loadLab, wantedLab } from '../../../src/config/load-lab.ts';
import type { OuterVm } from '../../../src/model/outer-vm.ts';
import type { Rate } from '../../../src/model/rates.ts';
import { createProbes } from '../../../src/probe/probes.ts';
import { createLabStore } from '../../../src/store/lab-store.ts';
import { emptyState, type LabState } from '../../../src/store/state.ts';
import { momentAnswers } from '../../fakes/moment.ts';
import { RecordedOuter } from '../../fakes/recorded-outer.ts';
import { TurnedClock } from '../../probe/turned-clock.ts';

const FILE = 'profiles/lab/embedded.yaml';
const READ = ['outer', 'units', 'domains', 'bridges', 'fdb', 'tc', 'links', 'leases'];

/** The embedded lab before anything was read. */
export function unreadState(): LabState {
  return emptyState({ pid: 1, version: '0', startedAt: 0, frontEnds: [] }, wantedLab(loadLab({ name: 'embedded', file: FILE }), FILE));
}

/** What the probes make of a recorded moment of a real lab. */
export async function recordedState(moment: string, outerVm: OuterVm): Promise<LabState> {
  const store = createLabStore(unreadState());
  const probes = createProbes({ store, clock: new TurnedClock(), outer: new RecordedOuter(momentAnswers(moment)), outside: { outer: () => Promise.resolve(outerVm), snapshots: () => Promise.resolve([]) }, hold: false });
  await probes.refresh([...READ, 'layers'], { timeoutMs: 60_000 });
  probes.close();
  return store.get();
}

/** A rate with its history, the newest last. */
export function rate(...history: readonly number[]): Rate {
  return { now: history.at(-1) ?? 0, history };
}
