import type { TableSpec, TableState } from './column.ts';
import { placeOf, shownRows } from './shown-rows.ts';

/** Where the cursor stands among the rows that are shown: on its row, or where that was when it is gone; -1 when there is none. */
export function cursorAt<R>(spec: TableSpec<R>, rows: readonly R[], state: TableState): number {
  const shown = shownRows(spec, rows, state);
  const place = state.cursor === undefined ? undefined : placeOf(spec, rows, state, state.cursor);
  return place ?? Math.min(state.at, shown.length - 1);
}

/** The row under the cursor. */
export function cursorRow<R>(spec: TableSpec<R>, rows: readonly R[], state: TableState): R | undefined {
  return shownRows(spec, rows, state)[cursorAt(spec, rows, state)];
}

/** The first row to draw: as before, as far as that shows the cursor and leaves no empty rows below. */
export function topRow(top: number, cursor: number, count: number, height: number): number {
  const shows = Math.min(Math.max(top, cursor - height + 1), Math.max(0, cursor));
  return Math.max(0, Math.min(shows, count - height));
}

/** The rows that a command acts on: the marked ones, else the one under the cursor. */
export function targetIds<R>(spec: TableSpec<R>, rows: readonly R[], state: TableState): readonly string[] {
  const marked = rows.map(spec.id).filter((id) => state.marks.includes(id));
  if (marked.length > 0) return marked;
  const row = cursorRow(spec, rows, state);
  return row === undefined ? [] : [spec.id(row)];
}
