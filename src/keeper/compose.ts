import type { CommandContext } from '../command/context.ts';
import { commandById } from '../command/registry.ts';
import { Virsh } from '../client/virsh/virsh.ts';
import { runnerOn } from '../client/run.ts';
import { loadLab, wantedLab } from '../config/load-lab.ts';
import { URI_OF } from '../lab/domain-xml.ts';
import { findLaunched } from '../lab/launch.ts';
import type { LifeParts } from '../lab/life.ts';
import { UnsupportedError } from '../model/errors.ts';
import { valueOf } from '../model/reading.ts';
import type { WaysIn } from '../probe/layers.ts';
import { createProbes } from '../probe/probes.ts';
import { createLabStore } from '../store/lab-store.ts';
import { emptyState } from '../store/state.ts';
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
import { createOuterSide, type OuterSide } from './outer-side.ts';
import type { Compose, DispatchContext } from './parts.ts';
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

  const probes = createProbes({
    store,
    clock,
    outer,
    outside: { outer: () => side.hold.read(), snapshots: () => snapshotList(life) },
    hold: false,
    ways: () => waysIn(side),
  });

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
    dispatch: createDispatch({ state: store.get, context, refresh: probes.refresh, wake: probes.wake }),
    mutates: (id) => commandById(id)?.mutates === true,
    survives: (id) => SURVIVING.has(id),
    streams: ({ target, argv, timeoutMs }, { signal }) => targetNamed(target, targets).spawn({ argv, signal, ...(timeoutMs === undefined ? {} : { timeoutMs }) }),
    windows: createWindows(paths),
    shows: probes.show,
    refresh: probes.refresh,
    close: async () => {
      probes.close();
      await side.hold.close();
      await side.channel.close();
    },
  };
};

async function snapshotList({ paths, snapshots }: LifeParts) {
  const launched = await findLaunched(paths);
  return launched === undefined ? [] : snapshots.list(launched);
}

/** What the keeper knows of the ways in without asking anybody. */
function waysIn({ channel, serial }: OuterSide): WaysIn {
  const lanes = channel.lanesUp;
  return {
    channels: lanes > 0 ? { state: 'up', says: `${lanes} lane${lanes === 1 ? '' : 's'} answer` } : { state: 'down', says: 'no shell answers' },
    serial: { state: 'up', says: serial.people === 0 ? 'captured; nobody is on it' : `captured; ${serial.people} on it` },
  };
}
