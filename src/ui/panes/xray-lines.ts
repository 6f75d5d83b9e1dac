import type { LabState } from '../../store/state.ts';
import { type Xray, type XrayNode, xray } from '../../store/select/xray.ts';
import type { StyleName } from '../canvas.ts';
import { ageText } from '../widgets/ages.ts';
import { signOf } from '../widgets/signs.ts';
import { type TreeLine, treeLines, type TreeNode } from '../widgets/tree.ts';

/** A reading younger than this is of now; older ones say how old they are. */
const OLD_MS = 10_000;

/** The tree as it is drawn: sign, what it is, in which state, and since when or how old. */
export function xrayLines(state: LabState, closed: readonly string[], filter: string, now: number): readonly TreeLine[] {
  const { root, broken } = xray(state);
  const kept = filter === '' ? root : pruned(root, filter.toLowerCase());
  return kept === undefined ? [] : treeLines([drawn(kept, broken, now)], closed);
}

/** What matches, with all that it stands on. */
function pruned(node: XrayNode, wanted: string): XrayNode | undefined {
  if (`${node.label} ${node.state} ${node.says}`.toLowerCase().includes(wanted)) return node;
  const children = node.children.flatMap((child) => pruned(child, wanted) ?? []);
  return children.length === 0 ? undefined : { ...node, children };
}

function drawn(node: XrayNode, broken: XrayNode | undefined, now: number): TreeNode {
  const { id, label, state, says, children } = node;
  const right = ageOf(node, now);
  return {
    id,
    text: `${signOf(state).sign} ${label}  ${state === 'up' ? '' : `${state}: `}${says}`,
    style: node === broken ? 'bad' : styleOf(state),
    ...(right === undefined ? {} : { right }),
    children: children.map((child) => drawn(child, broken, now)),
  };
}

function styleOf(state: XrayNode['state']): StyleName {
  return state === 'up' ? 'text' : signOf(state).style;
}

/** How long it is so, where that is known; else how old the reading is. */
function ageOf({ since, at }: XrayNode, now: number): string | undefined {
  if (since !== undefined) return `for ${ageText(now - since) ?? ''}`;
  if (at === undefined) return undefined;
  return now - at < OLD_MS ? 'now' : `${ageText(now - at) ?? ''} ago`;
}

/** Moments whose ages are drawn. */
export function agesIn(lines: readonly XrayNode[], now: number): readonly number[] {
  return lines.flatMap(({ since, at }) => since ?? (at === undefined || now - at < OLD_MS ? [] : at));
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

export function everyNode(node: XrayNode): readonly XrayNode[] {
  return [node, ...node.children.flatMap(everyNode)];
}
