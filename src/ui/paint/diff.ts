import { FIRST_CLUSTER, glyph } from './clusters.ts';
import { type Grid, RIGHT_HALF, SPACE } from './grid.ts';
import { sgrOf } from './styles.ts';

/** Terminals that know it show all between the two at once; the others ignore them (DEC private mode 2026). */
const BEGIN = '\u001b[?2026h';
const END = '\u001b[?2026l';
const CLEAR = '\u001b[0m\u001b[2J';

/** Cells that stay as they are cost less than moving the cursor over them, up to here. */
const SHORT_GAP = 4;
/** From here on terminals disagree on widths (emoji): after one, the cursor is put where we think it is. */
const FIRST_EMOJI = 0x1f000;

/** What a terminal shows by now; {@link Shown.update} brings it to what a grid holds, in as few bytes as are needed. */
export class Shown {
  #width = 0;
  #height = 0;
  #codes = new Uint32Array(0);
  #styles = new Uint16Array(0);
  #known = false;

  /** The terminal may show anything: the next update clears it and paints every cell. */
  forget(): void {
    this.#known = false;
  }

  /** What to write, in one piece; '' when nothing changed. */
  update(grid: Grid): string {
    if (this.#known && this.#width === grid.width && this.#height === grid.height) {
      const changes = this.#changes(grid);
      return changes === '' ? '' : `${BEGIN}${changes}\u001b[0m${END}`;
    }
    this.#begin(grid);
    return `${BEGIN}${CLEAR}${this.#changes(grid)}\u001b[0m${END}`;
  }

  #begin({ width, height }: Grid): void {
    this.#width = width;
    this.#height = height;
    this.#codes = new Uint32Array(width * height).fill(SPACE);
    this.#styles = new Uint16Array(width * height);
    this.#known = true;
  }

  #changes(grid: Grid): string {
    const pen = new Pen(grid);
    const { codes, styles, width } = grid;
    const before = this.#codes;
    const lookedBefore = this.#styles;
    for (let at = 0; at < codes.length; at++) {
      if (codes[at] === before[at] && styles[at] === lookedBefore[at]) continue;
      // Its left half paints it.
      if (codes[at] !== RIGHT_HALF) pen.put(at);
      else if (at % width > 0) pen.put(at - 1);
    }
    before.set(codes);
    lookedBefore.set(styles);
    return pen.out;
  }
}

/** Collects what is written, and knows where that leaves the cursor and its style. */
class Pen {
  out = '';
  readonly #grid: Grid;
  /** Cell that is written next without a move; -1 when unknown. */
  #next = -1;
  /** The cell painted last: a wide character is asked for by either half. */
  #last = -1;
  #style = 0;

  constructor(grid: Grid) {
    this.#grid = grid;
  }

  put(at: number): void {
    if (at === this.#last) return;
    if (at !== this.#next && !this.#bridge(at)) this.#move(at);
    this.#write(at);
  }

  #write(at: number): void {
    const { codes, styles, width } = this.#grid;
    const code = codes[at] ?? SPACE;
    this.#look(styles[at] ?? 0);
    this.out += glyph(code);
    this.#last = at;
    const next = at + (codes[at + 1] === RIGHT_HALF && (at + 1) % width > 0 ? 2 : 1);
    // At the end of a row the cursor stays; after a sign that terminals measure differently, nobody knows.
    this.#next = next % width === 0 || code >= FIRST_EMOJI ? -1 : next;
  }

  /** Writes a few unchanged cells again, where that is shorter than a move. */
  #bridge(at: number): boolean {
    const { codes, styles } = this.#grid;
    const from = this.#next;
    if (from === -1 || at < from || at - from > SHORT_GAP) return false;
    for (let cell = from; cell < at; cell++) if (styles[cell] !== this.#style || codes[cell] === RIGHT_HALF || (codes[cell] ?? 0) >= FIRST_CLUSTER) return false;
    while (this.#next !== -1 && this.#next < at) this.#write(this.#next);
    return this.#next === at;
  }

  #move(at: number): void {
    const { width } = this.#grid;
    this.out += `\u001b[${Math.floor(at / width) + 1};${(at % width) + 1}H`;
  }

  #look(style: number): void {
    if (style === this.#style) return;
    this.#style = style;
    this.out += style === 0 ? '\u001b[0m' : `\u001b[0;${sgrOf(style)}m`;
  }
}
