import type { PaneBox } from './arrange.ts';
import type { Direction } from './tweaks.ts';

/** A box seen along a direction: where it begins and ends that way, and across it. */
interface Seen {
  readonly from: number;
  readonly to: number;
  readonly across: readonly [number, number];
}

const SEEN: Readonly<Record<Direction, (box: PaneBox) => Seen>> = {
  right: ({ x, y, width, height }) => ({ from: x, to: x + width, across: [y, y + height] }),
  left: ({ x, y, width, height }) => ({ from: -(x + width), to: -x, across: [y, y + height] }),
  down: ({ x, y, width, height }) => ({ from: y, to: y + height, across: [x, x + width] }),
  up: ({ x, y, width, height }) => ({ from: -(y + height), to: -y, across: [x, x + width] }),
};

/** The pane next to another one in a direction: the nearest, then the one that has most edge in common. */
export function neighbour(boxes: readonly PaneBox[], pane: string, direction: Direction): string | undefined {
  const here = boxes.find((box) => box.pane === pane);
  if (here === undefined) return undefined;
  const look = SEEN[direction];
  const own = look(here);
  const beyond = boxes
    .map((box) => ({ pane: box.pane, away: look(box).from - own.to, edge: shared(look(box).across, own.across) }))
    .filter(({ away, edge }) => away >= 0 && edge > 0);
  return beyond.toSorted((a, b) => a.away - b.away || b.edge - a.edge)[0]?.pane;
}

function shared([a, b]: Seen['across'], [c, d]: Seen['across']): number {
  return Math.min(b, d) - Math.max(a, c);
}

/** The pane after another in reading order, round about. */
export function nextPane(boxes: readonly PaneBox[], pane: string, step: 1 | -1): string {
  const index = boxes.findIndex((box) => box.pane === pane);
  return boxes.at((index + step) % Math.max(1, boxes.length))?.pane ?? pane;
}
