import { existsSync, readFileSync } from 'node:fs';
import type { LabPaths } from '../config/paths.ts';
import { LostError, RefusedError } from '../model/errors.ts';
import { dialSocket } from './dial.ts';
import { ask } from './link.ts';
import { killRecorded } from './keeper-record.ts';
import { holder, untilReleased } from './lock.ts';
import type { KeeperStatus } from './protocol.ts';

/** What the running keeper says of itself, whatever its version; undefined when none runs. Never starts one. */
export async function keeperStatus(paths: LabPaths, uid: number, limitMs = 5000): Promise<KeeperStatus | undefined> {
  const duplex = await dialSocket(paths.keeperSocket, uid);
  if (duplex === undefined) return undefined;
  const late = setTimeout(() => duplex.destroy(), limitMs);
  try {
    return await ask(duplex, 'keeper/status', {});
  } catch (error) {
    throw new LostError({ what: `the keeper did not answer within ${limitMs} ms`, next: 'labdeck keeper stop --force', cause: error });
  } finally {
    clearTimeout(late);
  }
}

export type Stopped = 'stopped' | 'killed' | 'none';

/**
 * Ends the keeper and waits until it is gone; the lab goes on. Never starts one.
 * @param force ends it though something runs in it; one that does not answer is killed
 * @throws RefusedError with who is busy; LostError when it does not answer
 */
export async function stopKeeper(paths: LabPaths, uid: number, { force, limitMs = 10_000 }: { readonly force: boolean; readonly limitMs?: number }): Promise<Stopped> {
  const duplex = await dialSocket(paths.keeperSocket, uid);
  if (duplex === undefined) return withoutSocket(paths, force);
  const limit = AbortSignal.timeout(limitMs);
  const hangUp = (): void => void duplex.destroy();
  limit.addEventListener('abort', hangUp);
  const answer = await ask(duplex, 'keeper/stop', { force }).catch((error: unknown) => {
    if (limit.aborted || !(error instanceof LostError)) return { stopped: false, busy: undefined };
    return { stopped: true };
  });
  limit.removeEventListener('abort', hangUp);
  if (answer.stopped) await untilReleased(paths, 'keeper', limit);
  if (answer.stopped && !limit.aborted) return 'stopped';
  return unwilling(paths, answer.busy, force);
}

/** A keeper whose socket was removed under it still owns the lab, and nobody can talk to it any more. */
async function withoutSocket(paths: LabPaths, force: boolean): Promise<Stopped> {
  const who = await holder(paths, 'keeper');
  return who === undefined ? 'none' : unwilling(paths, undefined, force);
}

function unwilling(paths: LabPaths, busy: string | undefined, force: boolean): Stopped {
  if (busy !== undefined) throw new RefusedError({ what: `the keeper is busy: ${busy}`, next: 'wait for it, or: labdeck keeper stop --force' });
  if (force && killRecorded(paths.keeperRecord)) return 'killed';
  throw new LostError({ what: 'the keeper does not answer', next: force ? `kill it by hand; its pid may be in ${paths.keeperRecord}` : 'labdeck keeper stop --force' });
}

/** The last `lines` lines of the keeper's log, whether one runs or not. */
export function keeperLog(paths: LabPaths, lines: number): readonly string[] {
  const files = [`${paths.keeperLog}.1`, paths.keeperLog].filter((file) => existsSync(file));
  const all = files.flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(0, -1));
  return all.slice(Math.max(0, all.length - lines));
}
