import { textWidth } from '../paint/width.ts';

/** Characters that take one cell each in every terminal: ASCII, Latin, and the signs and lines that panes draw. */
const SINGLE = /^[\x20-\x7e\u00a1-\u024f–—…✓✗·×µ→←↑↓▲▼▸▾●░⏎─-╿▁-█]*$/;

/** How many cells a text takes. The tables of Unicode are asked only for what is not plain. */
export function cellsOf(text: string): number {
  return SINGLE.test(text) ? text.length : textWidth(text);
}

/** A text cut to `width` cells; `…` says that something was cut off. */
export function cut(text: string, width: number): string {
  if (width <= 0) return '';
  return cellsOf(text) <= width ? text : `${taken(text, width - 1)}…`;
}

function taken(text: string, width: number): string {
  if (SINGLE.test(text)) return text.slice(0, width);
  let [kept, used] = ['', 0];
  for (const char of text) {
    used += cellsOf(char);
    if (used > width) break;
    kept += char;
  }
  return kept;
}

/** A text of exactly `width` cells: cut, or filled with blanks on the other side of where it is aligned. */
export function fitted(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const shown = cut(text, width);
  const gap = ' '.repeat(Math.max(0, width - cellsOf(shown)));
  return align === 'right' ? gap + shown : shown + gap;
}

/** Text in lines of at most `width` cells, broken between words where that can be done. */
export function wrapped(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, Math.max(1, width)));
}

function wrapLine(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = line;
  while (cellsOf(rest) > width) {
    const head = taken(rest, width);
    const space = rest[head.length] === ' ' ? head.length : head.lastIndexOf(' ');
    const at = space > 0 ? space : Math.max(1, head.length);
    lines.push(rest.slice(0, at));
    rest = rest.slice(at).trimStart();
  }
  return [...lines, rest];
}
