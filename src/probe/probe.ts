import type { Reading } from '../model/reading.ts';
import type { LabStore } from '../store/lab-store.ts';
import type { LabState, Slot } from '../store/state.ts';

/** Slots of the store that hold a dated reading; a probe has the name of the slot it fills. */
export type ReadingSlot = { [S in Slot]: LabState[S] extends Reading<infer _T> ? S : never }[Slot];

/** What a fresh reading of a slot holds. */
export type ReadingValue<S extends ReadingSlot> = LabState[S] extends Reading<infer T> ? T : never;

/** What is read, how often, where it lands. */
export interface Probe<S extends ReadingSlot = ReadingSlot> {
  readonly slot: S;
  /** The slow tick that catches what no event told, while somebody looks. */
  readonly everyMs: number;
  /** A probe that has to have read first: nothing inside the outer VM is asked before it is known to run. */
  readonly needs?: ReadingSlot;
  readonly read: () => Promise<ReadingValue<S>>;
}

/** Each slot with the probe that fills it, typed together. */
export type AnyProbe = { [S in ReadingSlot]: Probe<S> }[ReadingSlot];

export type ProbeStore = Pick<LabStore, 'get' | 'set'>;
