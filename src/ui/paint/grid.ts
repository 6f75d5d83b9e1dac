import { stripVTControlCharacters } from 'node:util';
import { eachCluster } from './clusters.ts';
import type { Glyphs } from './glyphs.ts';
import type { StyleId } from './styles.ts';

/** Half-open: `x2` and `y2` lie outside. */
export interface Clip {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export const SPACE = 32;
/** In the place of a cell's code: the right half of the wide character before it. */
export const RIGHT_HALF = 0;
const UNKNOWN_GLYPH = 0x3f;
const TAB_CELLS = 8;

/** Cells of a screen: what each shows and how. Nothing is painted outside `clip`, and a control character never gets in. */
export class Grid {
  width = 0;
  height = 0;
  codes = new Uint32Array(0);
  styles = new Uint16Array(0);
  clip: Clip = { x1: 0, y1: 0, x2: 0, y2: 0 };
  readonly #glyphs: Glyphs | undefined;

  /** @param glyphs stand-ins for what the terminal's font has not got; then wide characters have none either */
  constructor(width: number, height: number, glyphs?: Glyphs) {
    this.#glyphs = glyphs;
    this.resize(width, height);
  }

  resize(width: number, height: number): void {
    this.width = width;
    this.height = height;
    this.codes = new Uint32Array(width * height);
    this.styles = new Uint16Array(width * height);
    this.clear();
  }

  /** @param ground what every cell looks like until something is painted there */
  clear(ground: StyleId = 0): void {
    this.codes.fill(SPACE);
    this.styles.fill(ground);
    this.clip = { x1: 0, y1: 0, x2: this.width, y2: this.height };
  }

  /** Runs `paint` with a clip inside the one that holds. */
  within(inner: Clip, paint: () => void): void {
    const outer = this.clip;
    this.clip = { x1: Math.max(outer.x1, inner.x1), y1: Math.max(outer.y1, inner.y1), x2: Math.min(outer.x2, inner.x2), y2: Math.min(outer.y2, inner.y2) };
    paint();
    this.clip = outer;
  }

  /**
   * One line of text; escape sequences and control characters are left out, a tab goes to the next eighth column.
   * @param limit the column where it is cut, besides the clip
   * @returns the column after the last cell
   */
  text(x: number, y: number, text: string, style: StyleId, limit = this.clip.x2): number {
    const { clip } = this;
    if (y < clip.y1 || y >= clip.y2) return x;
    const end = Math.min(limit, clip.x2);
    const plain = this.#ascii(x, y, text, style, end);
    const column = x + plain;
    if (plain === text.length || column >= end) return column;
    return this.#rest(x, column, y, stripVTControlCharacters(text.slice(plain)), style, end);
  }

  /** A rectangle of one character of width one. */
  fill(x: number, y: number, width: number, height: number, style: StyleId, code = SPACE): void {
    const { x1, x2, rows } = this.#cut(x, y, width, height);
    if (x2 <= x1) return;
    const shown = this.#glyphs?.get(code) ?? code;
    for (const row of rows) {
      this.#cutHalves(row, x1, x2);
      this.codes.fill(shown, row + x1, row + x2);
      this.styles.fill(style, row + x1, row + x2);
    }
  }

  /** Another style for the cells of a rectangle. Half a wide character is not styled alone: the whole one is. */
  restyle(x: number, y: number, width: number, height: number, style: StyleId): void {
    const { x1, x2, rows } = this.#cut(x, y, width, height);
    if (x2 <= x1) return;
    for (const row of rows) {
      const from = row + x1 - (x1 > 0 && this.codes[row + x1] === RIGHT_HALF ? 1 : 0);
      const to = row + x2 + (x2 < this.width && this.codes[row + x2] === RIGHT_HALF ? 1 : 0);
      this.styles.fill(style, from, to);
    }
  }

  /** Writes ASCII up to the first other character; returns how many of the text's characters it is done with. */
  #ascii(x: number, y: number, text: string, style: StyleId, end: number): number {
    const row = y * this.width;
    const { x1 } = this.clip;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const column = x + at;
      if (code < 0x20 || code > 0x7e || column >= end) return at;
      if (column < x1) continue;
      this.#cutHalves(row, column, column + 1);
      this.codes[row + column] = code;
      this.styles[row + column] = style;
    }
    return text.length;
  }

  #rest(start: number, from: number, y: number, text: string, style: StyleId, end: number): number {
    let column = from;
    text.split('\t').forEach((part, index) => {
      if (index > 0) {
        const next = start + (Math.floor((column - start) / TAB_CELLS) + 1) * TAB_CELLS;
        this.fill(column, y, Math.min(next, end) - column, 1, style);
        column = Math.min(next, end);
      }
      eachCluster(part, (code, width) => {
        if (column >= end) return;
        this.#put(column, y, code, width, style, end);
        column = Math.min(column + width, end);
      });
    });
    return column;
  }

  /** One character; of a wide one that is cut in half, a space remains. */
  #put(x: number, y: number, code: number, width: number, style: StyleId, end: number): void {
    const { x1 } = this.clip;
    const cut = x < x1 || x + width > end;
    const poor = this.#glyphs !== undefined && width === 2;
    const shown = cut ? SPACE : poor ? UNKNOWN_GLYPH : (this.#glyphs?.get(code) ?? code);
    const from = Math.max(x, x1);
    const to = Math.min(x + width, end);
    if (to <= from) return;
    const row = y * this.width;
    this.#cutHalves(row, from, to);
    this.codes[row + from] = shown;
    if (to - from === 2) this.codes[row + from + 1] = poor ? UNKNOWN_GLYPH : RIGHT_HALF;
    this.styles.fill(style, row + from, row + to);
  }

  /** Before cells are written: of wide characters that stick out on either side, a space remains. */
  #cutHalves(row: number, x1: number, x2: number): void {
    const { codes } = this;
    if (x1 > 0 && codes[row + x1] === RIGHT_HALF) codes[row + x1 - 1] = SPACE;
    if (x2 < this.width && codes[row + x2] === RIGHT_HALF) codes[row + x2] = SPACE;
  }

  #cut(x: number, y: number, width: number, height: number): { readonly x1: number; readonly x2: number; readonly rows: readonly number[] } {
    const { clip } = this;
    const y1 = Math.max(y, clip.y1);
    const lines = Math.max(0, Math.min(y + height, clip.y2) - y1);
    return { x1: Math.max(x, clip.x1), x2: Math.min(x + width, clip.x2), rows: Array.from({ length: lines }, (_, at) => (y1 + at) * this.width) };
  }
}
