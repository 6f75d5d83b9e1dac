import cliTruncate from 'cli-truncate';
import wrapAnsi from 'wrap-ansi';
import { textWidth } from './width.ts';

/** How a text is fitted into its box, as Ink's `wrap` names it. */
export type TextWrap = 'wrap' | 'hard' | 'truncate' | 'truncate-start' | 'truncate-middle' | 'truncate-end';

const cache = new Map<string, readonly string[]>();
const MOST_CACHED = 2048;

/**
 * The lines of a text in a box of `width` cells: broken, or cut with `…`. Broken where Ink broke it when it measured: with the
 * same packages and the same options. The text may hold SGR sequences; each line is closed and opened anew.
 */
export function textLines(text: string, width: number, wrap: TextWrap): readonly string[] {
  const plain = text.split('\n');
  if (plain.every((line) => textWidth(line) <= width)) return plain;
  const key = `${width} ${wrap} ${text}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.size >= MOST_CACHED) cache.clear();
  const lines = broken(text, plain, width, wrap);
  cache.set(key, lines);
  return lines;
}

function broken(text: string, lines: readonly string[], width: number, wrap: TextWrap): readonly string[] {
  if (wrap === 'wrap' || wrap === 'hard') return width <= 0 ? lines : wrapAnsi(text, width, { trim: false, hard: true, wordWrap: wrap === 'wrap' }).split('\n');
  const position = wrap === 'truncate-start' ? 'start' : wrap === 'truncate-middle' ? 'middle' : 'end';
  return lines.map((line) => cliTruncate(line, width, { position }));
}
