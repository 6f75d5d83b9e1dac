import { lastGood, type Reading } from '../../model/reading.ts';
import type { LabState, Slot } from '../state.ts';

/** Slots that hold a dated reading. */
export type ReadingSlot = { [S in Slot]: LabState[S] extends Reading<infer _T> ? S : never }[Slot];

export const READING_SLOTS = ['outer', 'units', 'domains', 'bridges', 'fdb', 'tc', 'links', 'leases', 'snapshots', 'rates'] as const satisfies readonly ReadingSlot[];

/** Milliseconds since the value that is shown was read; undefined when it never was. */
export function ageMs(reading: Reading<unknown>, now: number): number | undefined {
  const good = lastGood(reading);
  return good === undefined ? undefined : Math.max(0, now - good.at);
}

/** The age of every reading, in milliseconds, by slot; slots that were never read are left out. */
export function ages(state: LabState, now: number): Partial<Record<ReadingSlot, number>> {
  const known = READING_SLOTS.map((slot) => [slot, ageMs(state[slot], now)] as const);
  return Object.fromEntries(known.filter(([, age]) => age !== undefined));
}

/** The age of the oldest of some readings; undefined as soon as one was never read. */
export function oldestMs(state: LabState, slots: readonly ReadingSlot[], now: number): number | undefined {
  const each = slots.map((slot) => ageMs(state[slot], now));
  return each.reduce((oldest, age) => (oldest === undefined || age === undefined ? undefined : Math.max(oldest, age)), 0);
}
