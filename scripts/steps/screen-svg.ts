import type { Cell } from '../../test/stories/terminal.ts';

/** What stands in for the colours that a terminal brings itself: background, foreground, and the sixteen of ANSI. */
export interface Paper {
  readonly background: string;
  readonly foreground: string;
  readonly ansi: readonly string[];
}

export const DARK: Paper = {
  background: '#16181d',
  foreground: '#d5d8df',
  ansi: ['#2b2f38', '#e5707a', '#8cc378', '#e0b76c', '#6aa9ee', '#c58adf', '#5bbac6', '#c3c8d1', '#6a7180', '#f08c95', '#a5d694', '#efcb87', '#8bbff5', '#d7a5ec', '#7cd0da', '#f0f2f5'],
};

export const LIGHT: Paper = {
  background: '#fbfbf9',
  foreground: '#2a2d34',
  ansi: ['#2a2d34', '#b8242f', '#2f7d1f', '#8a6100', '#1c5fb4', '#8a3fb0', '#0f7a86', '#c9ccd2', '#7b818c', '#d03641', '#3f9230', '#a37611', '#2f73cb', '#a054c7', '#1b8f9c', '#ffffff'],
};

/** One row of cells, as far as it looks the same. */
interface Run {
  readonly x: number;
  readonly cells: number;
  readonly text: string;
  readonly fg: string;
  readonly bg: string | undefined;
  readonly attributes: string;
}

const WIDTH = 8.4;
const HEIGHT = 18;
const MARGIN = 12;
const BASELINE = 13.5;
const FONTS = "ui-monospace,'DejaVu Sans Mono','Cascadia Mono',Menlo,Consolas,monospace";

/** A screen as a picture: only text, rectangles and the fonts of whoever looks at it. */
export function screenSvg(screen: readonly (readonly Cell[])[], paper: Paper): string {
  const columns = Math.max(0, ...screen.map((row) => row.length));
  const [width, height] = [columns * WIDTH + 2 * MARGIN, screen.length * HEIGHT + 2 * MARGIN].map(round);
  const rows = screen.map((row) => runsOf(row, paper));
  const ground = groundOf(rows.flat()) ?? paper.background;
  const behind = rows.flatMap((runs, y) => shadesOf(runs, ground).map((shade) => shadeSvg(shade, y)));
  const text = rows.flatMap((runs, y) => runs.map((run) => runSvg(run, y)));
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONTS}" font-size="14">`;
  return `${head}\n<rect width="100%" height="100%" rx="8" fill="${ground}"/>\n${behind.join('')}${text.join('')}</svg>\n`;
}

/** The background of most cells: a theme may bring its own. */
function groundOf(runs: readonly Run[]): string | undefined {
  const cells = new Map<string | undefined, number>();
  for (const { bg, cells: count } of runs) cells.set(bg, (cells.get(bg) ?? 0) + count);
  return [...cells].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

type Shade = Pick<Run, 'x' | 'cells'> & { readonly bg: string };

/** Stretches of a row that stand on another background than the rest. */
function shadesOf(runs: readonly Run[], ground: string): Shade[] {
  const shades: Shade[] = [];
  for (const { x, cells, bg } of runs) {
    const last = shades.at(-1);
    if (bg === undefined || bg === ground) continue;
    if (last?.bg === bg && last.x + last.cells === x) shades[shades.length - 1] = { ...last, cells: last.cells + cells };
    else shades.push({ x, cells, bg });
  }
  return shades;
}

const shadeSvg = ({ x, cells, bg }: Shade, y: number): string =>
  `<rect x="${round(x * WIDTH + MARGIN)}" y="${round(y * HEIGHT + MARGIN)}" width="${round(cells * WIDTH)}" height="${HEIGHT}" fill="${bg}"/>\n`;

function runsOf(row: readonly Cell[], paper: Paper): Run[] {
  const runs: Run[] = [];
  row.forEach((cell, x) => {
    if (cell.width === 0) return;
    const next = runOf(cell, x, paper);
    const last = runs.at(-1);
    // A wide character has a run of its own: its neighbours stay where they are in any font.
    if (last !== undefined && cell.width === 1 && last.x + last.cells === x && last.cells === [...last.text].length && sameLook(last, next)) runs[runs.length - 1] = { ...last, cells: last.cells + 1, text: last.text + next.text };
    else runs.push(next);
  });
  return runs;
}

function runOf({ text, width, fg, bg, bold, dim, italic, underline, inverse }: Cell, x: number, paper: Paper): Run {
  const [front, back] = [colourOf(fg, paper) ?? paper.foreground, colourOf(bg, paper)];
  const attributes = [bold ? ' font-weight="bold"' : '', italic ? ' font-style="italic"' : '', underline ? ' text-decoration="underline"' : '', dim ? ' opacity="0.6"' : ''].join('');
  return { x, cells: width, text, attributes, ...(inverse ? { fg: back ?? paper.background, bg: front } : { fg: front, bg: back }) };
}

const sameLook = (a: Run, b: Run): boolean => a.fg === b.fg && a.bg === b.bg && a.attributes === b.attributes;

/** Blanks at its ends take no room in the file. */
function runSvg({ x, text, cells, fg, attributes }: Run, y: number): string {
  const word = text.trim();
  if (word === '') return '';
  const before = text.length - text.trimStart().length;
  const length = cells - (text.length - word.length);
  const [left, top, width] = [(x + before) * WIDTH + MARGIN, y * HEIGHT + MARGIN + BASELINE, length * WIDTH].map(round);
  return `<text xml:space="preserve" x="${left}" y="${top}" textLength="${width}" lengthAdjust="spacingAndGlyphs" fill="${fg}"${attributes}>${escaped(word)}</text>\n`;
}

/** xterm's 256: sixteen of ANSI, a cube of 6, a ramp of 24 greys. */
function colourOf(colour: Cell['fg'], { ansi }: Paper): string | undefined {
  if (typeof colour !== 'number') return colour;
  if (colour < 16) return ansi[colour];
  if (colour >= 232) return `rgb(${Array(3).fill(8 + (colour - 232) * 10).join(',')})`;
  const step = (digit: number): number => (digit === 0 ? 0 : 55 + digit * 40);
  const cube = colour - 16;
  return `rgb(${[Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(step).join(',')})`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const round = (value: number): number => Math.round(value * 10) / 10;
