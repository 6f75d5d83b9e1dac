import { stripVTControlCharacters } from 'node:util';
import { printable } from '../printable.ts';

/** How many cells a text takes. */
export type Width = (text: string) => number;

/** Characters that take one cell each in every terminal. */
const SINGLE = /^[\x20-\x7e–—…✓✗·×µ→°]*$/;

/** The width of text that {@link isSimple}. */
export const simpleWidth: Width = (text) => stripVTControlCharacters(text).length;

/** Whether every character of a document takes one cell, so that nobody has to load the tables of Unicode. */
export function isSimple(text: string): boolean {
  return SINGLE.test(text);
}

/** `width` of any text; the tables of Unicode cost a start 15 ms, so they are loaded for texts that need them alone. */
export async function widthFor(text: string): Promise<Width> {
  return isSimple(text) ? simpleWidth : (await import('string-width')).default;
}

/** What is not known or not there. */
export const MISSING = '–';

export type Cell = string | number | undefined;

export interface Column<R> {
  readonly title: string;
  readonly cell: (row: R) => Cell;
  readonly right?: true;
}

/** Aligned columns, two blanks apart; nothing after the last word of a line. */
export function table<R>(columns: readonly Column<R>[], rows: readonly R[], width: Width, style: (text: string, row: R) => string = (text) => text): string {
  const texts = rows.map((row) => columns.map(({ cell }) => cellText(cell(row))));
  const widths = columns.map(({ title }, index) => Math.max(width(title), ...texts.map((row) => width(row[index] ?? ''))));
  const line = (cells: readonly string[]): string => cells.map((text, index) => pad(text, widths[index] ?? 0, width, columns[index]?.right === true)).join('  ').trimEnd();
  return [line(columns.map(({ title }) => title)), ...texts.map((cells, index) => style(line(cells), rows[index] as R))].join('\n');
}

function cellText(cell: Cell): string {
  return cell === undefined || cell === '' ? MISSING : printable(String(cell));
}

function pad(text: string, to: number, width: Width, right: boolean): string {
  const gap = ' '.repeat(Math.max(0, to - width(text)));
  return right ? gap + text : text + gap;
}
