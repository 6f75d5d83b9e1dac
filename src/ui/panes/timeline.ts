import { type Pane, pane, type PaneView } from '../pane.ts';
import { drawEmpty } from '../widgets/empty.ts';
import { FIRST_TABLE } from '../widgets/table/column.ts';
import { drawTable } from '../widgets/table/draw-table.ts';
import { followActs, followed, following, type FollowsTable } from '../widgets/table/follow.ts';
import { type PaneTable, tableHead, tableParts } from '../widgets/table/pane-table.ts';
import { type Happening, HAPPENING_TABLE, happenings } from './happenings.ts';

const TABLE: PaneTable<FollowsTable, Happening> = { spec: HAPPENING_TABLE, rows: ({ state }) => happenings(state) };
const PARTS = tableParts(TABLE);

function head({ state, own }: PaneView<FollowsTable>) {
  const { count = '0', mode } = tableHead(HAPPENING_TABLE, happenings(state), own.table);
  return { count, mode: [...(mode === undefined ? ['all'] : [mode]), own.follow ? '↓ follow' : 'G follows'].join(' · ') };
}

/** One stream of everything that happened, the newest at its end. */
export const timelinePane: Pane = pane<FollowsTable>({
  id: 'timeline',
  title: 'Timeline',
  scope: 'timeline',
  shows: ['events', 'acts'],
  initial: { table: FIRST_TABLE, follow: true },
  head,
  draw: (canvas, { state, own, focused, now }) => {
    const rows = happenings(state);
    if (rows.length === 0) return drawEmpty(canvas, { why: 'nothing happened yet: events of the lab and what you run stand here', press: ': palette   ? help' });
    drawTable(canvas, HAPPENING_TABLE, rows, followed(rows, own, HAPPENING_TABLE), { focused, now });
  },
  ...PARTS,
  acts: followActs(TABLE, PARTS.acts),
  mouse: following(TABLE, PARTS.mouse),
  point: (own, id) => ({ table: { ...own.table, cursor: id }, follow: false }),
});
