import { shellLine } from '../../command/shell-word.ts';
import type { Canvas } from '../canvas.ts';
import { pane, type PaneHead, type PaneSize, type PaneView } from '../pane.ts';
import { wrapped } from '../widgets/cells.ts';
import { drawEmpty } from '../widgets/empty.ts';
import { inset } from '../widgets/inset.ts';
import { FIRST_TABLE } from '../widgets/table/column.ts';
import { cursorRow } from '../widgets/table/cursor.ts';
import { drawTable } from '../widgets/table/draw-table.ts';
import { followActs, followed, following, type FollowsTable } from '../widgets/table/follow.ts';
import { type PaneTable, tableHead, tableParts } from '../widgets/table/pane-table.ts';
import { shownRows } from '../widgets/table/shown-rows.ts';
import { ACT_TABLE, type ActRow, actRows } from './act-rows.ts';
import { actScript } from './act-script.ts';

interface Own extends FollowsTable {
  /** Whether the whole argv of the act under the cursor is shown. */
  readonly open: boolean;
}

type View = PaneView<Own>;

const TABLE: PaneTable<Own, ActRow> = { spec: ACT_TABLE, rows: ({ state }) => actRows(state), around: (view, size) => ({ above: 0, below: detailLines(view, size) }) };
const PARTS = tableParts(TABLE);

function actHere({ state, own }: View): ActRow | undefined {
  const rows = actRows(state);
  return cursorRow(ACT_TABLE, rows, followed(rows, own, ACT_TABLE));
}

function details(view: View, width: number): readonly string[] {
  const act = view.own.open ? actHere(view) : undefined;
  return act === undefined ? [] : wrapped(`${act.machine}: ${shellLine(act.argv)}\n${act.command}, ${act.by}`, width - 2);
}

/** A rule and the argv, as much as leaves four rows of the table. */
function detailLines(view: View, { width, height }: PaneSize): number {
  const lines = details(view, width).length;
  return lines === 0 ? 0 : Math.max(0, Math.min(lines + 1, height - 5));
}

function head({ state, own }: View): PaneHead {
  const { count = '0', mode } = tableHead(ACT_TABLE, actRows(state), own.table);
  return { count, mode: [...(mode === undefined ? [] : [mode]), 'C copies a script', own.follow ? '↓ follow' : 'G follows'].join(' · ') };
}

function draw(canvas: Canvas, view: View): void {
  const { state, own, focused, now } = view;
  const rows = actRows(state);
  if (rows.length === 0) return drawEmpty(canvas, { why: 'nothing that changes the lab was run yet: every argv stands here with its result', press: ': palette runs a command   D before it shows what it would run' });
  const below = detailLines(view, canvas);
  drawTable(inset(canvas, 0, 0, canvas.width, canvas.height - below), ACT_TABLE, rows, followed(rows, own, ACT_TABLE), { focused, now });
  if (below === 0) return;
  canvas.fill(0, canvas.height - below, canvas.width, 1, 'border', '─');
  details(view, canvas.width).slice(0, below - 1).forEach((line, y) => canvas.text(1, canvas.height - below + 1 + y, line));
}

/** The marked acts as a script, else those that are shown. */
function copy({ state, own }: View): readonly string[] {
  const shown = shownRows(ACT_TABLE, actRows(state), own.table);
  const marked = shown.filter(({ id }) => own.table.marks.includes(id));
  return actScript(state.wanted.name, marked.length > 0 ? marked : shown);
}

/** Everything that was run for an operator, by whom, and what came of it. */
export const commandLogPane = pane<Own>({
  id: 'command-log',
  title: 'Command log',
  scope: 'command-log',
  shows: ['acts'],
  initial: { table: FIRST_TABLE, follow: true, open: false },
  head,
  draw,
  ...PARTS,
  acts: { ...followActs(TABLE, PARTS.acts), 'pane.open': ({ own }) => ({ ...own, open: !own.open }) },
  mouse: following(TABLE, PARTS.mouse),
  copy,
});
