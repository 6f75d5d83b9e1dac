import type { Clock } from '../model/clock.ts';

/** How long a keeper stays when its lab is down and nobody wants anything. */
export const IDLE_MS = 10 * 60_000;

/**
 * Ends the keeper once it was idle for `idleMs` without a break.
 * @returns to be called whenever something that `isIdle` looks at may have changed
 */
export function endWhenIdle({ clock, idleMs, isIdle, end }: { readonly clock: Clock; readonly idleMs: number; readonly isIdle: () => boolean; readonly end: () => void }): () => void {
  let takeBack: (() => void) | undefined;
  return () => {
    const idle = isIdle();
    if (!idle) {
      takeBack?.();
      takeBack = undefined;
    } else {
      takeBack ??= clock.after(idleMs, end);
    }
  };
}
