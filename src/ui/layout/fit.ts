import { sum } from './divide.ts';
import type { LayoutPane, LayoutRow } from './tweaks.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The cells a row cannot do without. */
export const rowMinHeight = ({ panes }: LayoutRow): number => Math.max(...panes.map(({ minHeight }) => minHeight));
const rowMinWidth = ({ panes }: LayoutRow): number => sum(panes.map(({ minWidth }) => minWidth));

/** The pane that stays when all others are gone: the first of the highest `keep`. */
export function anchor(rows: readonly LayoutRow[]): LayoutPane {
  return rows.flatMap(({ panes }) => panes).reduce((best, pane) => (pane.keep > best.keep ? pane : best));
}

/** Leaves panes out, the lowest `keep` first, until what remains has its smallest size; the anchor is never left out. */
export function fitting(rows: readonly LayoutRow[], { width, height }: Size): readonly LayoutRow[] {
  const kept = anchor(rows);
  const narrow = rows.flatMap((row) => narrowed(row, width, kept));
  return lowered(narrow, height, kept);
}

function narrowed(row: LayoutRow, width: number, kept: LayoutPane): readonly LayoutRow[] {
  if (rowMinWidth(row) <= width) return [row];
  const panes = without(row.panes, [lowest(row.panes, kept)]);
  return panes.length === 0 ? [] : narrowed({ ...row, panes }, width, kept);
}

function lowered(rows: readonly LayoutRow[], height: number, kept: LayoutPane): readonly LayoutRow[] {
  if (sum(rows.map(rowMinHeight)) <= height) return rows;
  const offers = rows.flatMap((row) => offer(row, kept));
  // The last of the lowest: what stands further down goes first.
  const leave = offers.reduce((best, each) => (costOf(each) <= costOf(best) ? each : best));
  const left = rows.map((row) => ({ ...row, panes: without(row.panes, leave) })).filter(({ panes }) => panes.length > 0);
  return lowered(left, height, kept);
}

/** What a row could leave out to become lower: the highest of its panes, which may be all of it. */
function offer({ panes }: LayoutRow, kept: LayoutPane): readonly (readonly LayoutPane[])[] {
  const highest = panes.filter(({ minHeight }) => minHeight === rowMinHeight({ share: 1, panes }));
  return highest.includes(kept) ? [] : [highest];
}

const costOf = (panes: readonly LayoutPane[]): number => Math.max(...panes.map(({ keep }) => keep));

function lowest(panes: readonly LayoutPane[], kept: LayoutPane): LayoutPane {
  const rank = (pane: LayoutPane): number => (pane === kept ? Infinity : pane.keep);
  return panes.reduce((worst, pane) => (rank(pane) <= rank(worst) ? pane : worst));
}

function without(panes: readonly LayoutPane[], gone: readonly LayoutPane[]): LayoutPane[] {
  return panes.filter((pane) => !gone.includes(pane));
}
