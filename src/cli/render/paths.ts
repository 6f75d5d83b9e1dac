import { type Column, table } from './table.ts';
import type { View } from './view.ts';

interface PathRow {
  readonly what: string;
  readonly path: string;
}

const COLUMNS: readonly Column<PathRow>[] = [
  { title: 'what', cell: ({ what }) => what },
  { title: 'path', cell: ({ path }) => path },
];

export function pathsText({ paths }: { readonly paths: readonly PathRow[] }, { width }: View): string {
  return table(COLUMNS, paths, width);
}
