import type { Canvas } from '../../canvas.ts';
import { cut, fitted } from '../cells.ts';
import { MISSING } from '../signs.ts';
import type { Column, TableSpec, TableState } from './column.ts';
import { cursorAt, topRow } from './cursor.ts';
import { type PlacedColumn, placeColumns } from './place-columns.ts';
import { shownRows } from './shown-rows.ts';

/** How a table is drawn beside its own state. */
export interface TableLook {
  readonly focused: boolean;
  /** Unix milliseconds, for ages. */
  readonly now: number;
  /** What it shows is old: the rows are dim. */
  readonly stale?: boolean;
}

/** Mark, cursor, blank. */
export const GUTTER = 3;

/** The columns as they are placed on a canvas of this width. */
export function columnsOn<R>(spec: TableSpec<R>, rows: readonly R[], state: TableState, width: number): readonly PlacedColumn<R>[] {
  return placeColumns(spec, rows, state, GUTTER, width - GUTTER - 1);
}

/** A table with its line of titles; only the rows that are seen are drawn. */
export function drawTable<R>(canvas: Canvas, spec: TableSpec<R>, rows: readonly R[], state: TableState, look: TableLook): void {
  const columns = columnsOn(spec, rows, state, canvas.width);
  const shown = shownRows(spec, rows, state);
  drawTitles(canvas, columns, state, look.focused);
  if (shown.length === 0) return drawNothing(canvas, state);
  const cursor = cursorAt(spec, rows, state);
  const height = canvas.height - 1;
  const top = topRow(state.top, cursor, shown.length, height);
  const marks = new Set(state.marks);
  shown.slice(top, top + height).forEach((row, index) => {
    const here = top + index === cursor;
    drawRow(canvas, index + 1, columns, row, { here, marked: marks.has(spec.id(row)), ...look });
  });
}

function drawTitles<R>(canvas: Canvas, columns: readonly PlacedColumn<R>[], state: TableState, focused: boolean): void {
  for (const { column, x, width } of columns) {
    const underCursor = focused && column.id === state.column;
    canvas.text(x, 0, fitted(column.title, width, column.align), underCursor ? 'focus' : 'dim');
  }
}

/** A filter that hides everything says so: an empty table looks like an empty lab. */
function drawNothing(canvas: Canvas, { filter }: TableState): void {
  if (filter !== '') canvas.text(GUTTER, 1, cut(`no row matches ${filter} · Esc shows all`, canvas.width - GUTTER), 'dim');
}

interface RowLook extends TableLook {
  readonly here: boolean;
  readonly marked: boolean;
}

function drawRow<R>(canvas: Canvas, y: number, columns: readonly PlacedColumn<R>[], row: R, look: RowLook): void {
  if (look.marked) canvas.text(0, y, '*', 'key');
  if (look.here) canvas.text(1, y, '▸', look.focused ? 'focus' : 'dim');
  for (const { column, x, width } of columns) drawCell(canvas, x, y, width, column, row, look);
  if (look.here && look.focused) canvas.restyle(0, y, canvas.width, 1, 'selected');
}

function drawCell<R>(canvas: Canvas, x: number, y: number, width: number, column: Column<R>, row: R, { now, stale }: RowLook): void {
  const text = column.text(row, now);
  const missing = text === undefined || text === '';
  const style = stale === true ? 'stale' : missing ? 'dim' : (column.style?.(row) ?? 'text');
  const since = column.since?.(row);
  if (since !== undefined) canvas.showsAge?.(since);
  canvas.text(x, y, fitted(missing ? MISSING : text, width, column.align), style);
}
