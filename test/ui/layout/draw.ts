import type { PaneBox, Size } from '../../../src/ui/layout/arrange.ts';

/** Boxes as a drawing, each with the name of its pane; a cell that two boxes claim is a `#`, one that none claims a `.`. */
export function draw(boxes: readonly PaneBox[], { width, height }: Size): string {
  const cells = Array.from({ length: height }, () => Array<string>(width).fill('.'));
  for (const box of boxes) put(cells, box);
  return cells.map((row) => row.join('')).join('\n');
}

function put(cells: string[][], box: PaneBox): void {
  for (let y = box.y; y < box.y + box.height; y += 1) {
    const row = cells[y];
    for (let x = box.x; row !== undefined && x < box.x + box.width; x += 1) row[x] = row[x] === '.' ? charAt(box, x - box.x, y - box.y) : '#';
  }
}

function charAt({ pane, width, height }: PaneBox, x: number, y: number): string {
  const [side, top] = [x === 0 || x === width - 1, y === 0 || y === height - 1];
  if (side) return top ? '+' : '|';
  if (top) return '-';
  return y === 1 ? (pane[x - 1] ?? ' ') : ' ';
}
