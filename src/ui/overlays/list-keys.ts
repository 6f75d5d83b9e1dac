import { type ListState, moveList } from '../widgets/list-box.ts';

const FAR = Number.MAX_SAFE_INTEGER;

/** Rows to go, by what a key does; `height` is a page. */
const STEPS: Readonly<Record<string, (height: number) => number>> = {
  'overlay.next': () => 1,
  'overlay.previous': () => -1,
  'overlay.page-down': (height) => height,
  'overlay.page-up': (height) => -height,
  'overlay.first': () => -FAR,
  'overlay.last': () => FAR,
};

/** The list after a key that moves in it; undefined for any other. */
export function listMoved(list: ListState, act: string | undefined, count: number, height: number): ListState | undefined {
  const step = STEPS[act ?? ''];
  return step === undefined ? undefined : moveList(list, step(Math.max(1, height)), count, Math.max(1, height));
}

/** The list after a wheel step, or with the cursor on the row that was clicked. */
export function listPointed(list: ListState, what: string, y: number, count: number, height: number): ListState {
  if (what === 'wheel-up' || what === 'wheel-down') return moveList(list, what === 'wheel-up' ? -3 : 3, count, height);
  return moveList(list, list.top + y - list.at, count, height);
}
