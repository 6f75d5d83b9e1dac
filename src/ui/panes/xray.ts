import { type XrayNode, xray } from '../../store/select/xray.ts';
import type { LabState } from '../../store/state.ts';
import type { Canvas } from '../canvas.ts';
import { pane, type PaneAct, type PaneHead, type PaneJump, type PaneMouse, type PaneSize, type PaneView } from '../pane.ts';
import { cut } from '../widgets/cells.ts';
import { inset } from '../widgets/inset.ts';
import { topRow } from '../widgets/table/cursor.ts';
import { drawTree, FIRST_TREE, moveTree, toggleTree, treeCursor, type TreeLine, type TreeState } from '../widgets/tree.ts';
import { aged, agedFrom, everyNode, verdictOf, xrayLines } from './xray-lines.ts';

interface Own {
  readonly tree: TreeState;
  readonly filter: string;
}

type View = PaneView<Own>;

/** The verdict and its fix. */
const ABOVE = 2;

const linesOf = ({ state, own }: View): readonly TreeLine[] => xrayLines(xray(state), own.tree.closed, own.filter);

function draw(canvas: Canvas, view: View): void {
  const verdict = verdictOf(xray(view.state));
  canvas.text(1, 0, cut(verdict.text, canvas.width - 2), verdict.style);
  if (verdict.fix === undefined) canvas.text(1, 1, cut('  ⏎ shows more of a layer   ←/→ folds and unfolds', canvas.width - 2), 'dim');
  else canvas.text(canvas.text(1, 1, '  fix  ', 'dim'), 1, cut(verdict.fix, canvas.width - 9), 'key');
  drawLines(inset(canvas, 0, ABOVE, canvas.width, canvas.height - ABOVE), view);
}

function drawLines(canvas: Canvas, view: View): void {
  const { own, focused, now } = view;
  const lines = linesOf(view);
  if (lines.length === 0) return void canvas.text(1, 0, cut(`nothing matches ${own.filter} · Esc shows all`, canvas.width - 2), 'dim');
  const top = topRow(own.tree.top, treeCursor(lines, own.tree), lines.length, canvas.height);
  const seen = (index: number): boolean => index >= top && index < top + canvas.height;
  drawTree(canvas, lines.map((line, index) => (seen(index) ? aged(line, now) : line)), own.tree, focused);
  for (const at of lines.slice(top, top + canvas.height).flatMap((line) => agedFrom(line, now) ?? [])) canvas.showsAge?.(at);
}

const nodesOf = (state: LabState): readonly XrayNode[] => everyNode(xray(state).root);

function head({ state, own }: View): PaneHead {
  const nodes = nodesOf(state);
  const bad = nodes.filter(({ state: each }) => each === 'failed' || each === 'down' || each === 'degraded').length;
  const mode = own.filter === '' ? {} : { mode: `/ ${own.filter}` };
  return { count: bad === 0 ? `${nodes.length}` : `${bad} of ${nodes.length} broken`, ...mode };
}

const heightOf = ({ height }: PaneSize): number => Math.max(1, height - ABOVE);

function move(by: (page: number) => number): PaneAct<Own> {
  return (view, size) => ({ ...view.own, tree: moveTree(linesOf(view), view.own.tree, by(heightOf(size)), heightOf(size)) });
}

const toggle: PaneAct<Own> = (view) => ({ ...view.own, tree: toggleTree(linesOf(view), view.own.tree) });

/** Closes what is open under the cursor; what is closed or has no parts leads to what it stands on. */
const close: PaneAct<Own> = (view, size) => {
  const lines = linesOf(view);
  const at = treeCursor(lines, view.own.tree);
  const line = lines[at];
  if (line === undefined) return view.own;
  if (line.open && line.node.children.length > 0) return toggle(view, size, '');
  const parent = lines.findLastIndex(({ node }, index) => index < at && node.children.some(({ id }) => id === line.node.id));
  return parent === -1 ? view.own : { ...view.own, tree: moveTree(lines, view.own.tree, parent - at, heightOf(size)) };
};

/** Opens what is closed under the cursor; what is open leads to its first part. */
const open: PaneAct<Own> = (view, size) => {
  const lines = linesOf(view);
  const line = lines[treeCursor(lines, view.own.tree)];
  if (line === undefined || line.node.children.length === 0) return view.own;
  return line.open ? move(() => 1)(view, size, '') : toggle(view, size, '');
};

const PANE_OF: Readonly<Record<string, string>> = {
  host: 'outer-vm', qemu: 'monitor', monitor: 'monitor', serial: 'serial', kernel: 'serial', systemd: 'outer-vm', channels: 'outer-vm', libvirt: 'nodes', ovs: 'fabric', dnsmasq: 'fdb',
  tap: 'topology', port: 'fabric', qdisc: 'fabric', ip: 'fdb',
};

/** The pane that shows more of what the cursor is on: of a node's own parts the one about them, of a node the one about it. */
function opens(view: View): PaneJump | undefined {
  const lines = linesOf(view);
  const id = lines[treeCursor(lines, view.own.tree)]?.node.id;
  if (id === undefined) return undefined;
  const [name = ''] = id.split('/');
  const about = view.state.wanted.nodes.some((node) => node.name === name) ? { about: name } : {};
  return { pane: PANE_OF[id.split('/').at(-1) ?? ''] ?? 'node', ...about };
}

function mouse(view: View, size: PaneSize, { y, what }: PaneMouse): Own {
  if (what === 'wheel-up' || what === 'wheel-down') return move(() => (what === 'wheel-up' ? -3 : 3))(view, size, '');
  const lines = linesOf(view);
  const at = treeCursor(lines, view.own.tree);
  const line = topRow(view.own.tree.top, at, lines.length, heightOf(size)) + y - ABOVE;
  if (y < ABOVE || line >= lines.length) return view.own;
  const tree = moveTree(lines, view.own.tree, line - at, heightOf(size));
  return { ...view.own, tree: what === 'double' ? toggleTree(lines, tree) : tree };
}

/** From the machine to the address of each node: what stands on what, and the outermost of it that is broken. */
export const xrayPane = pane<Own>({
  id: 'xray',
  title: 'X-ray',
  scope: 'xray',
  shows: ['outer', 'layers', 'domains', 'bridges', 'tc', 'leases'],
  initial: { tree: FIRST_TREE, filter: '' },
  head,
  draw,
  acts: {
    'pane.down': move(() => 1),
    'pane.up': move(() => -1),
    'pane.page-down': move((page) => page - 1),
    'pane.page-up': move((page) => 1 - page),
    'pane.first': move(() => -Infinity),
    'pane.last': move(() => Infinity),
    'pane.left': close,
    'pane.right': open,
    'table.mark': toggle,
    'pane.filter': ({ own }, _size, filter) => ({ ...own, filter, tree: { ...own.tree, top: 0 } }),
    'screen.dismiss': ({ own }) => (own.filter === '' ? own : { ...own, filter: '' }),
  },
  target: (view) => {
    const about = opens(view)?.about;
    return about === undefined ? {} : { node: [about] };
  },
  opens,
  writes: { 'pane.filter': ({ own }) => own.filter },
  point: (own, name) => ({ ...own, tree: { ...own.tree, cursor: name } }),
  mouse,
  copy: (view) => {
    const { text, fix } = verdictOf(xray(view.state));
    return [text, ...(fix === undefined ? [] : [`  fix  ${fix}`]), ...linesOf(view).map((line) => aged(line, view.now)).map(({ lead, node }) => [`${lead}${node.text}`, node.right].filter((each) => each !== undefined).join('   '))];
  },
});
