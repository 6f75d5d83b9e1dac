import { describe, expect, it } from 'vitest';
import type { PaneView } from '../../../src/ui/pane.ts';
import { FIRST_TABLE, type TableSpec, type TableState } from '../../../src/ui/widgets/table/column.ts';
import { cursorRow, targetIds } from '../../../src/ui/widgets/table/cursor.ts';
import { drawTable } from '../../../src/ui/widgets/table/draw-table.ts';
import { type PaneTable, tableActs, tableHead, tableMouse } from '../../../src/ui/widgets/table/pane-table.ts';
import { shownRows } from '../../../src/ui/widgets/table/shown-rows.ts';
import { EMPTY } from '../../store/empty.ts';
import { TextCanvas } from '../text-canvas.ts';

interface Row {
  readonly name: string;
  readonly cpu?: number;
  readonly note?: string;
  readonly at?: number;
}

const SPEC: TableSpec<Row> = {
  id: ({ name }) => name,
  columns: [
    { id: 'name', title: 'NAME', text: ({ name }) => name, width: 'fit', min: 4 },
    { id: 'cpu', title: 'CPU', text: ({ cpu }) => (cpu === undefined ? undefined : `${cpu} %`), key: ({ cpu }) => cpu, align: 'right', width: 5, style: ({ cpu = 0 }) => (cpu > 90 ? 'warn' : 'text') },
    { id: 'note', title: 'NOTE', text: ({ note }) => note, width: 6, grow: 1, drop: 2 },
    { id: 'age', title: 'AGE', text: ({ at }, now) => (at === undefined ? undefined : `${(now - at) / 1000} s`), since: ({ at }) => at, align: 'right', width: 5, drop: 1 },
    { id: 'secret', title: 'SECRET', text: () => 'x', width: 6, optional: true },
  ],
};

const ROWS: readonly Row[] = [{ name: 'vnet9', cpu: 4, note: 'first of them', at: 1000 }, { name: 'vnet10', cpu: 100 }, { name: 'ovs', note: 'host' }];

function drawn(width: number, height: number, state: Partial<TableState> = {}, rows = ROWS, look = {}): TextCanvas {
  const canvas = new TextCanvas(width, height);
  drawTable(canvas, SPEC, rows, { ...FIRST_TABLE, ...state }, { focused: true, now: 5000, ...look });
  return canvas;
}

describe('a table', () => {
  it('has its columns in place, numbers at the right, and a dash for what is missing', () => {
    expect(`\n${drawn(40, 5).toString()}`).toBe(`
   NAME      CPU  NOTE              AGE
 ▸ vnet9     4 %  first of them     4 s
   vnet10  100 %  –                   –
   ovs         –  host                –`);
  });

  it('leaves columns out when it is narrow, the least first', () => {
    expect(drawn(26, 2).lines()[0]).toBe('   NAME      CPU  NOTE');
    expect(drawn(19, 2).lines()[0]).toBe('   NAME      CPU');
    expect(drawn(15, 3).lines()).toEqual(['   NAME    CPU', ' ▸ vne…    4 %', '   vne…  100 %']);
  });

  it('keeps every column in its place when a value changes its width', () => {
    const wider = ROWS.map((row) => ({ ...row, cpu: 99 }));
    expect(drawn(40, 5, {}, wider).lines()[0]).toBe(drawn(40, 5).lines()[0]);
  });

  it('shows the cursor by a sign and, with the focus, by its style; the state of a cell by its own', () => {
    expect(drawn(40, 5).styled('selected')).toEqual(['1:▸ vnet9', '1:4 %', '1:first of them', '1:4 s']);
    expect(drawn(40, 5, {}, ROWS, { focused: false }).styled('selected')).toEqual([]);
    expect(drawn(40, 5).styled('warn')).toEqual(['2:100 %']);
    expect(drawn(40, 5, {}, ROWS, { stale: true }).styled('stale')).toContain('2:100 %');
  });

  it('says which ages it draws', () => {
    expect(drawn(40, 5).ages).toEqual([1000]);
    expect(drawn(26, 5).ages).toEqual([]);
  });

  it('says that a filter hides everything', () => {
    expect(drawn(60, 5, { filter: 'nothing' }).toString()).toContain('no row matches nothing · Esc shows all');
  });
});

describe('rows of a table', () => {
  const names = (state: Partial<TableState>) => shownRows(SPEC, ROWS, { ...FIRST_TABLE, ...state }).map(({ name }) => name);

  it('are sorted by any column, numbers in texts as numbers, what is missing last', () => {
    expect(names({ sort: { column: 'name', down: false } })).toEqual(['ovs', 'vnet9', 'vnet10']);
    expect(names({ sort: { column: 'name', down: true } })).toEqual(['vnet10', 'vnet9', 'ovs']);
    expect(names({ sort: { column: 'cpu', down: true } })).toEqual(['vnet10', 'vnet9', 'ovs']);
    expect(names({ sort: { column: 'cpu', down: false } })).toEqual(['vnet9', 'vnet10', 'ovs']);
    expect(names({ sort: { column: 'gone', down: false } })).toEqual(['vnet9', 'vnet10', 'ovs']);
  });

  it('are the same array while nothing changes', () => {
    const state = { filter: 'vnet', sort: { column: 'cpu', down: true } };
    expect(shownRows(SPEC, ROWS, state)).toBe(shownRows(SPEC, ROWS, { filter: 'vnet', sort: { column: 'cpu', down: true } }));
    expect(names(state)).toEqual(['vnet10', 'vnet9']);
  });
});

interface Own {
  readonly table: TableState;
}

const TABLE: PaneTable<Own, Row> = { spec: SPEC, rows: () => many };
const many: readonly Row[] = Array.from({ length: 500 }, (_, index) => ({ name: `n${index}`, cpu: index % 7 }));
const SIZE = { width: 40, height: 11 };

function acted(...words: readonly (string | readonly [string, string])[]): TableState {
  const acts = tableActs(TABLE);
  return words.reduce<Own>((own, each) => {
    const [id, word] = typeof each === 'string' ? [each, ''] : each;
    return acts[id]?.(viewOf(own), SIZE, word) ?? own;
  }, { table: FIRST_TABLE }).table;
}

const viewOf = (own: Own): PaneView<Own> => ({ state: EMPTY, rows: { first: 0, total: 0, rows: [] }, own, focused: true, now: 0 });

describe('keys of a table', () => {
  it('move the cursor, and what is seen with it', () => {
    expect(acted('pane.down', 'pane.down', 'pane.up')).toMatchObject({ cursor: 'n1', at: 1, top: 0 });
    expect(acted('pane.up')).toMatchObject({ cursor: 'n0' });
    expect(acted('pane.last')).toMatchObject({ cursor: 'n499', top: 490 });
    expect(acted('pane.last', 'pane.up')).toMatchObject({ cursor: 'n498', top: 490 });
    expect(acted('pane.page-down', 'pane.page-down')).toMatchObject({ cursor: 'n18', top: 9 });
    expect(acted('pane.page-down', 'pane.page-up', 'pane.page-up')).toMatchObject({ cursor: 'n0', top: 0 });
    expect(acted('pane.last', 'pane.first')).toMatchObject({ cursor: 'n0', top: 0 });
  });

  it('mark one, a range and all', () => {
    expect(acted('table.mark', 'pane.down', 'pane.down', 'table.mark-range').marks).toEqual(['n0', 'n1', 'n2', 'n3']);
    expect(acted('table.mark', 'pane.up', 'table.mark').marks).toEqual([]);
    expect(acted(['pane.filter', '/^n49/'], 'table.mark-all').marks).toHaveLength(11);
    expect(acted(['pane.filter', '/^n49/'], 'table.mark-all', 'table.mark-all').marks).toEqual([]);
    expect(targetIds(SPEC, many, acted('table.mark', 'table.mark'))).toEqual(['n0', 'n1']);
    expect(targetIds(SPEC, many, acted('pane.down'))).toEqual(['n1']);
  });

  it('sort by the column that left and right stand on, and turn the order', () => {
    expect(acted('table.sort').sort).toEqual({ column: 'name', down: false });
    expect(acted('pane.right', 'table.sort', 'table.sort').sort).toEqual({ column: 'cpu', down: true });
    expect(acted('pane.right', 'pane.right', 'pane.right', 'pane.right', 'pane.left', 'table.sort').sort).toEqual({ column: 'note', down: false });
    expect(acted(['table.sort', 'note']).sort).toEqual({ column: 'note', down: false });
    expect(acted(['table.sort', 'gone']).sort).toBeUndefined();
  });

  it('keep the cursor on its row while rows change their places, and on its place when the row goes away', () => {
    const down = acted('pane.down', 'pane.down');
    const turned = many.toReversed();
    expect(cursorRow(SPEC, turned, down)?.name).toBe('n2');
    expect(cursorRow(SPEC, many.filter(({ name }) => name !== 'n2'), down)?.name).toBe('n3');
    expect(cursorRow(SPEC, [], down)).toBeUndefined();
  });

  it('choose columns, but never none', () => {
    const shown = acted(['table.columns', 'secret'], ['table.columns', 'note']);
    expect(drawn(60, 2, shown).lines()[0]).toBe('   NAME      CPU    AGE  SECRET');
    expect(acted(['table.columns', 'name'], ['table.columns', 'cpu'], ['table.columns', 'note'], ['table.columns', 'age']).picked).toEqual({ name: false, cpu: false, note: false });
  });

  it('take the filter back first, then the marks', () => {
    const once = acted('table.mark', ['pane.filter', 'n4'], 'screen.dismiss');
    expect([once.filter, once.marks]).toEqual(['', ['n0']]);
    expect(acted('table.mark', 'screen.dismiss').marks).toEqual([]);
  });

  it('give the same object back when nothing changes', () => {
    const own = { table: acted('pane.first') };
    const acts = tableActs(TABLE);
    for (const id of ['pane.up', 'pane.first', 'pane.page-up', 'screen.dismiss', 'pane.filter']) expect(acts[id]?.(viewOf(own), SIZE, '')).toBe(own);
  });
});

describe('a table of thousands', () => {
  it('asks for the texts of the rows that are seen, and of no other, once it is filtered and sorted', () => {
    let asked = 0;
    const spec: TableSpec<Row> = { id: ({ name }) => name, columns: [{ id: 'name', title: 'NAME', width: 'fit', text: ({ name }) => (asked++, name) }] };
    const rows = Array.from({ length: 2000 }, (_, index) => ({ name: `vnet${index}` }));
    const state = { ...FIRST_TABLE, filter: 'vnet !99', sort: { column: 'name', down: true } };
    const draw = (top: number): number => {
      asked = 0;
      drawTable(new TextCanvas(40, 11), spec, rows, { ...state, top, at: top }, { focused: true, now: 0 });
      return asked;
    };
    expect(draw(0)).toBeGreaterThan(2000);
    expect([draw(0), draw(1000)]).toEqual([10, 10]);
  });
});

describe('the mouse in a table', () => {
  const at = (x: number, y: number, what: 'click' | 'wheel-up' | 'wheel-down', table = FIRST_TABLE) => tableMouse(TABLE)(viewOf({ table }), SIZE, { x, y, what }).table;

  it('takes a row, sorts by a title, scrolls', () => {
    expect(at(5, 3, 'click')).toMatchObject({ cursor: 'n2', top: 0 });
    expect(at(5, 3, 'click', acted('pane.last'))).toMatchObject({ cursor: 'n492', top: 490 });
    expect(at(12, 0, 'click').sort).toEqual({ column: 'cpu', down: false });
    expect(at(0, 0, 'wheel-down')).toMatchObject({ cursor: 'n3', top: 3 });
    expect(at(0, 0, 'wheel-up', acted('pane.last'))).toMatchObject({ cursor: 'n496', top: 487 });
    expect(at(5, 0, 'wheel-up')).toMatchObject({ top: 0 });
  });
});

describe('the head of a table', () => {
  it('says how many there are, how they are sorted and filtered, and what is marked', () => {
    expect(tableHead(SPEC, many, FIRST_TABLE)).toEqual({ count: '500' });
    expect(tableHead(SPEC, many, { ...FIRST_TABLE, filter: '/^n49/', sort: { column: 'cpu', down: true }, marks: ['n1', 'gone'] })).toEqual({ count: '11 of 500 · 1 marked', mode: 'sorted by cpu ▼ · / /^n49/' });
    expect(tableHead(SPEC, many, { ...FIRST_TABLE, filter: '/n(/' }).mode).toContain('no regex yet');
  });
});
