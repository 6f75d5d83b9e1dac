import type { Canvas, StyleName } from '../canvas.ts';
import type { ThemeStyles } from '../theme.ts';
import type { Grid } from './grid.ts';
import type { Ink } from './ink.ts';

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A rectangle of a grid as a canvas. What is painted outside of it is the grid's clip to cut off: see {@link onCanvas}. */
class GridCanvas implements Canvas {
  readonly width: number;
  readonly height: number;
  readonly showsAge: (atMs: number) => void;
  readonly #grid: Grid;
  readonly #area: Area;
  readonly #styles: ThemeStyles;

  constructor(grid: Grid, area: Area, { styles, showsAge }: Ink) {
    this.#grid = grid;
    this.#area = area;
    this.#styles = styles;
    this.showsAge = showsAge;
    this.width = area.width;
    this.height = area.height;
  }

  text(x: number, y: number, text: string, style: StyleName = 'text', limit = this.width): number {
    const { x: left, y: top } = this.#area;
    return this.#grid.text(left + x, top + y, text, this.#styles[style], left + limit) - left;
  }

  fill(x: number, y: number, width: number, height: number, style: StyleName, char = ' '): void {
    this.#grid.fill(this.#area.x + x, this.#area.y + y, width, height, this.#styles[style], char.codePointAt(0));
  }

  restyle(x: number, y: number, width: number, height: number, style: StyleName): void {
    this.#grid.restyle(this.#area.x + x, this.#area.y + y, width, height, this.#styles[style]);
  }
}

/** Has `draw` paint a rectangle of the grid, and nothing beside it. */
export function onCanvas(grid: Grid, area: Area, ink: Ink, draw: (canvas: Canvas) => void): void {
  const { x, y, width, height } = area;
  if (width <= 0 || height <= 0) return;
  grid.within({ x1: x, y1: y, x2: x + width, y2: y + height }, () => draw(new GridCanvas(grid, area, ink)));
}
