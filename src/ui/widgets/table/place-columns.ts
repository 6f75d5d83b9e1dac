import { divide, sum } from '../../layout/divide.ts';
import { cellsOf } from '../cells.ts';
import { type Column, isPicked, type TableSpec, type TableState } from './column.ts';

export interface PlacedColumn<R> {
  readonly column: Column<R>;
  readonly x: number;
  readonly width: number;
}

/** Cells between two columns. */
const GAP = 2;
const FIT = { min: 8, max: 32 } as const;

/** The columns that have room in `width` cells, from `x` on: the lowest `drop` goes first, what is left over goes to those that grow. */
export function placeColumns<R>(spec: TableSpec<R>, rows: readonly R[], state: TableState, x: number, width: number): readonly PlacedColumn<R>[] {
  const wanted = spec.columns.filter((column) => isPicked(column, state)).map((column) => ({ column, ...range(column, rows) }));
  const kept = dropped(wanted, width);
  const widths = widened(kept, width);
  return kept.map(({ column }, index) => ({ column, x: x + sum(widths.slice(0, index)) + index * GAP, width: widths[index] ?? 0 }));
}

interface Wanted<R> {
  readonly column: Column<R>;
  readonly min: number;
  readonly width: number;
}

function range<R>(column: Column<R>, rows: readonly R[]): { readonly min: number; readonly width: number } {
  const { width, min, max = FIT.max, title } = column;
  if (width !== 'fit') return { min: min ?? width, width };
  const fit = Math.min(max, Math.max(min ?? FIT.min, cellsOf(title), longest(column, rows)));
  return { min: Math.min(fit, min ?? FIT.min), width: fit };
}

/** The longest text of a column in a list of rows, measured once per list. */
const measured = new WeakMap<readonly unknown[], Map<unknown, number>>();

function longest<R>(column: Column<R>, rows: readonly R[]): number {
  const known = measured.get(rows) ?? new Map<unknown, number>();
  measured.set(rows, known);
  const before = known.get(column);
  if (before !== undefined) return before;
  const found = rows.reduce((most, row) => Math.max(most, cellsOf(column.text(row, 0) ?? '')), 0);
  known.set(column, found);
  return found;
}

function dropped<R>(columns: readonly Wanted<R>[], width: number): readonly Wanted<R>[] {
  if (sum(columns.map(({ min }) => min)) + GAP * Math.max(0, columns.length - 1) <= width) return columns;
  const rank = ({ column }: Wanted<R>): number => column.drop ?? Infinity;
  const least = columns.reduce<Wanted<R> | undefined>((worst, each) => (worst === undefined || rank(each) <= rank(worst) ? each : worst), undefined);
  return least === undefined || columns.length === 1 ? columns : dropped(columns.filter((each) => each !== least), width);
}

/** First every column gets what it wants, in order; then those that grow share the rest. */
function widened<R>(columns: readonly Wanted<R>[], width: number): readonly number[] {
  let left = width - sum(columns.map(({ min }) => min)) - GAP * Math.max(0, columns.length - 1);
  const widths = columns.map(({ min, width: wanted }) => {
    const more = Math.max(0, Math.min(left, wanted - min));
    left -= more;
    return min + more;
  });
  const growing = columns.flatMap(({ column }, index) => (column.grow === undefined ? [] : [{ index, share: column.grow }]));
  if (left <= 0 || growing.length === 0) return widths.map((each) => Math.min(each, width));
  const shares = divide(left, growing.map(({ share }) => ({ share, min: 0 })));
  return widths.map((each, index) => each + (shares[growing.findIndex((one) => one.index === index)] ?? 0));
}
