import type { Env, LabPaths } from '../config/paths.ts';
import { IDENTITY, type Identity } from '../wire/identity.ts';
import { type Clock, WALL_CLOCK } from '../model/clock.ts';
import { IDLE_MS } from './idle.ts';
import { createJournal } from './journal.ts';
import { openLogFile } from './log-file.ts';
import { rememberAcross } from './memory.ts';
import type { Compose } from './parts.ts';
import { type Keeper, serveKeeper } from './serve.ts';

export interface KeeperOf {
  readonly lab: string;
  readonly file: string;
  readonly env: Env;
  readonly uid: number;
  readonly compose: Compose;
  readonly identity?: Identity;
  readonly clock?: Clock;
}

export interface BuiltKeeper extends Keeper {
  readonly log: (line: string) => void;
  /** After it ended: lets go of the lab and of the log. */
  readonly close: () => Promise<void>;
}

/** A keeper with its lab, log and journal, not yet behind a socket. The caller owns the lab. */
export async function buildKeeper(paths: LabPaths, { lab, file, env, compose, identity = IDENTITY, clock = WALL_CLOCK }: KeeperOf): Promise<BuiltKeeper> {
  const { line: log, close: closeLog } = openLogFile(paths.keeperLog, clock.now);
  log(`keeper of ${lab}: labdeck ${identity.version} (${identity.build}), pid ${process.pid}, node ${process.version}`);
  const keeper = { pid: process.pid, version: identity.version, startedAt: clock.now(), frontEnds: [] };
  const parts = await compose({ lab, file, paths, env, clock, log, keeper });
  const memory = rememberAcross(paths.keeperMemory, parts.store, log);
  const journal = createJournal({ dir: paths.journal, now: clock.now, log });
  const served = serveKeeper({ ...parts, identity, lab, clock, log, journal, idleMs: idleMs(env) });
  const close = async (): Promise<void> => {
    await parts.close();
    memory.close();
    log('ended');
    closeLog();
  };
  return { ...served, log, close };
}

/** `LABDECK_KEEPER_IDLE_SEC` takes the place of ten minutes. */
function idleMs(env: Env): number {
  const seconds = Number(env['LABDECK_KEEPER_IDLE_SEC'] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : IDLE_MS;
}
