import type { LayoutConfig } from '../../config/layout.ts';

export type LayoutRow = LayoutConfig['rows'][number];
export type LayoutPane = LayoutRow['panes'][number];

/** What an operator did to a view's layout: plain data, so that a layout file that changes underneath keeps it as far as it fits. */
export interface Tweaks {
  /** The pane that has the screen for itself. */
  readonly zoom?: string;
  /** Factors on the share of a pane in its row, and of its row in the screen, by pane. */
  readonly weights: Readonly<Record<string, Weight>>;
  /** Panes that changed places, in the order it was done. */
  readonly swaps: readonly (readonly [string, string])[];
}

export interface Weight {
  readonly width: number;
  readonly height: number;
}

export const NO_TWEAKS: Tweaks = { weights: {}, swaps: [] };

export type Direction = 'left' | 'right' | 'up' | 'down';

const STEP = 1.25;
const MOST = 8;

/** The layout as the operator changed it: panes swapped, shares weighted. Names that the layout does not have do nothing. */
export function tweaked(layout: LayoutConfig, { weights, swaps }: Tweaks): readonly LayoutRow[] {
  const rows = swaps.reduce<readonly LayoutRow[]>(swapped, layout.rows);
  return rows.map(({ share, panes }) => ({ share: share * rowWeight(panes, weights), panes: panes.map((pane) => ({ ...pane, share: pane.share * (weights[pane.pane]?.width ?? 1) })) }));
}

function rowWeight(panes: readonly LayoutPane[], weights: Tweaks['weights']): number {
  const known = panes.flatMap(({ pane }) => weights[pane]?.height ?? []);
  return known.length === 0 ? 1 : Math.max(...known);
}

function swapped(rows: readonly LayoutRow[], [one, other]: readonly [string, string]): readonly LayoutRow[] {
  const all = rows.flatMap(({ panes }) => panes);
  const [a, b] = [all.find(({ pane }) => pane === one), all.find(({ pane }) => pane === other)];
  if (a === undefined || b === undefined) return rows;
  const put = (pane: LayoutPane): LayoutPane => (pane === a ? b : pane === b ? a : pane);
  return rows.map((row) => ({ ...row, panes: row.panes.map(put) }));
}

/** One pane alone, or all of them again. */
export function zoomed({ zoom, ...rest }: Tweaks, pane: string): Tweaks {
  return zoom === pane ? rest : { ...rest, zoom: pane };
}

/** Right and down give a pane more of its row and its row more of the screen; left and up take from them. */
export function grown(layout: LayoutConfig, tweaks: Tweaks, pane: string, direction: Direction): Tweaks {
  const row = tweaked(layout, tweaks).find(({ panes }) => panes.some((each) => each.pane === pane));
  if (row === undefined) return tweaks;
  const factor = direction === 'right' || direction === 'down' ? STEP : 1 / STEP;
  const wide = direction === 'left' || direction === 'right';
  // The whole row gets the factor of its height: a pane that moves away later leaves it behind.
  const named = wide ? [pane] : row.panes.map((each) => each.pane);
  return { ...tweaks, weights: { ...tweaks.weights, ...Object.fromEntries(named.map((name) => [name, weigh(tweaks.weights[name], wide, factor)])) } };
}

function weigh({ width, height }: Weight = { width: 1, height: 1 }, wide: boolean, factor: number): Weight {
  return wide ? { width: limited(width * factor), height } : { width, height: limited(height * factor) };
}

function limited(weight: number): number {
  return Math.min(MOST, Math.max(1 / MOST, weight));
}

/** Two panes change places; doing it again undoes it. */
export function moved(tweaks: Tweaks, pane: string, other: string): Tweaks {
  const last = tweaks.swaps.at(-1);
  const back = last !== undefined && last.includes(pane) && last.includes(other);
  return { ...tweaks, swaps: back ? tweaks.swaps.slice(0, -1) : [...tweaks.swaps, [pane, other]] };
}
