import { valueOf } from '../../model/reading.ts';
import type { LabState } from '../../store/state.ts';
import type { Canvas } from '../canvas.ts';
import { pane, type PaneHead, type PaneSize, type PaneView } from '../pane.ts';
import { cut } from '../widgets/cells.ts';
import { drawEmpty } from '../widgets/empty.ts';
import { inset } from '../widgets/inset.ts';
import { isStale } from '../widgets/stale.ts';
import { FIRST_TABLE, type TableState } from '../widgets/table/column.ts';
import { cursorRow } from '../widgets/table/cursor.ts';
import { drawTable } from '../widgets/table/draw-table.ts';
import { type PaneTable, tableCopy, tableHead, tableParts } from '../widgets/table/pane-table.ts';
import { emptyOf, headWords, showHead } from './lab-words.ts';
import { PORT_TABLE } from './port-columns.ts';
import { bridgeWords, type PortRow, portRows } from './port-rows.ts';

interface Own {
  readonly table: TableState;
}

type View = PaneView<Own>;

const MOST_BRIDGES = 3;

const TABLE: PaneTable<Own, PortRow> = { spec: PORT_TABLE, rows: ({ state }) => portRows(state), around: ({ state }, size) => ({ above: bridgeLines(state, size), below: 0 }) };

/** A line per bridge, where that leaves room for its ports. */
function bridgeLines(state: LabState, { height }: PaneSize): number {
  return height < 5 ? 0 : Math.min(MOST_BRIDGES, valueOf(state.bridges)?.length ?? 0);
}

function head({ state, own, now }: View): PaneHead {
  const { count, mode } = tableHead(PORT_TABLE, portRows(state), own.table);
  const live = state.rates.state === 'fresh' ? 'live' : undefined;
  const words = [headWords(state, state.bridges, now), mode, live].filter((each) => each !== undefined);
  return { ...(count === undefined ? {} : { count }), ...(words.length === 0 ? {} : { mode: words.join(' · ') }) };
}

function draw(canvas: Canvas, { state, own, focused, now }: View): void {
  const rows = portRows(state);
  const isOff = valueOf(state.outer)?.state === 'off';
  if (rows.length === 0 || isOff) return drawEmpty(canvas, emptyOf(state, state.bridges, 'bridges and ports', now));
  const above = bridgeLines(state, canvas);
  valueOf(state.bridges)?.slice(0, above).forEach((bridge, y) => canvas.text(1, y, cut(bridgeWords(bridge), canvas.width - 2), isStale(state.bridges) ? 'stale' : 'text'));
  drawTable(inset(canvas, 0, above, canvas.width, canvas.height - above), PORT_TABLE, rows, own.table, { focused, now, stale: isStale(state.bridges) });
  showHead(canvas, state, state.bridges);
}

/** The port under the cursor: what is set up or down. */
function portTarget({ state, own }: View) {
  const row = cursorRow(PORT_TABLE, portRows(state), own.table);
  return row === undefined ? {} : { port: row.port.name };
}

/** The switch: its bridges, their ports and whose they are. */
export const fabricPane = pane<Own>({
  id: 'fabric',
  title: 'Fabric',
  scope: 'fabric',
  shows: ['bridges', 'domains', 'rates'],
  initial: { table: { ...FIRST_TABLE, sort: { column: 'port', down: false } } },
  head,
  draw,
  ...tableParts(TABLE),
  target: portTarget,
  copy: (view) => [...(valueOf(view.state.bridges)?.map(bridgeWords) ?? []), ...tableCopy(TABLE, view)],
});
