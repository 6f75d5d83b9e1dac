import { edgesOf, paintBorder } from './borders.ts';
import { onCanvas } from './canvas-on-grid.ts';
import type { Grid } from './grid.ts';
import type { Ink } from './ink.ts';
import { areaOf, type BoxNode, type ChildNode, type NodeArea, paintProps } from './nodes.ts';
import { lookId } from './styles.ts';
import { paintText } from './text-node.ts';

/** Paints what Ink laid out: parents first, children in their order. The screen is what Ink itself would have drawn. */
export function paintTree(root: BoxNode, grid: Grid, ink: Ink): void {
  for (const child of root.childNodes) paintNode(child, grid, { x: 0, y: 0 }, ink);
}

interface Origin {
  readonly x: number;
  readonly y: number;
}

function paintNode(node: ChildNode, grid: Grid, { x, y }: Origin, ink: Ink): void {
  if (node.nodeName === '#text' || node.nodeName === 'ink-virtual-text') return;
  const area = areaOf(node, x, y);
  if (area === undefined) return;
  if (node.nodeName === 'ink-text') paintText(grid, node, area, ink);
  else paintBox(node, grid, area, ink);
}

function paintBox(node: BoxNode, grid: Grid, area: NodeArea, ink: Ink): void {
  const inside = insideOf(node, area);
  const { backgroundColor } = node.style;
  if (backgroundColor) grid.fill(inside.x, inside.y, inside.width, inside.height, lookId({ bg: backgroundColor }, ink.depth));
  paintBorder(grid, node, area, ink);
  const { paint, opaque } = paintProps(node);
  if (opaque === true) grid.fill(inside.x, inside.y, inside.width, inside.height, ink.styles.text);
  if (paint !== undefined) onCanvas(grid, inside, ink, paint);
  paintChildren(node, grid, area, ink);
}

function insideOf(node: BoxNode, { x, y, width, height }: NodeArea): NodeArea {
  const edges = edgesOf(node);
  return { x: x + edges.Left, y: y + edges.Top, width: width - edges.Left - edges.Right, height: height - edges.Top - edges.Bottom };
}

function paintChildren(node: BoxNode, grid: Grid, area: NodeArea, ink: Ink): void {
  const { style } = node;
  const inside = insideOf(node, area);
  const hidesX = (style.overflowX ?? style.overflow) === 'hidden';
  const hidesY = (style.overflowY ?? style.overflow) === 'hidden';
  const origin = { x: area.x - whole(style.contentOffsetX), y: area.y - whole(style.contentOffsetY) };
  const paint = (): void => {
    for (const child of node.childNodes) paintNode(child, grid, origin, ink);
  };
  if (!hidesX && !hidesY) return paint();
  grid.within({
    x1: hidesX ? inside.x : -Infinity,
    x2: hidesX ? inside.x + inside.width : Infinity,
    y1: hidesY ? inside.y : -Infinity,
    y2: hidesY ? inside.y + inside.height : Infinity,
  }, paint);
}

const whole = (offset: number | undefined): number => (offset !== undefined && Number.isFinite(offset) ? Math.trunc(offset) : 0);
