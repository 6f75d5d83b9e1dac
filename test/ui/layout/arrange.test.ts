import { describe, expect, it } from 'vitest';
import type { LayoutConfig } from '../../../src/config/layout.ts';
import { arrange, needs, type PaneBox, type Size } from '../../../src/ui/layout/arrange.ts';
import { neighbour, nextPane } from '../../../src/ui/layout/neighbour.ts';
import { grown, moved, NO_TWEAKS, zoomed } from '../../../src/ui/layout/tweaks.ts';
import { draw } from './draw.ts';

type PaneRow = readonly [pane: string, minWidth: number, minHeight: number, keep: number, share?: number];

function layoutOf(...rows: readonly { readonly share?: number; readonly panes: readonly PaneRow[] }[]): LayoutConfig {
  const made = rows.map(({ share = 1, panes }) => ({ share, panes: panes.map(([pane, minWidth, minHeight, keep, width = 1]) => ({ pane, minWidth, minHeight, keep, share: width })) }));
  return { layout: 'made', title: 'Made', focus: made[0]?.panes[0]?.pane ?? '', rows: made };
}

const SMALL = layoutOf({ share: 2, panes: [['nodes', 20, 4, 9]] }, { share: 1, panes: [['outer', 12, 3, 4], ['fabric', 12, 3, 3, 2]] }, { share: 1, panes: [['events', 20, 3, 8]] });

const drawn = (layout: LayoutConfig, size: Size, tweaks = NO_TWEAKS): string => draw(arrange(layout, size, tweaks), size);

describe('arrange', () => {
  it('shares rows and panes out', () => {
    expect(drawn(SMALL, { width: 36, height: 12 })).toBe(`
+----------------------------------+
|nodes                             |
|                                  |
|                                  |
|                                  |
+----------------------------------+
+----------++----------------------+
|outer     ||fabric                |
+----------++----------------------+
+----------------------------------+
|events                            |
+----------------------------------+`.slice(1));
  });

  it('leaves out the least when the rows are too many', () => {
    expect(drawn(SMALL, { width: 26, height: 8 })).toBe(`
+------------------------+
|nodes                   |
|                        |
|                        |
+------------------------+
+------------------------+
|events                  |
+------------------------+`.slice(1));
  });

  it('leaves out the least of a row that is too narrow', () => {
    expect(drawn(SMALL, { width: 20, height: 10 })).toContain('|outer ');
    expect(drawn(SMALL, { width: 20, height: 10 })).not.toContain('fabric');
  });

  it('shows nothing where even the last pane has no room, and says what it needs', () => {
    expect(needs(SMALL)).toEqual({ width: 20, height: 4 });
    expect(arrange(SMALL, { width: 19, height: 40 })).toEqual([]);
    expect(arrange(SMALL, { width: 40, height: 3 })).toEqual([]);
    expect(arrange(SMALL, { width: 20, height: 4 })).toEqual([{ pane: 'nodes', x: 0, y: 0, width: 20, height: 4 }]);
  });

  it('zooms one pane to the whole area', () => {
    const zoom = zoomed(NO_TWEAKS, 'outer');
    expect(arrange(SMALL, { width: 30, height: 9 }, zoom)).toEqual([{ pane: 'outer', x: 0, y: 0, width: 30, height: 9 }]);
    expect(zoomed(zoom, 'outer')).toEqual(NO_TWEAKS);
    expect(needs(SMALL, zoom)).toEqual({ width: 12, height: 3 });
  });

  it('gives a pane more of its row, and its row more of the screen', () => {
    const size = { width: 60, height: 24 };
    const of = (boxes: readonly PaneBox[], pane: string) => boxes.find((box) => box.pane === pane);
    const before = of(arrange(SMALL, size), 'outer');
    const after = of(arrange(SMALL, size, grown(SMALL, grown(SMALL, NO_TWEAKS, 'outer', 'right'), 'outer', 'down')), 'outer');
    expect([before?.width, before?.height]).toEqual([20, 6]);
    expect([after?.width, after?.height]).toEqual([23, 7]);
  });

  it('swaps two panes, and back', () => {
    const once = moved(NO_TWEAKS, 'nodes', 'fabric');
    expect(arrange(SMALL, { width: 60, height: 20 }, once).map(({ pane }) => pane)).toEqual(['fabric', 'outer', 'nodes', 'events']);
    expect(moved(once, 'fabric', 'nodes')).toEqual(NO_TWEAKS);
    expect(arrange(SMALL, { width: 60, height: 20 }, moved(NO_TWEAKS, 'nodes', 'gone'))).toEqual(arrange(SMALL, { width: 60, height: 20 }));
  });
});

describe('neighbour', () => {
  const boxes = arrange(SMALL, { width: 60, height: 20 });

  it('is the nearest, and of those the one with most edge in common', () => {
    expect(neighbour(boxes, 'nodes', 'down')).toBe('fabric');
    expect(neighbour(boxes, 'outer', 'right')).toBe('fabric');
    expect(neighbour(boxes, 'outer', 'down')).toBe('events');
    expect(neighbour(boxes, 'events', 'up')).toBe('fabric');
    expect(neighbour(boxes, 'nodes', 'up')).toBeUndefined();
    expect(neighbour(boxes, 'nodes', 'left')).toBeUndefined();
  });

  it('is the next in reading order, round about', () => {
    expect(nextPane(boxes, 'events', 1)).toBe('nodes');
    expect(nextPane(boxes, 'nodes', -1)).toBe('events');
    expect(nextPane([], 'nodes', 1)).toBe('nodes');
  });
});

/** Layouts and sizes as a small generator makes them: the same ones in every run. */
function* cases(): Generator<{ readonly layout: LayoutConfig; readonly size: Size }> {
  let seed = 7;
  const next = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
  for (let run = 0; run < 1500; run += 1) {
    const rows = Array.from({ length: 1 + next(4) }, (_, row) => ({ share: 1 + next(5), panes: Array.from({ length: 1 + next(4) }, (__, column): PaneRow => [`p${row}-${column}`, 5 + next(40), 3 + next(9), next(10), 1 + next(4)]) }));
    yield { layout: layoutOf(...rows), size: { width: 10 + next(300), height: 3 + next(90) } };
  }
}

describe('for any layout and size', () => {
  it('covers every cell once, and keeps every pane as big as it asks', () => {
    let shown = 0;
    for (const { layout, size } of cases()) {
      const boxes = arrange(layout, size);
      const { width, height } = needs(layout);
      expect(boxes.length === 0, JSON.stringify([layout, size])).toBe(size.width < width || size.height < height);
      if (boxes.length === 0) continue;
      shown += 1;
      expect(draw(boxes, size)).not.toMatch(/[.#]/);
      const panes = layout.rows.flatMap((row) => row.panes);
      for (const box of boxes) {
        const asked = panes.find(({ pane }) => pane === box.pane);
        expect(box.width).toBeGreaterThanOrEqual(asked?.minWidth ?? Infinity);
        expect(box.height).toBeGreaterThanOrEqual(asked?.minHeight ?? Infinity);
      }
    }
    expect(shown).toBeGreaterThan(1000);
  });

  it('covers every cell once whatever was swapped, grown and shrunk', () => {
    let step = 0;
    for (const { layout, size } of cases()) {
      const panes = layout.rows.flatMap((row) => row.panes.map(({ pane }) => pane));
      const pick = (): string => panes[(step += 7) % panes.length] ?? '';
      const direction = (['left', 'right', 'up', 'down'] as const)[step % 4] ?? 'left';
      const tweaks = moved(grown(layout, grown(layout, moved(NO_TWEAKS, pick(), pick()), pick(), direction), pick(), 'down'), pick(), pick());
      const boxes = arrange(layout, size, tweaks);
      if (boxes.length > 0) expect(draw(boxes, size)).not.toMatch(/[.#]/);
      expect(new Set(boxes.map(({ pane }) => pane)).size).toBe(boxes.length);
      for (const box of boxes) expect(neighbour(boxes, box.pane, 'right') === undefined).toBe(box.x + box.width === size.width);
    }
  });

  it('shows every pane where all of them have room', () => {
    for (const { layout } of cases()) {
      const size = { width: Math.max(...layout.rows.map(({ panes }) => panes.reduce((all, { minWidth }) => all + minWidth, 0))), height: layout.rows.reduce((all, { panes }) => all + Math.max(...panes.map(({ minHeight }) => minHeight)), 0) };
      expect(arrange(layout, size)).toHaveLength(layout.rows.flatMap(({ panes }) => panes).length);
    }
  });
});
