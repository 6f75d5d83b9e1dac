import type { Canvas } from '../canvas.ts';
import { cellsOf } from './cells.ts';

/** A line that is typed: the cursor stands before the character at `at`, counted in characters. */
export interface InputLine {
  readonly text: string;
  readonly at: number;
}

export const EMPTY_LINE: InputLine = { text: '', at: 0 };

/** A line with a text in it, the cursor behind it. */
export function lineOf(text: string): InputLine {
  return { text, at: [...text].length };
}

type Edit = (chars: readonly string[], at: number) => readonly [chars: readonly string[], at: number];

/** What editing keys do, by the names they have in readline. */
const EDITS: Readonly<Record<string, Edit>> = {
  left: (chars, at) => [chars, at - 1],
  right: (chars, at) => [chars, at + 1],
  home: (chars) => [chars, 0],
  end: (chars) => [chars, chars.length],
  backspace: (chars, at) => [chars.toSpliced(Math.max(0, at - 1), Math.min(1, at)), at - 1],
  delete: (chars, at) => [chars.toSpliced(at, 1), at],
  'word-left': (chars, at) => [chars, wordBefore(chars, at)],
  'word-right': (chars, at) => [chars, wordAfter(chars, at)],
  'kill-word': (chars, at) => [chars.toSpliced(wordBefore(chars, at), at - wordBefore(chars, at)), wordBefore(chars, at)],
  'kill-line': (chars, at) => [chars.slice(at), 0],
  'kill-end': (chars, at) => [chars.slice(0, at), at],
};

export const EDIT_NAMES: readonly string[] = Object.keys(EDITS);

/** One editing step; a name that none has changes nothing. */
export function edited(line: InputLine, name: string): InputLine {
  const edit = EDITS[name];
  if (edit === undefined) return line;
  const [chars, at] = edit([...line.text], line.at);
  return { text: chars.join(''), at: Math.max(0, Math.min(at, chars.length)) };
}

/** Types text at the cursor; a pasted line break becomes a blank, for it is one line. */
export function typed({ text, at }: InputLine, more: string): InputLine {
  const chars = [...text];
  // eslint-disable-next-line no-control-regex
  const clean = [...more.replace(/\r\n|[\r\n\t]/g, ' ').replace(/[\u0000-\u001f\u007f-\u009f]/g, '')];
  return { text: chars.toSpliced(at, 0, ...clean).join(''), at: at + clean.length };
}

function wordBefore(chars: readonly string[], at: number): number {
  let place = at;
  while (place > 0 && chars[place - 1] === ' ') place -= 1;
  while (place > 0 && chars[place - 1] !== ' ') place -= 1;
  return place;
}

function wordAfter(chars: readonly string[], at: number): number {
  let place = at;
  while (place < chars.length && chars[place] === ' ') place += 1;
  while (place < chars.length && chars[place] !== ' ') place += 1;
  return place;
}

/** The line between `x` and `x + width`, shifted so that the cursor is seen; the cursor is a cell turned over. */
export function drawInput(canvas: Canvas, x: number, y: number, width: number, { text, at }: InputLine): void {
  const chars = [...text];
  let first = 0;
  while (first < at && cellsOf(chars.slice(first, at).join('')) >= width) first += 1;
  const before = chars.slice(first, at).join('');
  canvas.fill(x, y, width, 1, 'text');
  canvas.text(x, y, clipTo(chars.slice(first), width), 'text');
  canvas.restyle(x + cellsOf(before), y, Math.max(1, cellsOf(chars[at] ?? ' ')), 1, 'selected');
}

function clipTo(chars: readonly string[], width: number): string {
  let used = 0;
  return chars.filter((char) => (used += cellsOf(char)) <= width).join('');
}
