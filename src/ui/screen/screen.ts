import { createStore, type StoreApi } from 'zustand/vanilla';
import { firstScreen, type ScreenStart, type ScreenState } from './state.ts';

/** What changes a screen: a pure function. The same object back means that nothing changed, and nothing is painted. */
export type Transition = (screen: ScreenState) => ScreenState;

/** The one store of a screen's own state. */
export interface Screen {
  readonly get: () => ScreenState;
  readonly apply: (...transitions: readonly Transition[]) => void;
  readonly subscribe: StoreApi<ScreenState>['subscribe'];
}

export function createScreen(start: ScreenStart): Screen {
  const api = createStore<ScreenState>(() => firstScreen(start));
  return {
    get: api.getState,
    subscribe: api.subscribe,
    apply: (...transitions) => api.setState(transitions.reduce((state, change) => change(state), api.getState()), true),
  };
}
