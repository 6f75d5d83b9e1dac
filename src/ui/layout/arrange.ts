import type { LayoutConfig } from '../../config/layout.ts';
import { divide } from './divide.ts';
import { anchor, fitting, rowMinHeight, type Size } from './fit.ts';
import { type LayoutRow, NO_TWEAKS, type Tweaks, tweaked } from './tweaks.ts';

export type { Size } from './fit.ts';

/** Where a pane stands, in cells with its border. */
export interface PaneBox {
  readonly pane: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The boxes of a layout on an area: they cover every cell once, each at least as big as its pane asks for. Panes that have no
 * room are left out, the lowest `keep` first. None at all when not even the last one fits: see {@link needs}.
 */
export function arrange(layout: LayoutConfig, area: Size, tweaks: Tweaks = NO_TWEAKS): readonly PaneBox[] {
  const rows = zoomRows(layout, tweaks);
  const least = anchor(rows);
  if (area.width < least.minWidth || area.height < least.minHeight) return [];
  return boxes(fitting(rows, area), area);
}

/** The smallest area on which {@link arrange} shows anything: the one pane that is left out last. */
export function needs(layout: LayoutConfig, tweaks: Tweaks = NO_TWEAKS): Size {
  const { minWidth, minHeight } = anchor(zoomRows(layout, tweaks));
  return { width: minWidth, height: minHeight };
}

function zoomRows(layout: LayoutConfig, tweaks: Tweaks): readonly LayoutRow[] {
  const rows = tweaked(layout, tweaks);
  const alone = rows.flatMap(({ panes }) => panes).find(({ pane }) => pane === tweaks.zoom);
  return alone === undefined ? rows : [{ share: 1, panes: [alone] }];
}

function boxes(rows: readonly LayoutRow[], { width, height }: Size): readonly PaneBox[] {
  const heights = divide(height, rows.map((row) => ({ share: row.share, min: rowMinHeight(row) })));
  return rows.flatMap(({ panes }, index) => {
    const widths = divide(width, panes.map(({ share, minWidth }) => ({ share, min: minWidth })));
    return panes.map(({ pane }, column) => ({ pane, x: before(widths, column), y: before(heights, index), width: widths[column] ?? 0, height: heights[index] ?? 0 }));
  });
}

function before(sizes: readonly number[], index: number): number {
  return sizes.slice(0, index).reduce((all, size) => all + size, 0);
}
