import type { StyleName } from '../../canvas.ts';

/** One column of a table, as data. */
export interface Column<R> {
  /** As filters and the column picker name it. */
  readonly id: string;
  readonly title: string;
  /** What a cell says; undefined is drawn as –. @param now Unix milliseconds, for ages alone */
  readonly text: (row: R, now: number) => string | undefined;
  /** What it is sorted by, when that is not its text: a number, a time. */
  readonly key?: (row: R) => string | number | undefined;
  readonly style?: (row: R) => StyleName | undefined;
  readonly align?: 'right';
  /**
   * Cells. `fit` is as wide as its longest text, at most `max`: for what seldom changes, like names. A number keeps a column in its
   * place when its value gets longer.
   */
  readonly width: number | 'fit';
  /** Default for `fit`: 8 to 32; else the width itself. */
  readonly min?: number;
  readonly max?: number;
  /** Takes a share of the cells that are left over. */
  readonly grow?: number;
  /** When there is no room, the lowest goes first; a column without a number stays. */
  readonly drop?: number;
  /** Not shown until the operator picks it. */
  readonly optional?: true;
  /** The moment (Unix milliseconds) whose age it says; plain words of a filter do not look at it. */
  readonly since?: (row: R) => number | undefined;
}

export interface TableSpec<R> {
  readonly columns: readonly Column<R>[];
  /** What a row is known by while values and places change: cursor and marks hold on to it. */
  readonly id: (row: R) => string;
}

/** What a table keeps for itself: plain data. */
export interface TableState {
  /** Id of the row under the cursor; until it was moved, the first. */
  readonly cursor?: string;
  /** Where the cursor was when it was moved last: what is there takes over when its row goes away. */
  readonly at: number;
  /** The first row that is drawn. */
  readonly top: number;
  readonly sort?: { readonly column: string; readonly down: boolean };
  /** The column that left and right stand on. */
  readonly column?: string;
  /** Columns that the operator shows or hides against the default. */
  readonly picked: Readonly<Record<string, boolean>>;
  readonly filter: string;
  readonly marks: readonly string[];
}

export const FIRST_TABLE: TableState = { at: 0, top: 0, picked: {}, filter: '', marks: [] };

export function isPicked({ id, optional }: Pick<Column<never>, 'id' | 'optional'>, { picked }: Pick<TableState, 'picked'>): boolean {
  return picked[id] ?? optional !== true;
}
