import type { BoxProps } from 'ink';
import type { Grid } from './grid.ts';
import type { Ink } from './ink.ts';
import { type BoxNode, type NodeArea, paintProps } from './nodes.ts';
import { lookId, type StyleId } from './styles.ts';
import { textWidth } from './width.ts';


/** Clockwise from the upper left corner. */
const BOXES: Readonly<Record<string, string>> = {
  single: '┌─┐│┘─└│',
  double: '╔═╗║╝═╚║',
  round: '╭─╮│╯─╰│',
  bold: '┏━┓┃┛━┗┃',
  singleDouble: '╓─╖║╜─╙║',
  doubleSingle: '╒═╕│╛═╘│',
  classic: '+-+|+-+|',
  arrow: '↘↓↙←↖↑↗→',
};

type Side = 'Top' | 'Right' | 'Bottom' | 'Left';
/** 1 where a box has a border, 0 where not. */
export type Edges = Readonly<Record<Side, 0 | 1>>;

export function edgesOf({ style }: BoxNode): Edges {
  const has = (side: Side): 0 | 1 => (style.borderStyle && style[`border${side}`] !== false ? 1 : 0);
  return { Top: has('Top'), Right: has('Right'), Bottom: has('Bottom'), Left: has('Left') };
}

export function paintBorder(grid: Grid, node: BoxNode, area: NodeArea, ink: Ink): void {
  const { borderStyle } = node.style;
  if (!borderStyle || area.width <= 0 || area.height <= 0) return;
  const { x, y, width, height } = area;
  const edges = edgesOf(node);
  const [topLeft = 0, top, topRight = 0, right, bottomRight = 0, bottom, bottomLeft = 0, left] = signsOf(borderStyle);
  const inner = width - edges.Left - edges.Right;
  const styles = sideStyles(node, ink);
  const corners = (row: number, style: StyleId, first: number, last: number): void => {
    if (edges.Left) grid.fill(x, row, 1, 1, style, first);
    if (edges.Right) grid.fill(x + width - 1, row, 1, 1, style, last);
  };
  const high = height - edges.Top - edges.Bottom;
  if (edges.Top) grid.fill(x + edges.Left, y, inner, 1, styles.Top, top);
  if (edges.Top) corners(y, styles.Top, topLeft, topRight);
  if (edges.Left) grid.fill(x, y + edges.Top, 1, high, styles.Left, left);
  if (edges.Right) grid.fill(x + width - 1, y + edges.Top, 1, high, styles.Right, right);
  if (edges.Bottom) grid.fill(x + edges.Left, y + height - 1, inner, 1, styles.Bottom, bottom);
  if (edges.Bottom) corners(y + height - 1, styles.Bottom, bottomLeft, bottomRight);
  if (edges.Top) paintTitle(grid, node, area, ink);
}

function signsOf(style: NonNullable<BoxProps['borderStyle']>): readonly number[] {
  if (typeof style === 'string') return [...(BOXES[style] ?? '')].map(codeOf);
  return [style.topLeft, style.top, style.topRight, style.right, style.bottomRight, style.bottom, style.bottomLeft, style.left].map(codeOf);
}

const codeOf = (char: string): number => char.codePointAt(0) ?? 0x20;

function sideStyles(node: BoxNode, { styles, depth }: Ink): Readonly<Record<Side, StyleId>> {
  const { edge } = paintProps(node);
  const { style } = node;
  const of = (side: Side): StyleId => {
    if (edge !== undefined) return styles[edge()];
    const fg = style[`border${side}Color`] ?? style.borderColor;
    const bg = style[`border${side}BackgroundColor`] ?? style.borderBackgroundColor;
    return lookId({ fg, bg, dim: style[`border${side}DimColor`] ?? style.borderDimColor }, depth);
  };
  return { Top: of('Top'), Right: of('Right'), Bottom: of('Bottom'), Left: of('Left') };
}

/** `╭─ Nodes ─────── 4 · sorted by name ─╮`: the right half is left out where both have no room. */
function paintTitle(grid: Grid, node: BoxNode, { x, y, width }: NodeArea, { styles }: Ink): void {
  const { title, edge } = paintProps(node);
  if (title === undefined) return;
  const { left, right = '' } = title();
  const end = x + width - 2;
  const focused = edge?.() === 'focus';
  const after = grid.text(x + 2, y, ` ${left} `, styles[focused ? 'focus' : 'title'], end);
  const from = end - textWidth(right) - 2;
  if (right !== '' && from > after) grid.text(from, y, ` ${right} `, styles[focused ? 'text' : 'dim'], end);
}
