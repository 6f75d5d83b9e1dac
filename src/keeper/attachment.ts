import type { LabVerbs } from '../command/context.ts';
import type { OnProgress } from '../model/progress.ts';
import type { ActContext } from './acts.ts';

/** An outer VM that labdeck did not start, as long as it serves it. */
export interface Attachment {
  readonly change: (options: Parameters<LabVerbs['attach']>[0], context: ActContext, onProgress: OnProgress) => Promise<unknown>;
}
