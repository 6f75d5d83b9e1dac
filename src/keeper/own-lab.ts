import type { LabPaths } from '../config/paths.ts';
import { RefusedError } from '../model/errors.ts';
import { dialSocket } from '../wire/dial.ts';
import { type Held, hold, holder, untilReleased } from '../wire/lock.ts';

/** How long the one before may take to clean up and go. */
const PATIENCE_MS = 10_000;
const LOOK_AGAIN_MS = 100;

/**
 * Becomes the one owner of a lab. Undefined when another keeper is, and answers. One that is just ending is waited for.
 * @throws RefusedError when the owner neither answers on the lab's socket nor goes
 */
export async function ownLab(paths: LabPaths, uid: number): Promise<Held | undefined> {
  const late = AbortSignal.timeout(PATIENCE_MS);
  while (!late.aborted) {
    const held = await hold(paths, 'keeper', `pid ${process.pid}`);
    if (held !== undefined) return held;
    if (await somebodyAnswers(paths, uid)) return undefined;
    await untilReleased(paths, 'keeper', AbortSignal.any([late, AbortSignal.timeout(LOOK_AGAIN_MS)]));
  }
  const who = await holder(paths, 'keeper');
  throw new RefusedError({ what: `the lab ${paths.lab} has another owner (${who ?? 'just gone'}) that does not answer`, next: 'labdeck keeper stop --force' });
}

async function somebodyAnswers(paths: LabPaths, uid: number): Promise<boolean> {
  const duplex = await dialSocket(paths.keeperSocket, uid);
  duplex?.destroy();
  return duplex !== undefined;
}
