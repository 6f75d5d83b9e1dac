import { labIsDown } from '../../store/select/layers.ts';
import type { Canvas } from '../canvas.ts';
import { pane, type PaneAct, type PaneHead, type PaneMouse, type PaneSize, type PaneView } from '../pane.ts';
import { drawEmpty } from '../widgets/empty.ts';
import { drawSpans, lineText } from '../widgets/spans.ts';
import { topRow } from '../widgets/table/cursor.ts';
import { emptyOf, headWords, showHead } from './lab-words.ts';
import { type TopologyLine, topologyLines } from './topology-lines.ts';
import { topology, type TopologyLink } from './topology-links.ts';

interface Own {
  /** Id of the link under the cursor; until it was moved, the first. */
  readonly cursor?: string;
  readonly top: number;
}

type View = PaneView<Own>;

const linksOf = ({ state }: View): readonly TopologyLink[] => topology(state).flatMap(({ links }) => links);

function placeOf(view: View): number {
  return Math.max(0, linksOf(view).findIndex(({ id }) => id === view.own.cursor));
}

const linkHere = (view: View): TopologyLink | undefined => linksOf(view)[placeOf(view)];

/** The first line that is drawn: as before, as far as that shows the cursor with the border around it. */
function topOf(lines: readonly TopologyLine[], view: View, height: number): number {
  const here = linkHere(view)?.id;
  const at = here === undefined ? -1 : lines.findIndex(({ id }) => id === here);
  const withTitle = topRow(view.own.top, Math.max(0, at - 1), lines.length, height);
  return topRow(withTitle, Math.min(lines.length - 1, at + 1), lines.length, height);
}

function draw(canvas: Canvas, view: View): void {
  const { state, focused, now } = view;
  const switches = topology(state);
  if (switches.length === 0 || labIsDown(state)) return drawEmpty(canvas, emptyOf(state, state.bridges, 'switches', now));
  const lines = topologyLines(switches, canvas.width);
  const top = topOf(lines, view, canvas.height);
  const here = linkHere(view)?.id;
  lines.slice(top, top + canvas.height).forEach(({ id, line }, y) => {
    const end = drawSpans(canvas, 0, y, line);
    if (focused && id !== undefined && id === here) canvas.restyle(0, y, end, 1, 'selected');
  });
  showHead(canvas, state, state.bridges);
}

function head(view: View): PaneHead {
  const links = linksOf(view);
  const down = links.filter(({ state }) => state === 'down').length;
  const stale = headWords(view.state, view.state.bridges, view.now);
  return { count: down === 0 ? `${links.length} links` : `${down} of ${links.length} links down`, ...(stale === undefined ? {} : { mode: stale }) };
}

function moveTo(place: (view: View, size: PaneSize) => number): PaneAct<Own> {
  return (view, size) => {
    const links = linksOf(view);
    const cursor = links[Math.max(0, Math.min(place(view, size), links.length - 1))]?.id;
    return cursor === undefined || cursor === view.own.cursor ? view.own : { cursor, top: topOf(topologyLines(topology(view.state), size.width), { ...view, own: { ...view.own, cursor } }, size.height) };
  };
}

function mouse(view: View, size: PaneSize, { y, what }: PaneMouse): Own {
  if (what === 'wheel-up' || what === 'wheel-down') return moveTo(() => placeOf(view) + (what === 'wheel-up' ? -3 : 3))(view, size, '');
  const lines = topologyLines(topology(view.state), size.width);
  const id = lines[topOf(lines, view, size.height) + y]?.id;
  return id === undefined || id === view.own.cursor ? view.own : { ...view.own, cursor: id };
}

/** The switch as it is wired: its ports, the nodes behind them, and what each link does to what passes. */
export const topologyPane = pane<Own>({
  id: 'topology',
  title: 'Topology',
  scope: 'topology',
  shows: ['bridges', 'domains', 'tc', 'leases', 'links'],
  initial: { top: 0 },
  head,
  draw,
  acts: {
    'pane.down': moveTo((view) => placeOf(view) + 1),
    'pane.up': moveTo((view) => placeOf(view) - 1),
    'pane.page-down': moveTo((view, { height }) => placeOf(view) + height - 1),
    'pane.page-up': moveTo((view, { height }) => placeOf(view) - height + 1),
    'pane.first': moveTo(() => 0),
    'pane.last': moveTo(() => Infinity),
  },
  target: (view) => {
    const link = linkHere(view);
    return { ...(link?.node === undefined ? {} : { node: [link.node] }), ...(link?.port === undefined ? {} : { port: link.port }) };
  },
  opens: (view) => {
    const link = linkHere(view);
    if (link === undefined) return undefined;
    return link.node === undefined ? { pane: 'fabric' } : { pane: 'node', about: link.node };
  },
  point: (own, name) => ({ ...own, cursor: name }),
  mouse,
  copy: ({ state }) => topologyLines(topology(state), 96).map(({ line }) => lineText(line).trimEnd()),
});
