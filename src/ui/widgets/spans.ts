import type { Canvas, StyleName } from '../canvas.ts';
import { cut } from './cells.ts';

/** A piece of a line in one style. */
export interface Span {
  readonly text: string;
  readonly style?: StyleName;
}

/** A line made of pieces. */
export type Line = readonly Span[];

export const span = (text: string, style?: StyleName): Span => (style === undefined ? { text } : { text, style });

/** Pieces one after the other, cut at the right edge. Returns the column after the last. */
export function drawSpans(canvas: Canvas, x: number, y: number, line: Line): number {
  return line.reduce((at, { text, style }) => (at >= canvas.width ? at : canvas.text(at, y, cut(text, canvas.width - at), style)), x);
}

export function lineText(line: Line): string {
  return line.map(({ text }) => text).join('');
}
