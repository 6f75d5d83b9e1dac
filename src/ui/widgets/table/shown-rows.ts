import { type Filter, filterKeeps, parseFilter } from '../filter.ts';
import type { Column, TableSpec, TableState } from './column.ts';

/** What was made of a list of rows last: the same list with the same filter and order gives the same rows back. */
interface Made {
  readonly spec: unknown;
  readonly filter: string;
  readonly sort: TableState['sort'];
  readonly rows: readonly unknown[];
  readonly places: ReadonlyMap<string, number>;
}

const made = new WeakMap<readonly unknown[], Made>();

/** The rows that a table shows, filtered and sorted; the same array while rows, filter and order are the same. */
export function shownRows<R>(spec: TableSpec<R>, rows: readonly R[], state: Pick<TableState, 'filter' | 'sort'>): readonly R[] {
  return madeOf(spec, rows, state).rows as readonly R[];
}

/** The place of a row among those that are shown, by its id. */
export function placeOf<R>(spec: TableSpec<R>, rows: readonly R[], state: Pick<TableState, 'filter' | 'sort'>, id: string): number | undefined {
  return madeOf(spec, rows, state).places.get(id);
}

function madeOf<R>(spec: TableSpec<R>, rows: readonly R[], { filter, sort }: Pick<TableState, 'filter' | 'sort'>): Made {
  const before = made.get(rows);
  if (before !== undefined && before.spec === spec && before.filter === filter && sameSort(before.sort, sort)) return before;
  const shown = sorted(spec, filtered(spec, rows, filter), sort);
  const next = { spec, filter, sort, rows: shown, places: new Map(shown.map((row, index) => [spec.id(row), index])) };
  made.set(rows, next);
  return next;
}

function sameSort(a: TableState['sort'], b: TableState['sort']): boolean {
  return a?.column === b?.column && a?.down === b?.down;
}

/** The filter of a table, as its head shows it. */
export function filterOf<R>({ columns }: TableSpec<R>, text: string): Filter {
  return parseFilter(text, columns.map(({ id }) => id));
}

function filtered<R>(spec: TableSpec<R>, rows: readonly R[], text: string): readonly R[] {
  const filter = filterOf(spec, text);
  if (filter.terms.length === 0) return rows;
  const byId = new Map(spec.columns.map((column) => [column.id, column]));
  const plain = spec.columns.filter(({ since }) => since === undefined).map(({ id }) => id);
  return rows.filter((row) => filterKeeps(filter, plain, (id) => byId.get(id)?.text(row, 0)));
}

function sorted<R>({ columns }: TableSpec<R>, rows: readonly R[], sort: TableState['sort']): readonly R[] {
  const column = columns.find(({ id }) => id === sort?.column);
  if (column === undefined) return rows;
  const keyed = rows.map((row) => ({ row, key: keyOf(column, row) }));
  const way = sort?.down === true ? -1 : 1;
  return keyed.sort((a, b) => compare(a.key, b.key, way)).map(({ row }) => row);
}

function keyOf<R>(column: Column<R>, row: R): string | number | undefined {
  const key = column.key === undefined ? column.text(row, 0) : column.key(row);
  return typeof key === 'string' ? natural(key) : key;
}

/** `vnet10` after `vnet9`: numbers in a text count as numbers. */
function natural(text: string): string {
  return text.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(12, '0'));
}

/** What is missing comes last, whichever way the order goes. */
function compare(a: string | number | undefined, b: string | number | undefined, way: 1 | -1): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  if (a === b) return 0;
  return (a < b ? -1 : 1) * way;
}
