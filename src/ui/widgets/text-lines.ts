import type { Canvas, StyleName } from '../canvas.ts';
import type { WindowRows } from '../pane.ts';

/** Where a text stands that grows at its end: it follows the end, or stays where it was put. */
export interface TextState {
  readonly follow: boolean;
  /** The first line that is seen, while it does not follow. */
  readonly top: number;
  readonly search: string;
}

export const FIRST_TEXT: TextState = { follow: true, top: 0, search: '' };

/** The first line that is seen of a text of `total` lines. */
export function firstLine({ follow, top }: TextState, total: number, height: number): number {
  const last = Math.max(0, total - height);
  return follow ? last : Math.min(Math.max(0, top), last);
}

/** Scrolls; at the end it follows again. */
export function scrollText(state: TextState, by: number, total: number, height: number): TextState {
  const last = Math.max(0, total - height);
  const top = Math.min(last, Math.max(0, firstLine(state, total, height) + by));
  const follow = by > 0 && top === last;
  return top === state.top && follow === state.follow ? state : { ...state, top, follow };
}

export function textToEnd(state: TextState): TextState {
  return state.follow ? state : { ...state, follow: true };
}

/** What a pane asks of a source so that {@link drawLines} has what is seen: the last lines, or those from the first that is seen. */
export function wantedFrom(state: TextState, height: number): number {
  return state.follow ? -height : state.top;
}

/** Lines of a source, each on one row; what is searched for stands out. */
export function drawLines(canvas: Canvas, { rows }: WindowRows, state: TextState, styleOf: (line: string) => StyleName | undefined = () => undefined): void {
  rows.slice(0, canvas.height).forEach((line, y) => {
    canvas.text(1, y, line, styleOf(line));
    if (state.search !== '') drawFound(canvas, y, line, state.search);
  });
}

function drawFound(canvas: Canvas, y: number, line: string, search: string): void {
  const at = line.toLowerCase().indexOf(search.toLowerCase());
  if (at !== -1) canvas.restyle(1 + at, y, Math.min(search.length, Math.max(0, canvas.width - 1 - at)), 1, 'warn');
}
