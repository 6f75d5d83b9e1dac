import type { Progress } from '../../model/progress.ts';

/** How long a step goes on, and how long it may still take. Milliseconds. */
export interface StepTimes {
  readonly tookMs: number;
  /** Absent where earlier runs tell nothing, and once it takes longer than they did. */
  readonly leftMs?: number;
}

/** Counted from when the step began, so that it goes on where nobody says anything new. @param now Unix milliseconds */
export function stepTimes({ elapsedMs, etaMs, since }: Progress, now: number): StepTimes {
  const tookMs = since === undefined ? elapsedMs : Math.max(0, now - since);
  const leftMs = etaMs === undefined ? 0 : elapsedMs + etaMs - tookMs;
  return leftMs <= 0 ? { tookMs } : { tookMs, leftMs };
}
