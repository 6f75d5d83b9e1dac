import { labIsDown } from '../../store/select/layers.ts';
import type { Canvas } from '../canvas.ts';
import { pane, type PaneHead, type PaneSize, type PaneView } from '../pane.ts';
import { drawEmpty, type Empty } from '../widgets/empty.ts';
import { inset } from '../widgets/inset.ts';
import { drawSpans, lineText } from '../widgets/spans.ts';
import { isStale } from '../widgets/stale.ts';
import { FIRST_TABLE } from '../widgets/table/column.ts';
import { cursorRow } from '../widgets/table/cursor.ts';
import { drawTable } from '../widgets/table/draw-table.ts';
import { type HasTable, type PaneTable, tableCopy, tableHead, tableParts } from '../widgets/table/pane-table.ts';
import type { LabSnapshot } from '../../model/outer-vm.ts';
import { emptyOf, headWords, showHead, UP } from './lab-words.ts';
import { preflight } from './snapshot-preflight.ts';
import { SNAPSHOT_TABLE, snapshotRows } from './snapshot-rows.ts';

type View = PaneView<HasTable>;

/** A rule and what save, restore and delete would come to. */
const BELOW = 4;

const TABLE: PaneTable<HasTable, LabSnapshot> = { spec: SNAPSHOT_TABLE, rows: ({ state }) => snapshotRows(state), around: (_view, size) => ({ above: 0, below: belowOf(size) }) };
const PARTS = tableParts(TABLE);

function belowOf({ height }: PaneSize): number {
  return height >= BELOW + 4 ? BELOW : 0;
}

const here = ({ state, own }: View): LabSnapshot | undefined => cursorRow(SNAPSHOT_TABLE, snapshotRows(state), own.table);

function head({ state, own, now }: View): PaneHead {
  const { count = '0', mode } = tableHead(SNAPSHOT_TABLE, snapshotRows(state), own.table);
  const words = [headWords(state, state.snapshots, now), mode ?? 'newest first'].filter((each) => each !== undefined);
  return { count, mode: words.join(' · ') };
}

/** Snapshots lie in the disk of a lab that is off as well; what cannot be read says why. */
function noneOf({ state, now }: View): Empty {
  if (state.snapshots.state !== 'fresh') return emptyOf(state, state.snapshots, 'snapshots', now);
  if (labIsDown(state)) return { why: 'no snapshot of the whole lab yet', press: UP };
  return { why: 'no snapshot of the whole lab yet', press: 'S saves one: memory and disk of the outer VM and of every node in it' };
}

function draw(canvas: Canvas, view: View): void {
  const { state, own, focused, now } = view;
  const rows = snapshotRows(state);
  if (rows.length === 0) return drawNone(canvas, view);
  const below = belowOf(canvas);
  drawTable(inset(canvas, 0, 0, canvas.width, canvas.height - below), SNAPSHOT_TABLE, rows, own.table, { focused, now, stale: isStale(state.snapshots) });
  showHead(canvas, state, state.snapshots);
  if (below === 0) return;
  canvas.fill(0, canvas.height - below, canvas.width, 1, 'border', '─');
  preflight(state, here(view)).forEach((line, y) => drawSpans(canvas, 1, canvas.height - below + 1 + y, line));
}

function drawNone(canvas: Canvas, view: View): void {
  const { state } = view;
  drawEmpty(canvas, noneOf(view));
  if (state.snapshots.state === 'fresh' && canvas.height >= BELOW) preflight(state, undefined).forEach((line) => drawSpans(canvas, 1, canvas.height - 1, line));
}

/** The whole lab's snapshots: what is in each, and what it would take to save, restore or delete one. */
export const snapshotsPane = pane<HasTable>({
  id: 'snapshots',
  title: 'Snapshots',
  scope: 'snapshots',
  shows: ['snapshots', 'outer', 'domains'],
  initial: { table: FIRST_TABLE },
  head,
  draw,
  ...PARTS,
  target: (view) => {
    const snapshot = here(view);
    return snapshot === undefined ? {} : { name: snapshot.name };
  },
  copy: (view) => [...tableCopy(TABLE, view), '', ...preflight(view.state, here(view)).map(lineText)],
});
