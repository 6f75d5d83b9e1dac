import type { Pane, PaneAct, PaneHead, PaneMouse, PaneSize, PaneView } from '../../pane.ts';
import { cellsOf, fitted } from '../cells.ts';
import { MISSING } from '../signs.ts';
import { isPicked, type TableSpec, type TableState } from './column.ts';
import { cursorAt, topRow } from './cursor.ts';
import { columnsOn } from './draw-table.ts';
import * as move from './move-table.ts';
import { filterOf, shownRows } from './shown-rows.ts';

/** How a pane has a table: where its rows come from, and which part of the pane it fills. */
export interface PaneTable<Own extends HasTable, R> {
  readonly spec: TableSpec<R>;
  readonly rows: (view: PaneView<Own>) => readonly R[];
  /** Lines above and below the table, its own titles apart. Default: none. */
  readonly around?: (view: PaneView<Own>, size: PaneSize) => { readonly above: number; readonly below: number };
}

export interface HasTable {
  readonly table: TableState;
}

/** All that a pane has from its table: spread it into the pane's record. */
export function tableParts<Own extends HasTable, R>(table: PaneTable<Own, R>): Required<Pick<Pane<Own>, 'acts' | 'mouse' | 'copy' | 'writes' | 'columns' | 'point'>> {
  return {
    acts: tableActs(table),
    mouse: tableMouse(table),
    copy: (view) => tableCopy(table, view),
    writes: { 'pane.filter': ({ own }) => own.table.filter },
    columns: ({ own }) => table.spec.columns.map((column) => ({ name: column.id, shown: isPicked(column, own.table) })),
    point: (own, name) => withTable(own, { ...own.table, cursor: name }),
  };
}

type Change<R> = (scene: move.TableScene<R>, table: TableState, word: string) => TableState;

/** What every table does with keys, by id of a screen verb; `table.columns` with a word shows or hides that column. */
export function tableActs<Own extends HasTable, R>(table: PaneTable<Own, R>): Readonly<Record<string, PaneAct<Own>>> {
  const changes: Readonly<Record<string, Change<R>>> = {
    'pane.down': (scene, state) => move.moveBy(scene, state, 1),
    'pane.up': (scene, state) => move.moveBy(scene, state, -1),
    'pane.left': ({ spec }, state) => move.moveColumn(spec, state, -1),
    'pane.right': ({ spec }, state) => move.moveColumn(spec, state, 1),
    'pane.page-down': (scene, state) => move.moveBy(scene, state, Math.max(1, scene.height - 1)),
    'pane.page-up': (scene, state) => move.moveBy(scene, state, -Math.max(1, scene.height - 1)),
    'pane.first': (scene, state) => move.moveTo(scene, state, 0),
    'pane.last': (scene, state) => move.moveTo(scene, state, Infinity),
    'pane.filter': (_, state, word) => move.filterBy(state, word),
    'table.mark': (scene, state) => move.toggleMark(scene, state),
    'table.mark-range': (scene, state) => move.markRange(scene, state),
    'table.mark-all': (scene, state) => move.markAll(scene, state),
    'table.sort': ({ spec }, state, word) => move.sortBy(spec, state, word === '' ? (move.columnOf(spec, state)?.id ?? '') : word),
    'table.columns': ({ spec }, state, word) => move.pickColumn(spec, state, word),
    'screen.dismiss': (_, state) => move.dismiss(state),
  };
  return Object.fromEntries(Object.entries(changes).map(([id, change]) => [id, actOf(table, change)]));
}

function actOf<Own extends HasTable, R>(table: PaneTable<Own, R>, change: Change<R>): PaneAct<Own> {
  return (view, size, word) => withTable(view.own, change(sceneOf(table, view, size), view.own.table, word));
}

function sceneOf<Own extends HasTable, R>(table: PaneTable<Own, R>, view: PaneView<Own>, size: PaneSize): move.TableScene<R> {
  const { above, below } = table.around?.(view, size) ?? { above: 0, below: 0 };
  return { spec: table.spec, rows: table.rows(view), height: Math.max(1, size.height - above - below - 1) };
}

function withTable<Own extends HasTable>(own: Own, table: TableState): Own {
  return table === own.table ? own : { ...own, table };
}

/** A click takes the row, or sorts by the column whose title it is on; the wheel scrolls by three rows. */
export function tableMouse<Own extends HasTable, R>(table: PaneTable<Own, R>): (view: PaneView<Own>, size: PaneSize, at: PaneMouse) => Own {
  return (view, size, at) => {
    const scene = sceneOf(table, view, size);
    const y = at.y - (table.around?.(view, size).above ?? 0);
    if (at.what === 'wheel-up' || at.what === 'wheel-down') return withTable(view.own, move.scrollBy(scene, view.own.table, at.what === 'wheel-up' ? -3 : 3));
    return withTable(view.own, y === 0 ? clickTitle(scene, view.own.table, size, at.x) : clickRow(scene, view.own.table, y - 1));
  };
}

function clickTitle<R>({ spec, rows }: move.TableScene<R>, state: TableState, size: PaneSize, x: number): TableState {
  const hit = columnsOn(spec, rows, state, size.width).find((placed) => x >= placed.x && x < placed.x + placed.width);
  return hit === undefined ? state : move.sortBy(spec, state, hit.column.id);
}

function clickRow<R>(scene: move.TableScene<R>, state: TableState, line: number): TableState {
  const count = shownRows(scene.spec, scene.rows, state).length;
  if (line < 0 || line >= scene.height) return state;
  const top = topRow(state.top, cursorAt(scene.spec, scene.rows, state), count, scene.height);
  return top + line < count ? move.moveTo(scene, { ...state, top }, top + line) : state;
}

/** `4`, `3 of 12`, with what is marked; `sorted by name ▲ · / n100`. */
export function tableHead<R>(spec: TableSpec<R>, rows: readonly R[], state: TableState): PaneHead {
  const shown = shownRows(spec, rows, state).length;
  const marked = rows.filter((row) => state.marks.includes(spec.id(row))).length;
  const count = [shown === rows.length ? `${shown}` : `${shown} of ${rows.length}`, ...(marked === 0 ? [] : [`${marked} marked`])].join(' · ');
  const sort = spec.columns.find(({ id }) => id === state.sort?.column);
  const words = [
    ...(sort === undefined ? [] : [`sorted by ${sort.title.toLowerCase()} ${state.sort?.down === true ? '▼' : '▲'}`]),
    ...(state.filter === '' ? [] : [`/ ${state.filter}`, ...(filterOf(spec, state.filter).problem === undefined ? [] : ['! no regex yet'])]),
  ];
  return words.length === 0 ? { count } : { count, mode: words.join(' · ') };
}

/** The rows that are shown as text, every column as wide as it needs: what copy mode takes. */
export function tableCopy<Own extends HasTable, R>({ spec, rows }: PaneTable<Own, R>, view: PaneView<Own>): readonly string[] {
  const columns = spec.columns.filter((column) => isPicked(column, view.own.table));
  const shown = shownRows(spec, rows(view), view.own.table);
  const cells = [columns.map(({ title }) => title), ...shown.map((row) => columns.map((column) => column.text(row, view.now) ?? MISSING))];
  const widths = columns.map((_, index) => cells.reduce((most, line) => Math.max(most, cellsOf(line[index] ?? '')), 0));
  return cells.map((line) => line.map((text, index) => fitted(text, widths[index] ?? 0, columns[index]?.align)).join('  ').trimEnd());
}
