import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Change, Snapshot } from './change.ts';
import { share } from './share.ts';
import type { LabState, Slot } from './state.ts';

/** The keeper's store: the only one that is written to. */
export interface LabStore {
  readonly api: Pick<StoreApi<LabState>, 'getState' | 'subscribe'>;
  readonly get: () => LabState;
  readonly version: () => number;
  readonly snapshot: () => Snapshot;
  /** Puts a value into a slot. Equal data is no change: no new version, nobody is told, and false comes back. */
  readonly set: <S extends Slot>(slot: S, value: LabState[S]) => boolean;
  readonly update: <S extends Slot>(slot: S, next: (value: LabState[S]) => LabState[S]) => boolean;
  /** Every change after `version`, oldest first; undefined when some of them are forgotten or `version` is not of this store. */
  readonly changesSince: (version: number) => readonly Change[] | undefined;
  /** Told of each change after it is in the store. */
  readonly subscribe: (told: (change: Change) => void) => () => void;
}

/** Changes remembered for front ends that fell behind; who missed more takes a snapshot. */
export const REMEMBERED_CHANGES = 256;

export function createLabStore(initial: LabState, remembered = REMEMBERED_CHANGES): LabStore {
  const api = createStore<LabState>(() => initial);
  const listeners = new Set<(change: Change) => void>();
  const recent: Change[] = [];
  let version = 0;

  function set<S extends Slot>(slot: S, value: LabState[S]): boolean {
    const before = api.getState()[slot];
    const next = share(before, value);
    if (next === before) return false;
    version += 1;
    api.setState({ [slot]: next } as unknown as Partial<LabState>);
    remember({ version, slot, value: next } as Change);
    return true;
  }

  function remember(change: Change): void {
    recent.push(change);
    if (recent.length > remembered) recent.shift();
    for (const told of [...listeners]) told(change);
  }

  function changesSince(since: number): readonly Change[] | undefined {
    const missed = version - since;
    if (missed < 0 || missed > recent.length) return undefined;
    return missed === 0 ? [] : recent.slice(-missed);
  }

  return {
    api,
    get: api.getState,
    version: () => version,
    snapshot: () => ({ version, state: api.getState() }),
    set,
    update: (slot, next) => set(slot, next(api.getState()[slot])),
    changesSince,
    subscribe: (told) => {
      listeners.add(told);
      return () => listeners.delete(told);
    },
  };
}
