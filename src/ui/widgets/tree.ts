import type { Canvas, StyleName } from '../canvas.ts';
import { cellsOf, cut } from './cells.ts';
import { topRow } from './table/cursor.ts';

/** A part of something, with its own parts. */
export interface TreeNode {
  readonly id: string;
  readonly text: string;
  readonly style?: StyleName;
  /** At the right end of its line: an age. */
  readonly right?: string;
  readonly children: readonly TreeNode[];
}

export interface TreeState {
  readonly cursor?: string;
  readonly top: number;
  /** Ids of the nodes whose parts are not shown. */
  readonly closed: readonly string[];
}

export const FIRST_TREE: TreeState = { top: 0, closed: [] };

/** One line of a drawn tree. */
export interface TreeLine {
  readonly node: TreeNode;
  /** `│  ├─ `: what stands before its text. */
  readonly lead: string;
  readonly open: boolean;
}

/** The lines of a tree, without the parts of those that are closed. */
export function treeLines(roots: readonly TreeNode[], closed: readonly string[]): readonly TreeLine[] {
  return roots.flatMap((root) => linesOf(root, '', '', closed));
}

function linesOf(node: TreeNode, lead: string, below: string, closed: readonly string[]): readonly TreeLine[] {
  const open = !closed.includes(node.id);
  const parts = open ? node.children : [];
  const under = parts.flatMap((child, index) => {
    const last = index === parts.length - 1;
    return linesOf(child, `${below}${last ? '└─ ' : '├─ '}`, `${below}${last ? '   ' : '│  '}`, closed);
  });
  return [{ node, lead, open }, ...under];
}

export function treeCursor(lines: readonly TreeLine[], { cursor }: TreeState): number {
  return Math.max(0, lines.findIndex(({ node }) => node.id === cursor));
}

/** Moves the cursor by lines. @param height lines that are seen at once */
export function moveTree(lines: readonly TreeLine[], state: TreeState, by: number, height: number): TreeState {
  const at = Math.max(0, Math.min(treeCursor(lines, state) + by, lines.length - 1));
  const line = lines[at];
  return line === undefined ? state : { ...state, cursor: line.node.id, top: topRow(state.top, at, lines.length, height) };
}

/** Closes or opens the node under the cursor; one without parts stays as it is. */
export function toggleTree(lines: readonly TreeLine[], state: TreeState): TreeState {
  const node = lines[treeCursor(lines, state)]?.node;
  if (node === undefined || node.children.length === 0) return state;
  return { ...state, closed: state.closed.includes(node.id) ? state.closed.filter((id) => id !== node.id) : [...state.closed, node.id] };
}

export function drawTree(canvas: Canvas, lines: readonly TreeLine[], state: TreeState, focused: boolean): void {
  const at = treeCursor(lines, state);
  const top = topRow(state.top, at, lines.length, canvas.height);
  lines.slice(top, top + canvas.height).forEach((line, y) => drawLine(canvas, y, line, focused && top + y === at));
}

function drawLine(canvas: Canvas, y: number, { node, lead, open }: TreeLine, here: boolean): void {
  const right = node.right ?? '';
  const more = open ? '' : ` (${node.children.length} more)`;
  const x = canvas.text(1, y, lead, 'dim');
  canvas.text(x, y, cut(`${node.text}${more}`, canvas.width - x - (right === '' ? 1 : cellsOf(right) + 3)), node.style);
  if (right !== '') canvas.text(canvas.width - cellsOf(right) - 1, y, right, 'dim');
  if (here) canvas.restyle(0, y, canvas.width, 1, 'selected');
}
