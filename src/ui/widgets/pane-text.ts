import { failureLine } from '../../model/failure.ts';
import type { WindowFilter } from '../../wire/protocol.ts';
import type { Canvas, StyleName } from '../canvas.ts';
import type { Pane, PaneAct, PaneHead, PaneMouse, PaneSize, PaneSource, PaneView, WindowRows } from '../pane.ts';
import { cut } from './cells.ts';
import { drawEmpty, type Empty } from './empty.ts';
import { drawLines, firstLine, FIRST_TEXT, scrollText, type TextState, textToEnd, wantedFrom } from './text-lines.ts';

/** What a pane that shows lines of a source keeps for itself. */
export interface HasText {
  readonly text: TextState;
  /** Only lines that match are shown: words, `/regex/`, `!` in front for those that do not. */
  readonly filter: string;
  /** The line that a search stands on. */
  readonly hit?: number;
}

export const FIRST_LINES: HasText = { text: FIRST_TEXT, filter: '' };

type Scroll = (state: TextState, total: number, height: number) => TextState;

const SCROLLS: Readonly<Record<string, Scroll>> = {
  'pane.down': (state, total, height) => scrollText(state, 1, total, height),
  'pane.up': (state, total, height) => scrollText(state, -1, total, height),
  'pane.page-down': (state, total, height) => scrollText(state, Math.max(1, height - 1), total, height),
  'pane.page-up': (state, total, height) => scrollText(state, -Math.max(1, height - 1), total, height),
  'pane.first': (state) => ({ ...state, follow: false, top: 0 }),
  'pane.last': (state) => textToEnd(state),
};

/** What keys do in lines of a source, by id of a screen verb. */
export function textActs<Own extends HasText>(): Readonly<Record<string, PaneAct<Own>>> {
  const scrolls = Object.entries(SCROLLS).map(([id, scroll]): [string, PaneAct<Own>] => [id, ({ own, rows }, { height }) => withText(own, scroll(own.text, rows.total, height))]);
  return {
    ...Object.fromEntries(scrolls),
    'pane.search': ({ own: { hit: _, ...own } }, _size, search) => ({ ...own, text: { ...own.text, search } }) as unknown as Own,
    'pane.find-next': (view, size) => found(view, size, 1),
    'pane.find-previous': (view, size) => found(view, size, -1),
    'pane.filter': ({ own }, _size, filter) => filtered(own, filter),
    'screen.dismiss': ({ own }) => (own.text.search !== '' ? withText(own, { ...own.text, search: '' }) : filtered(own, '')),
  };
}

/** All that a pane has from the text it shows: spread it into the pane's record. */
export function textParts<Own extends HasText>(): Required<Pick<Pane<Own>, 'acts' | 'mouse' | 'copy' | 'writes'>> {
  return {
    acts: textActs<Own>(),
    mouse: textMouse,
    copy: ({ rows }) => rows.rows,
    writes: { 'pane.filter': ({ own }) => own.filter, 'pane.search': ({ own }) => own.text.search },
  };
}

function withText<Own extends HasText>(own: Own, text: TextState): Own {
  return text === own.text ? own : { ...own, text };
}

/** Positions count among the lines that match: with another filter it follows the end again. */
function filtered<Own extends HasText>(own: Own, filter: string): Own {
  const { hit: _, ...rest } = own;
  return filter === own.filter ? own : ({ ...rest, filter, text: { ...own.text, follow: true, top: 0 } } as unknown as Own);
}

/** The next line that matches among those at hand; where there is none, a page further in that direction, up to the end. */
function found<Own extends HasText>({ own, rows }: PaneView<Own>, { height }: PaneSize, step: 1 | -1): Own {
  const { search } = own.text;
  if (search === '') return own;
  const top = firstLine(own.text, rows.total, height);
  const from = own.hit ?? (step === 1 ? top - 1 : top + height);
  const hits = rows.rows.flatMap((line, index) => (matchAt(line, search) === -1 ? [] : [rows.first + index])).filter((each) => (each - from) * step > 0);
  const hit = step === 1 ? hits[0] : hits.at(-1);
  if (hit !== undefined) return { ...own, hit, text: seen(own.text, hit, top, rows.total, height) };
  const isAll = step === 1 ? rows.first + rows.rows.length >= rows.total : rows.first === 0;
  if (isAll) return own;
  const edge = step === 1 ? rows.first + rows.rows.length - 1 : rows.first;
  return { ...own, hit: edge, text: scrollText(own.text, step * height, rows.total, height) };
}

/** Scrolled as little as shows the line; what is searched in stays where it is. */
function seen(text: TextState, line: number, top: number, total: number, height: number): TextState {
  const wanted = line < top ? line : line >= top + height ? line - height + 1 : top;
  return { ...text, follow: false, top: Math.min(wanted, Math.max(0, total - height)) };
}

const matchAt = (line: string, search: string): number => line.toLowerCase().indexOf(search.toLowerCase());

/** What a pane asks of its source. */
export function textSource(source: string, { text, filter }: HasText, { height }: PaneSize): PaneSource {
  const wanted = filterOf(filter);
  return { source, from: wantedFrom(text, height), ...(wanted === undefined ? {} : { filter: wanted }) };
}

/** `word`, `!word`, `/regex/`, `!/regex/` as the keeper takes it. */
export function filterOf(filter: string): WindowFilter | undefined {
  const inverse = filter.startsWith('!');
  const rest = inverse ? filter.slice(1) : filter;
  const regex = /^\/(?<source>.+?)\/?$/.exec(rest)?.groups?.['source'];
  const text = regex ?? rest;
  return text === '' ? undefined : { text, ...(regex === undefined ? {} : { regex: true }), ...(inverse ? { inverse: true } : {}) };
}

/** `1204 lines`; `↓ follow`, or where it stands and how it follows again; what is searched and filtered. */
export function textHead({ text, filter }: HasText, { total }: WindowRows): PaneHead {
  const words = [
    ...(filter === '' ? [] : [`& ${filter}`]),
    ...(text.search === '' ? [] : [`/ ${text.search} · n next`]),
    text.follow ? '↓ follow' : `from ${Math.min(text.top, Math.max(0, total - 1)) + 1} · G follows`,
  ];
  return { count: `${total} ${total === 1 ? 'line' : 'lines'}`, mode: words.join(' · ') };
}

/** Lines that are seen, what is searched for in them, and where there are none, why. */
export function drawText(canvas: Canvas, { own, rows }: PaneView<HasText>, empty: Empty, styleOf?: (line: string) => StyleName | undefined): void {
  if (rows.rows.length === 0) return drawEmpty(canvas, noLines(own, rows, empty));
  const shown = seenRows(rows, own.text, canvas);
  drawLines(canvas, shown, own.text, styleOf);
  const y = (own.hit ?? -1) - shown.first;
  const line = shown.rows[y];
  if (line === undefined || own.text.search === '' || y >= canvas.height) return;
  const x = matchAt(line, own.text.search);
  if (x !== -1) canvas.restyle(1 + x, y, own.text.search.length, 1, 'selected');
}

function noLines({ filter }: HasText, { failure }: WindowRows, empty: Empty): Empty {
  if (failure !== undefined) return { why: failureLine(failure), style: 'warn' };
  return filter === '' ? empty : { why: `no line matches ${filter}`, press: 'Esc shows all' };
}

/** The rows that fit, tabs drawn as blanks: the newest while it follows, else those from the first that is wanted, as far as they are there. */
function seenRows({ first, total, rows }: WindowRows, text: TextState, { width, height }: PaneSize): WindowRows {
  const skipped = text.follow ? rows.length - height : firstLine(text, total, height) - first;
  const from = Math.max(0, skipped >= rows.length ? 0 : skipped);
  return { first: first + from, total, rows: rows.slice(from, from + height).map((line) => cut(untabbed(line), width - 1)) };
}

function untabbed(line: string): string {
  return line.split('\t').reduce((text, part) => text.padEnd((Math.floor(text.length / 8) + 1) * 8) + part);
}

/** The wheel scrolls by three lines. */
export function textMouse<Own extends HasText>({ own, rows }: PaneView<Own>, { height }: PaneSize, { what }: PaneMouse): Own {
  const by = { 'wheel-up': -3, 'wheel-down': 3, click: 0, double: 0 }[what];
  return by === 0 ? own : withText(own, scrollText(own.text, by, rows.total, height));
}
