import type { LabVerbs } from '../command/context.ts';
import type { ForeignOuter } from '../lab/attach/foreign-outer.ts';
import type { OuterHold } from '../lab/outer-hold.ts';
import { RefusedError } from '../model/errors.ts';
import type { OnProgress } from '../model/progress.ts';
import type { ActContext } from './acts.ts';

export interface AttachmentParts {
  readonly foreign: ForeignOuter;
  readonly hold: OuterHold;
  /** Whether an outer VM that labdeck started runs: it is no stranger's, and needs no attaching. */
  readonly ownRuns: () => Promise<boolean>;
}

/** `attach` and `attach --detach` for one request. @throws RefusedError while the lab's own VM runs; what {@link ForeignOuter} throws */
export async function changeAttachment({ foreign, hold, ownRuns }: AttachmentParts, options: Parameters<LabVerbs['attach']>[0], { dryRun, planned, signal }: ActContext, onProgress: OnProgress): Promise<unknown> {
  const { detach, ...sockets } = options;
  if (await ownRuns()) throw new RefusedError({ what: "this lab's own outer VM runs: there is nothing to attach to", next: 'labdeck down, or --lab another' });
  if (dryRun) return planned.push(...(detach ? await foreign.planDetach() : await foreign.planAttach(sockets)));
  if (!detach) return foreign.attach(sockets, onProgress, { signal }).catch((error: unknown) => letGo(hold, error));
  const report = await foreign.detach();
  await hold.release();
  return report;
}

/** A monitor that was bound for nothing is its owner's again. */
async function letGo(hold: OuterHold, error: unknown): Promise<never> {
  await hold.release();
  throw error;
}
