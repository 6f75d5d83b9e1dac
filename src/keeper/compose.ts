import { join } from 'node:path';
import { commandById } from '../command/registry.ts';
import type { LabConfig } from '../config/lab.ts';
import { loadLab, wantedLab } from '../config/load-lab.ts';
import { packageRoot } from '../config/package-root.ts';
import type { LabPaths } from '../config/paths.ts';
import { watchConfig } from '../config/watch.ts';
import { type ScreenDirs, watchScreen } from '../config/watch-screen.ts';
import { userFaults } from '../keymap/user-keys.ts';
import { findLaunched } from '../lab/launch.ts';
import type { LifeParts } from '../lab/life.ts';
import { UnderWay } from '../lab/under-way.ts';
import { eventWords } from '../parse/qmp/event-words.ts';
import { createProbes } from '../probe/probes.ts';
import { createLabStore } from '../store/lab-store.ts';
import { emptyState } from '../store/state.ts';
import { LocalTransport } from '../transport/local.ts';
import { contextOf } from './command-context.ts';
import { createDispatch } from './dispatch.ts';
import { doctorOf } from './doctor.ts';
import { Gated } from './gated.ts';
import type { LabVerbParts } from './lab-verbs.ts';
import { lifeParts } from './life-parts.ts';
import { createOuterSide, type OuterSide } from './outer-side.ts';
import { outerSsh, serialShell } from './outer-ways.ts';
import type { Compose } from './parts.ts';
import { bringHere } from './remote-sockets.ts';
import { createStreams } from './streams.ts';
import type { Targets } from './targets.ts';
import { tell, toldDispatch } from './telling.ts';
import { waysIn } from './ways-in.ts';
import { createWindows } from './windows.ts';

/** Verbs that go on when the front end that asked is gone: a boot is not taken back by a closed laptop. */
const SURVIVING = new Set(['lab.up', 'lab.down', 'lab.reset', 'snapshot.save', 'snapshot.restore', 'snapshot.delete', 'lab.attach']);

/** Joins the rooms into one lab. */
export const compose: Compose = async ({ lab, file, paths, env, clock, log, keeper }) => {
  const written = loadLab({ name: lab, file });
  const remote = written.host === undefined ? undefined : await bringHere(written, paths, env, log);
  const config = remote?.lab ?? written;
  const store = createLabStore(emptyState(keeper, wantedLab(written, file)));
  const { now } = clock;
  const uid = process.getuid?.() ?? 0;
  const host = new LocalTransport('host');
  const side = createOuterSide({
    config, paths, env, log, now, ssh: outerSsh(config, paths), shell: serialShell(config),
    onEvent: (event) => (tell(store, { at: now(), source: 'qmp', what: eventWords(event) }), probes.wake(['outer'])),
    onLost: (why) => (log(why.message), probes.wake(['outer'])),
  });
  const outer = new Gated(side.outer, side.hold);
  const targets: Targets = { host, outer, state: store.get };
  const underWay = new UnderWay();
  const verbsOf = (current: LabConfig): LabVerbParts => ({
    life: lifeParts({ config: current, paths, uid, host, outer: side.outer, side, store, now, underWay, rest: () => probes.rest(), outdate: () => probes.outdate() }),
    foreignParts: { lab: current, paths, env, uid, foreign: side.foreign, hold: side.hold, underWay },
    attachment: { foreign: side.foreign, hold: side.hold, ownRuns: async () => (await findLaunched(paths)) !== undefined },
    doctor: doctorOf(current, paths, env, targets),
  });
  let verbs = verbsOf(config);
  const watch = watchConfig(file, (changed) => loadLab({ name: lab, file: changed }), {
    good: (changed) => {
      verbs = verbsOf(remote === undefined ? changed : { ...changed, outer: remote.lab.outer });
      store.set('wanted', wantedLab(changed, file));
      log(`${file} was read again`);
    },
    bad: (failure) => {
      log(`${file} cannot be used, what it said before stays: ${failure.what}\n${failure.detail}`);
      tell(store, { at: now(), source: 'keeper', what: `${file} cannot be used, what it said before stays: ${failure.what}` });
    },
  });
  const screen = watchScreen(screenDirs(paths), userFaults, (files) => store.set('screen', files));
  // A stranger's machine has few lanes, or a console alone: nothing stays open in it for our sake.
  const isOurs = config.outer.source.type === 'image';
  const outside = { outer: () => side.hold.read(), snapshots: () => snapshotList(verbs.life, side.hold) };
  const probes = createProbes({ store, clock, outer, outside, hold: isOurs, ways: () => waysIn(side), units: config.outer.units ?? [] });
  return {
    store,
    dispatch: toldDispatch(createDispatch({ state: store.get, context: contextOf({ targets, side, verbs: () => verbs, store, log, now }), refresh: probes.refresh, wake: probes.wake }), { store, now, commandById }),
    mutates: (id) => commandById(id)?.mutates === true,
    survives: (id) => SURVIVING.has(id),
    streams: createStreams(targets, side.serial),
    windows: createWindows(paths),
    shows: probes.show,
    refresh: probes.refresh,
    close: async () => {
      probes.close();
      await Promise.all([watch.close(), screen.close(), side.hold.close()]);
      await Promise.all([side.outer.close(), host.close(), remote?.close()]);
    },
  };
};

/** labdeck's own files, and the user's over them. */
function screenDirs({ home }: LabPaths): ScreenDirs {
  const root = packageRoot();
  return { builtIn: { layouts: join(root, 'layouts'), themes: join(root, 'assets', 'themes') }, user: home.config };
}

/** Those of a VM that somebody else started are what its monitor says. */
async function snapshotList({ paths, snapshots }: LifeParts, hold: OuterSide['hold']) {
  const launched = await findLaunched(paths);
  return launched === undefined && (await hold.isOff()) ? [] : snapshots.list(launched);
}
