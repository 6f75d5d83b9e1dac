import { VERBS } from '../../command/registry.ts';
import type { Request } from './overlay.ts';

/** The command that takes this one back, or undefined where there is none. */
export function undoOf({ id, args }: Request): Request | undefined {
  const undo = VERBS.find((verb) => verb.id === id)?.undo?.(args);
  return undo === undefined ? undefined : { ...undo, how: 'run' };
}
