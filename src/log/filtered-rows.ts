import type { LineIndex } from './line-index.ts';
import { printableLine } from './printable-lines.ts';
import { type RowFilter, type RowPattern, rowFilter } from './row-filter.ts';

/** Rows that are looked at between two turns of the event loop. */
const BATCH = 4_096;

/** The rows of a growing file that match, by their numbers: four bytes each. What was looked at once is not looked at again. */
export class FilteredRows {
  readonly #index: LineIndex;
  readonly #filter: RowFilter;
  #found = new Uint32Array(256);
  #total = 0;
  #seen = 0;
  #generation = 0;
  #under: Promise<number> = Promise.resolve(0);

  /** @throws UsageError for a pattern that is none */
  constructor(index: LineIndex, pattern: RowPattern) {
    this.#index = index;
    this.#filter = rowFilter(pattern);
  }

  /** Looks at what is new. @returns how many rows match */
  refresh(signal?: AbortSignal): Promise<number> {
    // One after the other: two that look at the same rows would count them twice.
    this.#under = this.#under.then(() => this.#look(signal), () => this.#look(signal));
    return this.#under;
  }

  /** Matching rows `from` (counted among them) to `from + count`. Call after {@link refresh}. */
  async rows(from: number, count: number): Promise<string[]> {
    const wanted = [...this.#found.subarray(from, Math.min(from + count, this.#total))];
    const rows = await Promise.all(wanted.map((number) => this.#index.rows(number, 1)));
    return rows.map(([row = '']) => row);
  }

  async #look(signal?: AbortSignal): Promise<number> {
    const lines = await this.#index.refresh();
    if (this.#index.generation !== this.#generation) this.#forget();
    while (this.#seen < lines) {
      signal?.throwIfAborted();
      const rows = await this.#index.rows(this.#seen, Math.min(BATCH, lines - this.#seen));
      // The file was cut off meanwhile: what is there now is looked at the next time.
      if (rows.length === 0 || this.#index.generation !== this.#generation) break;
      this.#take(rows);
    }
    return this.#total;
  }

  #take(rows: readonly string[]): void {
    for (const [offset, matches] of this.#filter(rows.map(printableLine)).entries()) {
      if (matches) this.#push(this.#seen + offset);
    }
    this.#seen += rows.length;
  }

  #push(row: number): void {
    if (this.#total === this.#found.length) {
      const larger = new Uint32Array(this.#found.length * 2);
      larger.set(this.#found);
      this.#found = larger;
    }
    this.#found[this.#total] = row;
    this.#total += 1;
  }

  #forget(): void {
    this.#total = 0;
    this.#seen = 0;
    this.#generation = this.#index.generation;
  }
}
