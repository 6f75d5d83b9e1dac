import { lastGood, type Reading } from '../../model/reading.ts';
import type { Canvas } from '../canvas.ts';
import { ageText } from './ages.ts';

/** Whether what a pane shows is old: the last try to read it failed. */
export function isStale(...readings: readonly Reading<unknown>[]): boolean {
  return readings.some(({ state }) => state === 'failed');
}

/** `! 40 s old: why`, for a pane's title, when the last try of a reading failed; undefined while it is true. */
export function staleWords(reading: Reading<unknown>, now: number): string | undefined {
  if (reading.state !== 'failed') return undefined;
  const age = reading.last === undefined ? undefined : ageText(now - reading.last.at);
  return `! ${age === undefined ? '' : `${age} old: `}${reading.failure.what}`;
}

/** Says that the ages of what is stale are on the screen. */
export function showStale(canvas: Canvas, ...readings: readonly Reading<unknown>[]): void {
  for (const reading of readings) {
    const good = isStale(reading) ? lastGood(reading) : undefined;
    if (good !== undefined) canvas.showsAge?.(good.at);
  }
}
