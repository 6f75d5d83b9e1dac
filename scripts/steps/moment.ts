import { valueOf } from '../../src/model/reading.ts';
import { probesOf } from '../../src/probe/readers.ts';
import { ProbeScheduler } from '../../src/probe/scheduler.ts';
import { toolsOn } from '../../src/probe/tools.ts';
import { createLabStore } from '../../src/store/lab-store.ts';
import { emptyState } from '../../src/store/state.ts';
import type { WantedLab } from '../../src/model/lab.ts';
import { Recorder } from '../../src/transport/recorder.ts';
import type { Transport } from '../../src/transport/transport.ts';

/** One process that a probe started, and what came of it. */
export interface Said {
  readonly argv: readonly string[];
  readonly stdin: string;
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Long enough for a laden host without KVM. */
const LIMIT_MS = 300_000;

/**
 * Everything that the probes ask of a running lab, all of it at about the same moment, so that tests can join it: a first reading, and a
 * second that asks for what the first has found.
 */
export async function recordMoment(way: Transport, wanted: WantedLab): Promise<readonly Said[]> {
  const said: Said[] = [];
  const recorder = new Recorder(way, async ({ argv, stdin, status, stdout, stderr }) => {
    said.push({ argv, stdin: stdin.toString('utf8'), status, stdout: stdout.toString('utf8'), stderr: stderr.toString('utf8') });
  });
  const store = createLabStore(emptyState({ pid: process.pid, version: '0', startedAt: 0, frontEnds: [] }, wanted));
  const outside = { outer: () => Promise.resolve({ state: 'running' as const }), snapshots: () => Promise.resolve([]) };
  const clock = { now: () => Date.now(), after: (ms: number, ring: () => void) => (setTimeout(ring, ms).unref(), () => undefined) };
  const scheduler = new ProbeScheduler(probesOf(toolsOn(recorder, { hold: false }), outside, store.get), store, clock);
  await scheduler.refresh(scheduler.names, { timeoutMs: LIMIT_MS });
  await scheduler.refresh(scheduler.names, { timeoutMs: LIMIT_MS });
  const unread = (['units', 'domains', 'bridges', 'fdb', 'tc', 'links', 'leases'] as const).filter((slot) => store.get()[slot].state !== 'fresh' || valueOf(store.get()[slot] as never) === undefined);
  if (unread.length > 0) throw new Error(`not read: ${unread.map((slot) => `${slot}: ${JSON.stringify(store.get()[slot])}`).join('; ')}`);
  await recorder.close();
  return said;
}
