import { outerSilent } from '../../command/reachable.ts';
import { durationText } from '../../model/duration.ts';
import { failureLine } from '../../model/failure.ts';
import type { OvsFlow } from '../../model/ovs.ts';
import { valueOf } from '../../model/reading.ts';
import type { LabState } from '../../store/state.ts';
import type { Canvas } from '../canvas.ts';
import { pane, type PaneAct, type PaneAsk, type PaneHead, type PaneView } from '../pane.ts';
import { ageText } from '../widgets/ages.ts';
import { drawEmpty, type Empty } from '../widgets/empty.ts';
import { FIRST_TABLE, type TableSpec } from '../widgets/table/column.ts';
import { drawTable } from '../widgets/table/draw-table.ts';
import { type HasTable, type PaneTable, tableHead, tableParts } from '../widgets/table/pane-table.ts';
import { bytesText } from '../widgets/units.ts';
import { UP } from './lab-words.ts';

interface Own extends HasTable {
  /** How often it was asked again by hand. */
  readonly again: number;
}

type View = PaneView<Own>;

interface FlowsAnswer {
  readonly bridge: string;
  readonly flows: readonly OvsFlow[];
}

const NONE: readonly OvsFlow[] = [];

const FLOW_TABLE: TableSpec<OvsFlow> = {
  id: ({ table, priority, match }) => `${table}/${priority}/${match}`,
  columns: [
    { id: 'table', title: 'TABLE', text: ({ table }) => String(table), key: ({ table }) => table, align: 'right', width: 5, drop: 5 },
    { id: 'priority', title: 'PRIO', text: ({ priority }) => String(priority), key: ({ priority }) => priority, align: 'right', width: 5, drop: 6 },
    { id: 'match', title: 'MATCH', text: ({ match }) => (match === '' ? 'any' : match), width: 'fit', min: 12, max: 60, grow: 1 },
    { id: 'actions', title: 'ACTIONS', text: ({ actions }) => actions, width: 'fit', min: 12, max: 60, grow: 1 },
    { id: 'packets', title: 'PACKETS', text: ({ packets }) => String(packets), key: ({ packets }) => packets, align: 'right', width: 9, drop: 7 },
    { id: 'bytes', title: 'BYTES', text: ({ bytes }) => bytesText(bytes), key: ({ bytes }) => bytes, align: 'right', width: 7, drop: 3 },
    { id: 'duration', title: 'FOR', text: ({ durationSec }) => durationText(durationSec * 1000), key: ({ durationSec }) => durationSec, align: 'right', width: 11, drop: 2 },
    { id: 'cookie', title: 'COOKIE', text: ({ cookie }) => cookie, width: 10, optional: true },
  ],
};

const answerOf = ({ answer }: View): FlowsAnswer | undefined => answer?.result as FlowsAnswer | undefined;
const rowsOf = (view: View): readonly OvsFlow[] => answerOf(view)?.flows ?? NONE;

const TABLE: PaneTable<Own, OvsFlow> = { spec: FLOW_TABLE, rows: rowsOf };
const PARTS = tableParts(TABLE);

/** The flows of the lab's bridge: asked when the pane is shown, when its ports are others, and by hand. */
function ask({ state, own }: View): PaneAsk | undefined {
  const { bridge } = state.wanted;
  if (outerSilent(state) !== undefined || valueOf(state.outer) === undefined) return undefined;
  return { key: `${bridge} ${portsOf(state, bridge)} ${own.again}`, id: 'fabric.flows', args: { bridge } };
}

function portsOf(state: LabState, name: string): string {
  return (valueOf(state.bridges) ?? []).find((bridge) => bridge.name === name)?.ports.map(({ uuid }) => uuid).join() ?? '';
}

function head(view: View): PaneHead {
  const { answer, own, now, state } = view;
  const { count = '0', mode } = tableHead(FLOW_TABLE, rowsOf(view), own.table);
  const asked = answer === undefined ? undefined : answer.failure === undefined ? `asked ${ageText(now - answer.at) ?? ''} ago` : `! ${answer.failure.what}`;
  const words = [asked, mode, '⏎ asks again'].filter((each) => each !== undefined);
  return { count: `${state.wanted.bridge} · ${count}`, mode: words.join(' · ') };
}

function noneOf({ state, answer }: View): Empty {
  const silent = outerSilent(state);
  if (silent !== undefined) return { why: `no flows: ${silent}`, press: UP };
  if (answer?.failure !== undefined) return { why: failureLine(answer.failure), press: 'Enter asks again', style: 'warn' };
  return answer === undefined ? { why: 'no flows yet: the switch is asked' } : { why: `${state.wanted.bridge} has no flows: it drops everything`, press: 'Enter asks again' };
}

function draw(canvas: Canvas, view: View): void {
  const rows = rowsOf(view);
  if (rows.length === 0 || outerSilent(view.state) !== undefined) return drawEmpty(canvas, noneOf(view));
  drawTable(canvas, FLOW_TABLE, rows, view.own.table, { focused: view.focused, now: view.now, stale: view.answer?.failure !== undefined });
  if (view.answer !== undefined) canvas.showsAge?.(view.answer.at);
}

const askAgain: PaneAct<Own> = ({ own }) => ({ ...own, again: own.again + 1 });

/** What the switch does with what comes in: its flows, with what each has matched. */
export const flowsPane = pane<Own>({
  id: 'flows',
  title: 'Flows',
  scope: 'flows',
  shows: ['outer', 'bridges'],
  initial: { table: FIRST_TABLE, again: 0 },
  head,
  draw,
  ...PARTS,
  acts: { ...PARTS.acts, 'pane.open': askAgain },
  ask,
});
