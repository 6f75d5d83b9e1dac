import type { Canvas, StyleName } from '../canvas.ts';
import { cellsOf, cut } from './cells.ts';
import { topRow } from './table/cursor.ts';

/** One line of a list: what it is, and at its right what goes with it (a key, a reason). */
export interface ListItem {
  readonly text: string;
  readonly right?: string;
  readonly style?: StyleName;
  /** Characters of the text that stand out: what a search found. */
  readonly found?: readonly number[];
  /** What stands in columns behind the text, from left to right; the last is cut at the edge. */
  readonly cells?: readonly ListCell[];
}

/** A text at a column of its own, counted from the left edge of the list. */
export interface ListCell {
  readonly x: number;
  readonly text: string;
  readonly style: StyleName;
}

export interface ListState {
  readonly at: number;
  readonly top: number;
}

export const FIRST_LIST: ListState = { at: 0, top: 0 };

/** Moves the cursor, not beyond the ends. @param height lines that are seen at once */
export function moveList(state: ListState, by: number, count: number, height: number): ListState {
  const at = Math.max(0, Math.min(state.at + by, count - 1));
  return { at, top: topRow(state.top, at, count, height) };
}

/** The lines that are seen, the one under the cursor turned over. */
export function drawList(canvas: Canvas, items: readonly ListItem[], state: ListState): void {
  const at = Math.min(state.at, items.length - 1);
  const top = topRow(state.top, at, items.length, canvas.height);
  items.slice(top, top + canvas.height).forEach((item, y) => drawItem(canvas, y, item, top + y === at));
}

function drawItem(canvas: Canvas, y: number, { text, right = '', style = 'text', found = [], cells = [] }: ListItem, here: boolean): void {
  const end = Math.min(canvas.width - (right === '' ? 1 : cellsOf(right) + 3), (cells[0]?.x ?? Infinity) - 1);
  const room = end - 2;
  const shown = cut(text, room);
  if (here) canvas.text(0, y, '▸', 'focus');
  canvas.text(2, y, shown, style);
  for (const at of found) if (at < [...shown].length) canvas.restyle(2 + cellsOf([...shown].slice(0, at).join('')), y, 1, 1, 'key');
  cells.forEach((cell, index) => canvas.text(cell.x, y, cut(cell.text, Math.min(canvas.width - 1, (cells[index + 1]?.x ?? Infinity) - 1) - cell.x), cell.style));
  if (right !== '') canvas.text(canvas.width - cellsOf(right) - 1, y, right, 'dim');
  if (here) canvas.restyle(0, y, canvas.width, 1, 'selected');
}
