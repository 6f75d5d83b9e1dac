import type { PaneAct } from '../../pane.ts';
import { cursorAt } from './cursor.ts';
import type { HasTable, PaneTable } from './pane-table.ts';
import { shownRows } from './shown-rows.ts';
import type { TableState } from './column.ts';

/** A table that grows at its end: the cursor goes along with the last row until it is moved away from there. */
export interface FollowsTable extends HasTable {
  readonly follow: boolean;
}

/** The table as it is shown: while it follows, the cursor is on the last row. */
export function followed<R>(rows: readonly R[], { table, follow }: FollowsTable, spec: PaneTable<never, R>['spec']): TableState {
  if (!follow) return table;
  const shown = shownRows(spec, rows, table);
  const last = shown.at(-1);
  return last === undefined ? table : { ...table, cursor: spec.id(last), at: shown.length - 1, top: shown.length };
}

/** Acts of a table, made to follow: on the last row it follows, elsewhere it stays. */
export function followActs<Own extends FollowsTable, R>(table: PaneTable<Own, R>, acts: Readonly<Record<string, PaneAct<Own>>>): Readonly<Record<string, PaneAct<Own>>> {
  return Object.fromEntries(Object.entries(acts).map(([id, act]) => [id, following(table, act)]));
}

export function following<Own extends FollowsTable, R, A extends readonly unknown[]>(table: PaneTable<Own, R>, act: (view: Parameters<PaneAct<Own>>[0], ...rest: A) => Own): (view: Parameters<PaneAct<Own>>[0], ...rest: A) => Own {
  return (view, ...rest) => {
    const rows = table.rows(view);
    const before = followed(rows, view.own, table.spec);
    const next = act({ ...view, own: { ...view.own, table: before } }, ...rest);
    if (next.table === before) return view.own;
    const count = shownRows(table.spec, rows, next.table).length;
    return { ...next, follow: cursorAt(table.spec, rows, next.table) >= count - 1 };
  };
}
