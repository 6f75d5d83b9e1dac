import type { Pane, PaneSize, PaneView, WindowRows } from '../pane.ts';
import { type HasText, filterOf, textActs, textMouse } from './pane-text.ts';
import { firstLine, FIRST_TEXT } from './text-lines.ts';

/** A text that a pane makes itself, scrolled, searched and filtered like the lines of a source; from its beginning. */
export const FIRST_DOCUMENT: HasText = { text: { ...FIRST_TEXT, follow: false }, filter: '' };

type Lines<Own> = (view: PaneView<Own>) => readonly string[];

/**
 * All that a pane has from the text it makes: spread it into the pane's record.
 * @param others lines of the pane that are not the text's
 */
export function documentParts<Own extends HasText>(lines: Lines<Own>, others: (size: PaneSize) => number = () => 0): Required<Pick<Pane<Own>, 'acts' | 'mouse' | 'copy' | 'writes'>> {
  const within = (size: PaneSize): PaneSize => ({ width: size.width, height: Math.max(1, size.height - others(size)) });
  const acts = Object.entries(textActs<Own>()).map(([id, act]): [string, typeof act] => [id, (view, size, word) => act(documentView(view, lines(view)), within(size), word)]);
  return {
    acts: Object.fromEntries(acts),
    mouse: (view, size, at) => textMouse(documentView(view, lines(view)), within(size), at),
    copy: lines,
    writes: { 'pane.filter': ({ own }) => own.filter, 'pane.search': ({ own }) => own.text.search },
  };
}

/** The view of a pane with the lines that match as its rows. */
export function documentView<Own extends HasText>(view: PaneView<Own>, lines: readonly string[]): PaneView<Own> {
  return { ...view, rows: matching(lines, view.own.filter) };
}

function matching(lines: readonly string[], filter: string): WindowRows {
  const rows = matchingLines(lines, filter);
  return { first: 0, total: rows.length, rows };
}

/** Lines that a filter keeps, as `HasText` has it. */
export function matchingLines(lines: readonly string[], filter: string): readonly string[] {
  const wanted = filterOf(filter);
  if (wanted === undefined) return lines;
  const matches = wanted.regex === true ? regexIn(wanted.text) : undefined;
  const plain = wanted.text.toLowerCase();
  return lines.filter((line) => (matches?.test(line) ?? line.toLowerCase().includes(plain)) !== (wanted.inverse === true));
}

/** One that is not closed yet is taken for plain words. */
function regexIn(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'i');
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** `1-20 of 140`, with what is searched and filtered. */
export function documentMode({ own: { text, filter }, rows: { total } }: PaneView<HasText>): string {
  const words = [...(filter === '' ? [] : [`& ${filter}`]), ...(text.search === '' ? [] : [`/ ${text.search} · n next`]), `${total === 0 ? 0 : firstLine(text, total, 1) + 1} of ${total}`];
  return words.join(' · ');
}
