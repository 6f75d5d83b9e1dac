import type { Failure } from '../model/failure.ts';
import type { Reading } from '../model/reading.ts';
import { ageMs, type ReadingSlot } from '../store/select/ages.ts';
import type { LabState } from '../store/state.ts';

/** Every reading of a lab: what a verb makes old that changes all of it. */
export const ALL_READINGS = ['outer', 'units', 'domains', 'bridges', 'fdb', 'tc', 'links', 'leases', 'snapshots'] as const satisfies readonly ReadingSlot[];

/** How old a reading is, and what was wrong with the last try. */
export interface ReadingAge {
  readonly state: 'unknown' | 'fresh' | 'failed';
  /** Milliseconds since the value shown was read; absent when there never was one. */
  readonly ageMs?: number;
  readonly failure?: Failure;
}

/** The age of the value shown of each of `slots`. */
export function agesOf(state: LabState, nowMs: number, slots: readonly ReadingSlot[]): Readonly<Record<string, ReadingAge>> {
  return Object.fromEntries(slots.map((slot) => [slot, ageOf(state[slot], nowMs)]));
}

function ageOf(reading: Reading<unknown>, nowMs: number): ReadingAge {
  const age = ageMs(reading, nowMs);
  return {
    state: reading.state,
    ...(age === undefined ? {} : { ageMs: age }),
    ...(reading.state === 'failed' ? { failure: reading.failure } : {}),
  };
}
