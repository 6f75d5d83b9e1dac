import type { Xray, XrayNode } from '../../store/select/xray.ts';
import type { StyleName } from '../canvas.ts';
import { ageText } from '../widgets/ages.ts';
import { signOf } from '../widgets/signs.ts';
import { type TreeLine, treeLines, type TreeNode } from '../widgets/tree.ts';

interface XrayTreeNode extends TreeNode {
  readonly since?: number;
  readonly at?: number;
}

/** A reading younger than this is of now; older ones say how old they are. */
const OLD_MS = 10_000;

let last: { readonly of: Xray; readonly closed: readonly string[]; readonly filter: string; readonly lines: readonly TreeLine[] } | undefined;

/** The lines of the tree without their ages: the same while nothing of it has changed. */
export function xrayLines(of: Xray, closed: readonly string[], filter: string): readonly TreeLine[] {
  if (last?.of !== of || last.closed !== closed || last.filter !== filter) last = { of, closed, filter, lines: linesOf(of, closed, filter) };
  return last.lines;
}

function linesOf({ root, broken }: Xray, closed: readonly string[], filter: string): readonly TreeLine[] {
  const kept = filter === '' ? root : pruned(root, filter.toLowerCase());
  return kept === undefined ? [] : treeLines([drawn(kept, broken)], closed);
}

/** What matches, with all that it stands on. */
function pruned(node: XrayNode, wanted: string): XrayNode | undefined {
  if (`${node.label} ${node.state} ${node.says}`.toLowerCase().includes(wanted)) return node;
  const children = node.children.flatMap((child) => pruned(child, wanted) ?? []);
  return children.length === 0 ? undefined : { ...node, children };
}

function drawn(node: XrayNode, broken: XrayNode | undefined): XrayTreeNode {
  const { id, label, state, says, since, at, children } = node;
  return {
    id,
    text: `${signOf(state).sign} ${label}  ${state === 'up' ? '' : `${state}: `}${says}`,
    style: node === broken ? 'bad' : styleOf(state),
    ...(since === undefined ? {} : { since }),
    ...(at === undefined ? {} : { at }),
    children: children.map((child) => drawn(child, broken)),
  };
}

function styleOf(state: XrayNode['state']): StyleName {
  return state === 'up' ? 'text' : signOf(state).style;
}

/** A line with its age: how long it is so, where that is known; else how old the reading is. */
export function aged(line: TreeLine, now: number): TreeLine {
  const { since, at } = line.node as XrayTreeNode;
  const right = since !== undefined ? `for ${ageText(now - since) ?? ''}` : at === undefined ? undefined : now - at < OLD_MS ? 'now' : `${ageText(now - at) ?? ''} ago`;
  return right === undefined ? line : { ...line, node: { ...line.node, right } };
}

/** The moment whose age is drawn in a line. */
export function agedFrom({ node }: TreeLine, now: number): number | undefined {
  const { since, at } = node as XrayTreeNode;
  return since ?? (at === undefined || now - at < OLD_MS ? undefined : at);
}

export interface VerdictLine {
  readonly text: string;
  readonly style: StyleName;
  readonly fix?: string;
}

/** The outermost thing that is broken, with what to do about it. */
export function verdictOf({ root, broken }: Xray): VerdictLine {
  if (broken !== undefined) return { text: `✗ lowest broken layer: ${named(broken)} is ${broken.state}: ${broken.says}`, style: 'bad', ...(broken.fix === undefined ? {} : { fix: broken.fix }) };
  const nodes = everyNode(root);
  const starting = nodes.find(({ state }) => state === 'starting');
  if (starting !== undefined) return { text: `… coming up: ${named(starting)}: ${starting.says}`, style: 'warn' };
  const unread = nodes.find(({ state, at }) => state === 'unknown' && at === undefined);
  if (unread !== undefined) return { text: `– ${named(unread)} was not read yet`, style: 'dim' };
  return { text: '✓ every layer holds', style: 'good' };
}

/** `address of n100-2`: parts of a node have no name of their own. */
function named({ id, label }: XrayNode): string {
  const [node = ''] = id.split('/');
  return node === id ? label : `${label} of ${node}`;
}

const flat = new WeakMap<XrayNode, readonly XrayNode[]>();

/** Every node of a tree, from its root on; the same list for the same tree. */
export function everyNode(root: XrayNode): readonly XrayNode[] {
  const known = flat.get(root);
  if (known !== undefined) return known;
  const nodes: XrayNode[] = [];
  const add = (node: XrayNode): void => {
    nodes.push(node);
    node.children.forEach(add);
  };
  add(root);
  flat.set(root, nodes);
  return nodes;
}
