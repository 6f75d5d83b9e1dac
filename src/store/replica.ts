import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Change, Snapshot } from './change.ts';
import { share } from './share.ts';
import type { LabState, Slot } from './state.ts';

/**
 * What came of a change: `old` was known already; `gap` means that some before it were missed (or no snapshot came yet), and
 * nothing was changed: ask for a snapshot.
 */
export type Applied = 'applied' | 'old' | 'gap';

/** A front end's copy of the keeper's store. Parts that did not change keep their identity. */
export interface Replica {
  readonly api: Pick<StoreApi<LabState>, 'getState' | 'subscribe'>;
  readonly get: () => LabState;
  /** -1 before the first snapshot. */
  readonly version: () => number;
  readonly reset: (snapshot: Snapshot) => void;
  readonly apply: (change: Change) => Applied;
}

export function createReplica(initial: LabState): Replica {
  const api = createStore<LabState>(() => initial);
  let version = -1;

  function put<S extends Slot>(slot: S, value: LabState[S]): void {
    const before = api.getState()[slot];
    const next = share(before, value);
    if (next !== before) api.setState({ [slot]: next } as unknown as Partial<LabState>);
  }

  function apply(change: Change): Applied {
    if (version === -1 || change.version > version + 1) return 'gap';
    if (change.version <= version) return 'old';
    version = change.version;
    put(change.slot, change.value);
    return 'applied';
  }

  function reset(snapshot: Snapshot): void {
    version = snapshot.version;
    const next = share(api.getState(), snapshot.state);
    if (next !== api.getState()) api.setState(next, true);
  }

  return { api, get: api.getState, version: () => version, reset, apply };
}
