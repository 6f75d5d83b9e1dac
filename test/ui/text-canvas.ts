import type { Canvas, StyleName } from '../../src/ui/canvas.ts';
import { eachCluster, glyph } from '../../src/ui/paint/clusters.ts';

interface Cell {
  readonly char: string;
  readonly style: StyleName;
}

const BLANK: Cell = { char: ' ', style: 'text' };

/** A canvas whose picture is text: panes are specimens of what they draw. */
export class TextCanvas implements Canvas {
  readonly width: number;
  readonly height: number;
  /** Moments whose ages were drawn. */
  readonly ages: number[] = [];
  readonly showsAge = (atMs: number): void => void this.ages.push(atMs);
  readonly #cells: Cell[][];

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#cells = Array.from({ length: height }, () => Array<Cell>(width).fill(BLANK));
  }

  text(x: number, y: number, text: string, style: StyleName = 'text', limit = this.width): number {
    let at = x;
    eachCluster(text, (code, width) => {
      if (at + width > Math.min(limit, this.width)) return;
      this.#put(at, y, { char: glyph(code), style });
      if (width === 2) this.#put(at + 1, y, { char: '', style });
      at += width;
    });
    return at;
  }

  fill(x: number, y: number, width: number, height: number, style: StyleName, char = ' '): void {
    this.#each(x, y, width, height, (column, row) => this.#put(column, row, { char, style }));
  }

  restyle(x: number, y: number, width: number, height: number, style: StyleName): void {
    this.#each(x, y, width, height, (column, row) => this.#put(column, row, { char: this.#cells[row]?.[column]?.char ?? ' ', style }));
  }

  /** The picture, without the blanks at the ends of lines. */
  lines(): string[] {
    return this.#cells.map((row) => row.map(({ char }) => char).join('').trimEnd());
  }

  toString(): string {
    return this.lines().join('\n').trimEnd();
  }

  /** What is drawn in a style, by line: `0:NAME`. */
  styled(style: StyleName): string[] {
    return this.#cells.flatMap((row, y) => (row.map((cell) => (cell.style === style ? cell.char : ' ')).join('').match(/\S+(?: \S+)*/g) ?? []).map((text) => `${y}:${text}`));
  }

  #each(x: number, y: number, width: number, height: number, act: (column: number, row: number) => void): void {
    for (let row = y; row < y + height; row += 1) for (let column = x; column < x + width; column += 1) act(column, row);
  }

  #put(x: number, y: number, cell: Cell): void {
    const row = this.#cells[y];
    if (row !== undefined && x >= 0 && x < this.width) row[x] = cell;
  }
}
