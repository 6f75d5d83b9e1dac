import { type Column, isPicked, type TableSpec, type TableState } from './column.ts';
import { cursorAt, cursorRow, topRow } from './cursor.ts';
import { shownRows } from './shown-rows.ts';

/** What a move needs to know: the table, its rows, and how many of them are seen at once. */
export interface TableScene<R> {
  readonly spec: TableSpec<R>;
  readonly rows: readonly R[];
  readonly height: number;
}

/** Puts the cursor on the row at `place`, or on the first or last when there is none. */
export function moveTo<R>({ spec, rows, height }: TableScene<R>, state: TableState, place: number): TableState {
  const shown = shownRows(spec, rows, state);
  const at = Math.max(0, Math.min(place, shown.length - 1));
  const row = shown[at];
  if (row === undefined) return state;
  const next = { ...state, cursor: spec.id(row), at, top: topRow(state.top, at, shown.length, height) };
  return next.cursor === state.cursor && next.at === state.at && next.top === state.top ? state : next;
}

export function moveBy<R>(scene: TableScene<R>, state: TableState, by: number): TableState {
  return moveTo(scene, state, Math.max(0, cursorAt(scene.spec, scene.rows, state)) + by);
}

/** Moves what is seen and not the cursor, as far as it stays on the screen: the wheel. */
export function scrollBy<R>(scene: TableScene<R>, state: TableState, by: number): TableState {
  const { spec, rows, height } = scene;
  const count = shownRows(spec, rows, state).length;
  const cursor = cursorAt(spec, rows, state);
  const top = Math.max(0, Math.min(topRow(state.top, cursor, count, height) + by, count - height));
  return moveTo(scene, { ...state, top }, Math.max(top, Math.min(cursor, top + height - 1)));
}

/** Marks the row under the cursor or takes its mark away, and goes on to the next. */
export function toggleMark<R>(scene: TableScene<R>, state: TableState): TableState {
  const row = cursorRow(scene.spec, scene.rows, state);
  if (row === undefined) return state;
  const id = scene.spec.id(row);
  const marks = state.marks.includes(id) ? state.marks.filter((each) => each !== id) : [...state.marks, id];
  return moveBy(scene, { ...state, marks }, 1);
}

/** Marks everything from the row that was marked last to the cursor. */
export function markRange<R>({ spec, rows }: TableScene<R>, state: TableState): TableState {
  const ids = shownRows(spec, rows, state).map(spec.id);
  const cursor = cursorAt(spec, rows, state);
  const last = ids.indexOf(state.marks.at(-1) ?? '');
  const [from, to] = last === -1 ? [cursor, cursor] : [Math.min(last, cursor), Math.max(last, cursor)];
  return { ...state, marks: [...new Set([...state.marks, ...ids.slice(from, to + 1)])] };
}

/** Marks every row that is shown; takes all of their marks away when they have them already. */
export function markAll<R>({ spec, rows }: TableScene<R>, state: TableState): TableState {
  const ids = shownRows(spec, rows, state).map(spec.id);
  const all = ids.every((id) => state.marks.includes(id));
  return { ...state, marks: all ? state.marks.filter((id) => !ids.includes(id)) : [...new Set([...state.marks, ...ids])] };
}

/** Sorts by a column, upwards first; again turns the order. The cursor stays on its row. */
export function sortBy<R>({ columns }: Pick<TableSpec<R>, 'columns'>, state: TableState, id: string): TableState {
  if (!columns.some((column) => column.id === id)) return state;
  const down = state.sort?.column === id && !state.sort.down;
  return { ...state, column: id, sort: { column: id, down } };
}

/** The column beside the one that left and right stand on. */
export function moveColumn<R>(spec: TableSpec<R>, state: TableState, by: 1 | -1): TableState {
  const shown = spec.columns.filter((column) => isPicked(column, state));
  const here = shown.findIndex(({ id }) => id === columnOf(spec, state)?.id);
  const next = shown[Math.max(0, Math.min(here + by, shown.length - 1))];
  return next === undefined ? state : { ...state, column: next.id };
}

/** The column that sorting means: where left and right stand, else what it is sorted by, else the first. */
export function columnOf<R>({ columns }: TableSpec<R>, { column, sort }: TableState): Column<R> | undefined {
  return columns.find(({ id }) => id === (column ?? sort?.column)) ?? columns[0];
}

export function filterBy(state: TableState, filter: string): TableState {
  return state.filter === filter ? state : { ...state, filter, top: 0 };
}

/** Shows a column that is hidden, or hides one that is shown; the last one stays. */
export function pickColumn<R>({ columns }: TableSpec<R>, state: TableState, id: string): TableState {
  const column = columns.find((each) => each.id === id);
  if (column === undefined) return state;
  const picked = { ...state.picked, [id]: !isPicked(column, state) };
  return columns.some((each) => isPicked(each, { picked })) ? { ...state, picked } : state;
}

/** Esc: the filter goes first, then the marks. */
export function dismiss(state: TableState): TableState {
  if (state.filter !== '') return filterBy(state, '');
  return state.marks.length === 0 ? state : { ...state, marks: [] };
}
