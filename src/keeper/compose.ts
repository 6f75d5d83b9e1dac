import type { CommandContext } from '../command/context.ts';
import { commandById } from '../command/registry.ts';
import { Virsh } from '../client/virsh/virsh.ts';
import { runnerOn } from '../client/run.ts';
import { loadLab, wantedLab } from '../config/load-lab.ts';
import { URI_OF } from '../lab/domain-xml.ts';
import { findLaunched } from '../lab/launch.ts';
import { UnsupportedError, toFailure } from '../model/errors.ts';
import { failed, fresh, valueOf } from '../model/reading.ts';
import { createLabStore } from '../store/lab-store.ts';
import { emptyState, type LabState } from '../store/state.ts';
import { LocalTransport } from '../transport/local.ts';
import { run } from '../transport/run.ts';
import type { CommandRequest, PlannedAct } from '../wire/protocol.ts';
import { type ActContext, actingRunner } from './acts.ts';
import { createDispatch } from './dispatch.ts';
import { doctorOf } from './doctor.ts';
import { Gated } from './gated.ts';
import { labVerbs } from './lab-verbs.ts';
import { lifeParts } from './life-parts.ts';
import { monitorVerbs } from './monitor-verbs.ts';
import { createOuterSide } from './outer-side.ts';
import type { Compose, DispatchContext, LabParts } from './parts.ts';
import { targetNamed, type Targets } from './targets.ts';
import { createWindows } from './windows.ts';

/** Verbs that go on when the front end that asked is gone: a boot is not taken back by a closed laptop. */
const SURVIVING = new Set(['lab.up', 'lab.down', 'lab.reset', 'snapshot.save', 'snapshot.restore', 'snapshot.delete', 'lab.attach']);

/** Joins the rooms into one lab. */
export const compose: Compose = async ({ lab, file, paths, env, clock, log, keeper }) => {
  const config = loadLab({ name: lab, file });
  const store = createLabStore(emptyState(keeper, wantedLab(config, file)));
  const uid = process.getuid?.() ?? 0;
  const host = new LocalTransport('host');
  const side = createOuterSide({ config, paths, now: clock.now, log, onEvent: ({ event }) => log(`qmp event ${event}`), onLost: (why) => log(why.message) });
  const outer = new Gated(side.channel, () => valueOf(store.get().outer)?.state === 'off');
  const targets: Targets = { host, outer, state: store.get };
  const life = lifeParts({ config, paths, uid, host, outer: side.channel, side, store, now: clock.now });
  const doctor = doctorOf(config, paths, env, targets);
  const attachment = { change: () => Promise.reject(new UnsupportedError({ what: 'not yet' })) };

  const readers: Record<string, () => Promise<unknown>> = {
    outer: () => side.hold.read(),
    snapshots: async () => ((await findLaunched(paths)) === undefined ? [] : life.snapshots.list(await findLaunched(paths))),
  };
  const read = async (probe: string): Promise<void> => {
    const slot = probe as keyof LabState;
    const reader = readers[probe];
    if (reader === undefined) return;
    try {
      store.set(slot, fresh(await reader(), clock.now()) as never);
    } catch (error) {
      store.set(slot, failed(store.get()[slot] as never, toFailure(error), clock.now()) as never);
    }
  };
  const refresh: LabParts['refresh'] = async (probes) => {
    await read('outer');
    await Promise.all(probes.filter((name) => name !== 'outer').map(read));
  };

  const context = (request: CommandRequest, { signal, progress, by }: DispatchContext, planned: PlannedAct[]): CommandContext => {
    const acts: ActContext = { command: request.id, by, dryRun: request.dryRun, planned, signal, now: clock.now, store, log };
    return {
      state: store.get,
      now: clock.now,
      signal,
      dryRun: request.dryRun,
      timeoutMs: request.timeoutMs,
      progress,
      lab: labVerbs({ life, attachment, doctor }, acts, progress),
      monitor: monitorVerbs(side.hold, acts),
      virsh: (driver) => new Virsh({ uri: URI_OF[driver], read: runnerOn(outer), act: actingRunner(outer, acts) }),
      machine: (target) => targetNamed(target, targets),
      exec: (target, argv, stdin) => run(targetNamed(target, targets), { argv, signal, ...(stdin === undefined ? {} : { stdin }) }),
    };
  };
  return {
    store,
    dispatch: createDispatch({ state: store.get, context, refresh, wake: (probes) => void refresh(probes, { timeoutMs: 1000, signal: new AbortController().signal }) }),
    mutates: (id) => commandById(id)?.mutates === true,
    survives: (id) => SURVIVING.has(id),
    streams: ({ target, argv, timeoutMs }, { signal }) => targetNamed(target, targets).spawn({ argv, signal, ...(timeoutMs === undefined ? {} : { timeoutMs }) }),
    windows: createWindows(paths),
    shows: () => undefined,
    refresh,
    close: async () => {
      await side.hold.close();
      await side.channel.close();
    },
  };
};
