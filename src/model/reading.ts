import type { Failure } from './failure.ts';

/** One observation. A failed probe keeps the last good value, so that it can be shown as stale. Times are Unix milliseconds. */
export type Reading<T> =
  | { readonly state: 'unknown' }
  | { readonly state: 'fresh'; readonly value: T; readonly at: number }
  | { readonly state: 'failed'; readonly failure: Failure; readonly at: number; readonly last?: { readonly value: T; readonly at: number } };

export const UNKNOWN = { state: 'unknown' } as const;

export function fresh<T>(value: T, at: number): Reading<T> {
  return { state: 'fresh', value, at };
}

/** The reading after a failed probe: the failure, and the last good value of `before`. */
export function failed<T>(before: Reading<T>, failure: Failure, at: number): Reading<T> {
  const last = lastGood(before);
  return last === undefined ? { state: 'failed', failure, at } : { state: 'failed', failure, at, last };
}

/** The newest value that was ever read, however old, with the time it was read at. */
export function lastGood<T>(reading: Reading<T>): { readonly value: T; readonly at: number } | undefined {
  if (reading.state === 'fresh') return { value: reading.value, at: reading.at };
  return reading.state === 'failed' ? reading.last : undefined;
}

export function valueOf<T>(reading: Reading<T>): T | undefined {
  return lastGood(reading)?.value;
}
