import { commandById } from '../command/registry.ts';
import { loadLab, wantedLab } from '../config/load-lab.ts';
import { findLaunched } from '../lab/launch.ts';
import type { LifeParts } from '../lab/life.ts';
import { valueOf } from '../model/reading.ts';
import type { QmpEvent } from '../parse/qmp/message.ts';
import type { WaysIn } from '../probe/layers.ts';
import { MAX_EVENTS } from '../probe/limits.ts';
import { createProbes, type Probes } from '../probe/probes.ts';
import { createLabStore, type LabStore } from '../store/lab-store.ts';
import { emptyState } from '../store/state.ts';
import { Bundle } from '../transport/bundle/bundle.ts';
import { LocalTransport } from '../transport/local.ts';
import { contextOf } from './command-context.ts';
import { createDispatch } from './dispatch.ts';
import { doctorOf } from './doctor.ts';
import { Gated } from './gated.ts';
import { lifeParts } from './life-parts.ts';
import { createOuterSide, type OuterSide } from './outer-side.ts';
import { outerSsh, serialShell } from './outer-ways.ts';
import type { Compose } from './parts.ts';
import { createStreams } from './streams.ts';
import type { Targets } from './targets.ts';
import { createWindows } from './windows.ts';

/** Verbs that go on when the front end that asked is gone: a boot is not taken back by a closed laptop. */
const SURVIVING = new Set(['lab.up', 'lab.down', 'lab.reset', 'snapshot.save', 'snapshot.restore', 'snapshot.delete', 'lab.attach']);

/** Joins the rooms into one lab. */
export const compose: Compose = async ({ lab, file, paths, env, clock, log, keeper }) => {
  const config = loadLab({ name: lab, file });
  const store = createLabStore(emptyState(keeper, wantedLab(config, file)));
  const { now } = clock;
  const uid = process.getuid?.() ?? 0;
  const host = new LocalTransport('host');
  const side = createOuterSide({
    config, paths, env, log, now, ssh: outerSsh(config, paths), shell: serialShell(config),
    onEvent: (event) => tellEvent(event, store, probes, now),
    onLost: (why) => (log(why.message), probes.wake(['outer'])),
  });
  const outer = new Gated(side.outer, () => valueOf(store.get().outer)?.state === 'off');
  const targets: Targets = { host, outer, state: store.get };
  const life = lifeParts({ config, paths, uid, host, outer: side.outer, side, store, now });
  const attachment = { foreign: side.foreign, hold: side.hold, ownRuns: async () => (await findLaunched(paths)) !== undefined };
  const foreignParts = { lab: config, paths, env, uid, foreign: side.foreign, hold: side.hold };
  const verbs = { life, foreignParts, attachment, doctor: doctorOf(config, paths, env, targets) };
  // A stranger's machine has few lanes, or a console alone: nothing stays open in it for our sake.
  const isOurs = config.outer.source.type === 'image';
  const bundle = isOurs ? new Bundle(outer) : outer;
  const outside = { outer: () => side.hold.read(), snapshots: () => snapshotList(life) };
  const probes = createProbes({ store, clock, outer: bundle, outside, hold: isOurs, ways: () => waysIn(side) });
  return {
    store,
    dispatch: createDispatch({ state: store.get, context: contextOf({ targets, side, verbs, store, log, now }), refresh: probes.refresh, wake: probes.wake }),
    mutates: (id) => commandById(id)?.mutates === true,
    survives: (id) => SURVIVING.has(id),
    streams: createStreams(targets, side.serial),
    windows: createWindows(paths),
    shows: probes.show,
    refresh: probes.refresh,
    close: async () => {
      probes.close();
      await side.hold.close();
      await Promise.all([bundle.close(), side.outer.close(), host.close()]);
    },
  };
};

/** What a monitor says by itself: into the list of events, and a reason to look again. */
function tellEvent({ event }: QmpEvent, store: LabStore, probes: Probes, now: () => number): void {
  store.update('events', (events) => [...events, { at: now(), source: 'qmp' as const, what: event }].slice(-MAX_EVENTS));
  probes.wake(['outer']);
}

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
