import { READING_SLOTS } from './select/ages.ts';
import type { Snapshot } from './change.ts';
import type { LabState } from './state.ts';

/**
 * The store of a keeper that has just begun, with what the one before it last read in place of what it has not read yet: dated,
 * so that it shows as old until it is read again.
 */
export function carryOver(before: LabState, { version, state }: Snapshot): Snapshot {
  const unread = READING_SLOTS.filter((slot) => state[slot].state === 'unknown' && before[slot].state !== 'unknown');
  const kept = Object.fromEntries(unread.map((slot) => [slot, before[slot]]));
  const layers = state.layers.length === 0 ? before.layers : state.layers;
  return { version, state: { ...state, ...kept, layers } };
}
