import type { Canvas, StyleName } from '../canvas.ts';
import { cellsOf, cut, fitted } from './cells.ts';
import { MISSING } from './signs.ts';

/** A name with what is known of it. */
export interface Field {
  readonly name: string;
  readonly value: string | undefined;
  readonly style?: StyleName;
}

/** `name   value`, names aligned; from `top` on. Returns how many lines were drawn. */
export function drawFields(canvas: Canvas, fields: readonly Field[], y = 0, top = 0): number {
  const longest = Math.max(0, ...fields.map(({ name }) => cellsOf(name)));
  const seen = fields.slice(top, top + Math.max(0, canvas.height - y));
  seen.forEach((field, index) => drawField(canvas, field, y + index, longest));
  return seen.length;
}

function drawField(canvas: Canvas, { name, value, style }: Field, y: number, longest: number): void {
  const missing = value === undefined || value === '';
  canvas.text(1, y, fitted(name, longest), 'dim');
  canvas.text(longest + 3, y, cut(missing ? MISSING : value, canvas.width - longest - 4), missing ? 'dim' : (style ?? 'text'));
}

/** The same as lines, whole, for copying. */
export function fieldLines(fields: readonly Field[]): readonly string[] {
  const longest = Math.max(0, ...fields.map(({ name }) => cellsOf(name)));
  return fields.map(({ name, value }) => `${fitted(name, longest)}  ${value ?? MISSING}`);
}
