import type { Canvas } from '../canvas.ts';
import { pane, type PaneHead, type PaneSize, type PaneView } from '../pane.ts';
import { cut } from '../widgets/cells.ts';
import { drawEmpty } from '../widgets/empty.ts';
import { drawFields, fieldLines } from '../widgets/fields.ts';
import { inset } from '../widgets/inset.ts';
import { isStale } from '../widgets/stale.ts';
import { FIRST_TABLE, type TableState } from '../widgets/table/column.ts';
import { cursorRow, targetIds } from '../widgets/table/cursor.ts';
import { drawTable } from '../widgets/table/draw-table.ts';
import { type PaneTable, tableCopy, tableHead, tableParts } from '../widgets/table/pane-table.ts';
import { emptyOf, headWords, showHead, UP, waitWords } from './lab-words.ts';
import { NODE_TABLE } from './node-columns.ts';
import { nodeFields } from './node-details.ts';
import { type NodeRow, nodeRows } from './node-rows.ts';

interface Own {
  readonly table: TableState;
  /** Whether the details of the node under the cursor are shown. */
  readonly open: boolean;
}

type View = PaneView<Own>;

const TABLE: PaneTable<Own, NodeRow> = { spec: NODE_TABLE, rows: ({ state }) => nodeRows(state), around: (view, size) => ({ above: 0, below: detailLines(view, size) }) };
const PARTS = tableParts(TABLE);

/** Details take the lower part, as much as they need and leave four rows of the table. */
function detailLines({ own, state }: View, { height }: PaneSize): number {
  const row = own.open ? cursorRow(NODE_TABLE, nodeRows(state), own.table) : undefined;
  return row === undefined ? 0 : Math.max(0, Math.min(nodeFields(state, row).length + 1, height - 5));
}

function head({ state, own, now }: View): PaneHead {
  const { count, mode } = tableHead(NODE_TABLE, nodeRows(state), own.table);
  const words = [headWords(state, state.domains, now), mode].filter((each) => each !== undefined);
  return { ...(count === undefined ? {} : { count }), ...(words.length === 0 ? {} : { mode: words.join(' · ') }) };
}

function draw(canvas: Canvas, view: View): void {
  const { state, own, focused, now } = view;
  const rows = nodeRows(state);
  if (rows.length === 0) return drawEmpty(canvas, emptyOf(state, state.domains, 'nodes in the lab file', now));
  const below = detailLines(view, canvas);
  drawTable(inset(canvas, 0, 0, canvas.width, canvas.height - below), NODE_TABLE, rows, own.table, { focused, now, stale: isStale(state.domains) });
  showHead(canvas, state, state.domains);
  if (below > 0) drawDetails(inset(canvas, 0, canvas.height - below, canvas.width, below), view, rows);
  else drawHint(canvas, view, rows.length + 2);
}

function drawDetails(canvas: Canvas, { state, own }: View, rows: readonly NodeRow[]): void {
  const row = cursorRow(NODE_TABLE, rows, own.table);
  if (row === undefined) return;
  canvas.fill(0, 0, canvas.width, 1, 'border', '─');
  drawFields(inset(canvas, 0, 1, canvas.width, canvas.height - 1), nodeFields(state, row));
}

/** Below the rows of a lab that is down: what to press, or what is under way already. */
function drawHint(canvas: Canvas, { state, now }: View, y: number): void {
  const isDown = nodeRows(state)[0]?.state === 'down';
  if (isDown && y < canvas.height) canvas.text(3, y, cut(waitWords(state, now) ?? UP, canvas.width - 4), 'dim');
}

/** The inner nodes, one joined row each, and the details of one. */
export const nodesPane = pane<Own>({
  id: 'nodes',
  title: 'Nodes',
  scope: 'nodes',
  shows: ['domains', 'bridges', 'tc', 'leases', 'rates'],
  initial: { table: FIRST_TABLE, open: false },
  head,
  draw,
  ...PARTS,
  acts: { ...PARTS.acts, 'pane.open': ({ own }) => ({ ...own, open: !own.open }) },
  target: ({ state, own }) => ({ node: targetIds(NODE_TABLE, nodeRows(state), own.table) }),
  mouse: (view, size, at) => (at.what === 'double' ? { ...view.own, open: !view.own.open } : PARTS.mouse(view, size, at)),
  copy: (view) => [...tableCopy(TABLE, view), ...copyDetails(view)],
});

function copyDetails({ state, own }: View): readonly string[] {
  const row = own.open ? cursorRow(NODE_TABLE, nodeRows(state), own.table) : undefined;
  return row === undefined ? [] : ['', ...fieldLines(nodeFields(state, row))];
}
