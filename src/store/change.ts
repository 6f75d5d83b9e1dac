import type { LabState, Slot } from './state.ts';

type ChangeOf<S extends Slot> = { readonly version: number; readonly slot: S; readonly value: LabState[S] };

/** One slot of the store with its new value. Versions rise by one per change. */
export type Change = { [S in Slot]: ChangeOf<S> }[Slot];

export interface Snapshot {
  readonly version: number;
  readonly state: LabState;
}
