import { type FdbRow, fdbRows } from '../../command/fabric-tables.ts';
import { durationText } from '../../model/duration.ts';
import { lastGood, valueOf } from '../../model/reading.ts';
import { labIsDown } from '../../store/select/layers.ts';
import { labNodes } from '../../store/select/nodes.ts';
import type { LabState } from '../../store/state.ts';
import type { Canvas } from '../canvas.ts';
import { pane, type PaneHead, type PaneView } from '../pane.ts';
import { drawEmpty, type Empty } from '../widgets/empty.ts';
import { isStale } from '../widgets/stale.ts';
import { FIRST_TABLE, type TableSpec } from '../widgets/table/column.ts';
import { cursorRow } from '../widgets/table/cursor.ts';
import { drawTable } from '../widgets/table/draw-table.ts';
import { type HasTable, type PaneTable, tableHead, tableParts } from '../widgets/table/pane-table.ts';
import { emptyOf, headWords, showHead } from './lab-words.ts';

type View = PaneView<HasTable>;

let last: { readonly parts: readonly unknown[]; readonly rows: readonly FdbRow[] } | undefined;

/** The same rows while nothing they rest on has changed. */
function rowsOf(state: LabState): readonly FdbRow[] {
  const parts = [valueOf(state.fdb), valueOf(state.bridges), labNodes(state), valueOf(state.leases), valueOf(state.links)];
  if (last === undefined || parts.some((part, index) => part !== last?.parts[index])) last = { parts, rows: fdbRows(state) };
  return last.rows;
}

/** Whose MAC is this: what the switch learnt, with the node, the port and the address that belong to it. */
const FDB_TABLE: TableSpec<FdbRow> = {
  id: ({ bridge, vlan, mac }) => `${bridge ?? ''}/${vlan}/${mac}`,
  columns: [
    { id: 'mac', title: 'MAC', text: ({ mac }) => mac, width: 17 },
    { id: 'owner', title: 'WHOSE', text: ({ owner }) => owner ?? '! nobody of this lab', key: ({ owner }) => owner, style: ({ owner }) => (owner === undefined ? 'warn' : 'text'), width: 'fit', min: 8, max: 20, grow: 1 },
    { id: 'ip', title: 'IP', text: ({ ip }) => ip, width: 15, drop: 7 },
    { id: 'port', title: 'PORT', text: ({ port }) => (port === 'LOCAL' ? 'local' : port), key: ({ port }) => (port === 'LOCAL' ? 0 : Number(port)), align: 'right', width: 5, drop: 8 },
    { id: 'dev', title: 'DEVICE', text: ({ portName }) => portName, width: 'fit', min: 8, max: 16, drop: 6 },
    { id: 'vlan', title: 'VLAN', text: ({ vlan }) => (vlan === 0 ? undefined : String(vlan)), key: ({ vlan }) => vlan, align: 'right', width: 4, drop: 3 },
    { id: 'bridge', title: 'BRIDGE', text: ({ bridge }) => bridge, width: 'fit', min: 6, max: 16, drop: 2 },
    // The switch counts whole seconds since it saw a packet; between two readings the number stands.
    { id: 'seen', title: 'SEEN', text: ({ ageSec }) => `${durationText(ageSec * 1000)}`, key: ({ ageSec }) => ageSec, align: 'right', width: 10, drop: 5 },
  ],
};

const TABLE: PaneTable<HasTable, FdbRow> = { spec: FDB_TABLE, rows: ({ state }) => rowsOf(state) };
const PARTS = tableParts(TABLE);

function head({ state, own, now }: View): PaneHead {
  const { count = '0', mode } = tableHead(FDB_TABLE, rowsOf(state), own.table);
  const words = [headWords(state, state.fdb, now), mode].filter((each) => each !== undefined);
  return { count, ...(words.length === 0 ? {} : { mode: words.join(' · ') }) };
}

function noneOf(state: LabState, now: number): Empty {
  if (lastGood(state.fdb) === undefined || labIsDown(state)) return emptyOf(state, state.fdb, 'addresses', now);
  return { why: 'the switch has learnt no address: nothing was sent for five minutes', press: ': exec outer -- ping a node makes it learn' };
}

function draw(canvas: Canvas, { state, own, focused, now }: View): void {
  const rows = rowsOf(state);
  if (rows.length === 0 || labIsDown(state)) return drawEmpty(canvas, noneOf(state, now));
  drawTable(canvas, FDB_TABLE, rows, own.table, { focused, now, stale: isStale(state.fdb) });
  showHead(canvas, state, state.fdb);
}

/** The node that the address under the cursor belongs to. */
function nodeHere({ state, own }: View): string | undefined {
  const owner = cursorRow(FDB_TABLE, rowsOf(state), own.table)?.owner;
  return state.wanted.nodes.some(({ name }) => name === owner) ? owner : undefined;
}

/** The addresses that the switches have learnt. */
export const fdbPane = pane<HasTable>({
  id: 'fdb',
  title: 'Addresses',
  scope: 'table',
  shows: ['fdb', 'bridges', 'domains', 'leases', 'links'],
  initial: { table: FIRST_TABLE },
  head,
  draw,
  ...PARTS,
  target: (view) => {
    const node = nodeHere(view);
    const port = cursorRow(FDB_TABLE, rowsOf(view.state), view.own.table)?.portName;
    return { ...(node === undefined ? {} : { node: [node] }), ...(port === undefined ? {} : { port }) };
  },
  // A node is pointed at by the addresses that are its.
  point: (own, name) => ({ ...own, table: { ...own.table, filter: name, top: 0 } }),
  opens: (view) => {
    const node = nodeHere(view);
    return node === undefined ? undefined : { pane: 'node', about: node };
  },
});
