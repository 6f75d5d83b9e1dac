import { type Pane, pane } from '../pane.ts';
import { drawEmpty } from '../widgets/empty.ts';
import { commandLogPane } from './command-log.ts';
import { fabricPane } from './fabric.ts';
import { fdbPane } from './fdb.ts';
import { flowsPane } from './flows.ts';
import { logPane } from './log.ts';
import { monitorPane } from './monitor.ts';
import { nodePane } from './node.ts';
import { nodesPane } from './nodes.ts';
import { outerVmPane } from './outer-vm.ts';
import { serialPane } from './serial.ts';
import { snapshotsPane } from './snapshots.ts';
import { timelinePane } from './timeline.ts';
import { topologyPane } from './topology.ts';
import { xrayPane } from './xray.ts';

/** Every pane that a layout can name. */
export const PANES: readonly Pane[] = [nodesPane, outerVmPane, fabricPane, timelinePane, serialPane, logPane, xrayPane, commandLogPane, snapshotsPane, nodePane, monitorPane, topologyPane, fdbPane, flowsPane];

const BY_ID: ReadonlyMap<string, Pane> = new Map(PANES.map((each) => [each.id, each]));
const strays = new Map<string, Pane>();

/** The pane that a layout means; for a name that none has, one that says so. The same record every time. */
export function paneOf(id: string): Pane {
  const known = BY_ID.get(id) ?? strays.get(id);
  if (known !== undefined) return known;
  const stray = strayPane(id);
  strays.set(id, stray);
  return stray;
}

/** A layout file may name what is not there: its place says so, and the rest of the screen goes on. */
function strayPane(id: string): Pane {
  const why = `no pane is called ${id}: the panes are ${PANES.map((each) => each.id).join(', ')}`;
  return pane({
    id,
    title: id,
    scope: 'pane',
    shows: [],
    initial: {},
    head: () => ({}),
    draw: (canvas) => drawEmpty(canvas, { why, press: 'the layout file names it', style: 'warn' }),
    acts: {},
  });
}
