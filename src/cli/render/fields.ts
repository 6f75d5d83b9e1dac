import { printable } from '../printable.ts';
import { MISSING, type Width } from './table.ts';
import type { View } from './view.ts';

/** A document without a layout of its own: a line per field. */
export function fieldsText(document: unknown, { width }: View): string {
  if (typeof document !== 'object' || document === null) return document === null || document === undefined ? 'done' : printable(String(document), '\n');
  return fieldLines(document as Readonly<Record<string, unknown>>, width).join('\n');
}

/** `name   value`, names aligned; what is not known is a dash. */
export function fieldLines(fields: Readonly<Record<string, unknown>>, width: Width): readonly string[] {
  const longest = Math.max(0, ...Object.keys(fields).map(width));
  return Object.entries(fields).map(([name, value]) => `${printable(name)}${' '.repeat(longest - width(name))}  ${printable(valueText(value))}`);
}

function valueText(value: unknown): string {
  if (value === undefined || value === null || value === '') return MISSING;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
