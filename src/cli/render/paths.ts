import { type Column, table } from './table.ts';
import type { View } from './view.ts';

interface PathRow {
  readonly what: string;
  readonly path: string;
  readonly inMemory?: string;
}

const COLUMNS: readonly Column<PathRow>[] = [
  { title: 'what', cell: ({ what }) => what },
  { title: 'path', cell: ({ path }) => path },
];

const MEMORY: Column<PathRow> = { title: 'in memory', cell: ({ inMemory }) => (inMemory === undefined ? '' : `${inMemory}, gone with the next boot`) };

export function pathsText({ paths }: { readonly paths: readonly PathRow[] }, { width }: View): string {
  const some = paths.some(({ inMemory }) => inMemory !== undefined);
  return table(some ? [...COLUMNS, MEMORY] : COLUMNS, paths, width);
}
