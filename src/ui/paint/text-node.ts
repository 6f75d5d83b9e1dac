import { stripVTControlCharacters } from 'node:util';
import type { Grid } from './grid.ts';
import type { Ink } from './ink.ts';
import { type BoxNode, type NodeArea, paintProps } from './nodes.ts';
import { applySgr } from './sgr.ts';
import { sgrOf, styleId } from './styles.ts';
import { textLines } from './text-lines.ts';

const ESC = '\u001b';
type Transform = NonNullable<BoxNode['internal_transform']>;

/**
 * Ink's `<Text>` keeps its colours in a function that styles a line: what that puts before a letter is its style. Probed once for
 * each function. (A `<Transform>` that changes letters has no place here.)
 */
const probed = new WeakMap<Transform, string>();

function transformSgr(transform: Transform): string {
  const known = probed.get(transform);
  if (known !== undefined) return known;
  const before = transform('x', 0).split('x')[0] ?? '';
  const sgr = before.split(`${ESC}[`).slice(1).reduce((look, sequence) => applySgr(look, sequence.slice(0, sequence.indexOf('m'))), '');
  probed.set(transform, sgr);
  return sgr;
}

function ownSgr(node: BoxNode, { styles }: Ink): string {
  const { look } = paintProps(node);
  if (look !== undefined) return sgrOf(styles[look]);
  return node.internal_transform === undefined ? '' : transformSgr(node.internal_transform);
}

/** Paints an `ink-text` and what is nested in it. */
export function paintText(grid: Grid, node: BoxNode, { x, y, width, height }: NodeArea, ink: Ink): void {
  const { clip } = grid;
  if (y >= clip.y2 || y + height <= clip.y1 || x >= clip.x2) return;
  const wrap = node.style.textWrap ?? 'wrap';
  const plain = plainText(node);
  const own = ownSgr(node, ink);
  if (plain !== undefined) {
    const style = styleId(own);
    textLines(plain, width, wrap).forEach((line, at) => grid.text(x, y + at, line, style));
    return;
  }
  textLines(styledText(node, own, ink), width, wrap).forEach((line, at) => styledLine(grid, x, y + at, line));
}

/** The text of a node that holds nothing but text; undefined when there are nodes with styles in it. */
function plainText({ childNodes }: BoxNode): string | undefined {
  let text = '';
  for (const child of childNodes) {
    if (child.nodeName !== '#text') return undefined;
    text += child.nodeValue;
  }
  return printable(text);
}

const printable = (text: string): string => (text.includes(ESC) ? stripVTControlCharacters(text) : text);

/** All text below, each line of each piece beginning with its whole style: what breaks the lines takes care of such sequences. */
function styledText(node: BoxNode, sgr: string, ink: Ink): string {
  const begin = `${ESC}[0${sgr === '' ? '' : `;${sgr}`}m`;
  return node.childNodes.map((child) => {
    if (child.nodeName === '#text') return begin + printable(child.nodeValue).replaceAll('\n', `\n${begin}`);
    return child.isHidden === true ? '' : styledText(child, joined(sgr, ownSgr(child, ink)), ink);
  }).join('');
}

/** A nested style adds to the one around it. */
const joined = (outer: string, inner: string): string => (inner === '' ? outer : applySgr(outer, inner));

function styledLine(grid: Grid, x: number, y: number, line: string): void {
  let column = x;
  let sgr = '';
  line.split(`${ESC}[`).forEach((part, index) => {
    const end = index === 0 ? -1 : part.indexOf('m');
    if (index > 0) sgr = applySgr(sgr, part.slice(0, end));
    column = grid.text(column, y, part.slice(end + 1), styleId(sgr));
  });
}
