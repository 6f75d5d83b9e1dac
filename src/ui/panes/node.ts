import { outerSilent } from '../../command/reachable.ts';
import type { VmDetails } from '../../command/vm-details.ts';
import { valueOf } from '../../model/reading.ts';
import type { LabState } from '../../store/state.ts';
import type { Canvas, StyleName } from '../canvas.ts';
import { pane, type PaneAsk, type PaneHead, type PaneView } from '../pane.ts';
import { ageText } from '../widgets/ages.ts';
import { drawEmpty } from '../widgets/empty.ts';
import { documentMode, documentParts, documentView, FIRST_DOCUMENT } from '../widgets/pane-document.ts';
import { drawText, type HasText } from '../widgets/pane-text.ts';
import { waitWords } from './lab-words.ts';
import { HEADING, nodeLines } from './node-lines.ts';
import { type NodeRow, nodeRows } from './node-rows.ts';

type View = PaneView<HasText>;

/** The node that is meant; where nobody chose one, the first. */
function rowOf({ state, about }: View): NodeRow | undefined {
  const rows = nodeRows(state);
  return about === undefined ? rows[0] : rows.find(({ node }) => node.name === about);
}

/** What libvirt said of this very node, and not of the one before it. */
function detailsOf({ answer }: View, { node }: NodeRow): VmDetails | undefined {
  const details = answer?.result as VmDetails | undefined;
  return details?.node === node.name ? details : undefined;
}

function linesOf(view: View): readonly string[] {
  const row = rowOf(view);
  return row === undefined ? [] : nodeLines(view.state, row, detailsOf(view, row));
}

/** Libvirt is asked again when what it would say has changed: the domain, or something that was done to it. */
function ask(view: View): PaneAsk | undefined {
  const row = rowOf(view);
  const domain = row === undefined ? undefined : valueOf(view.state.domains)?.find(({ uuid }) => uuid === row.node.domainUuid);
  if (row === undefined || domain === undefined || outerSilent(view.state) !== undefined) return undefined;
  const { name, state, id, vcpus, maxMemoryKiB, autostart, blocks, interfaces } = domain;
  const key = JSON.stringify([name, state, id, vcpus, maxMemoryKiB, autostart, blocks, interfaces, lastAct(view.state)]);
  return { key, id: 'vm.details', args: { node: row.node.name } };
}

/** When something was last done to nodes: snapshots of a node are in no reading. */
function lastAct({ acts }: LabState): number | undefined {
  return acts.findLast(({ command, status }) => command.startsWith('vm.') && status !== undefined)?.at;
}

function head(view: View): PaneHead {
  const row = rowOf(view);
  if (row === undefined) return {};
  return { count: row.node.name, mode: [askedWords(view, row), documentMode(documentView(view, linesOf(view)))].join(' · ') };
}

/** How old what libvirt said is, or why it said nothing. */
function askedWords({ answer, now, state }: View, row: NodeRow): string {
  if (answer?.failure !== undefined) return `! ${answer.failure.what}`;
  if (detailsOf({ answer } as View, row) !== undefined && answer !== undefined) return `libvirt asked ${ageText(now - answer.at) ?? ''} ago`;
  const silent = waitWords(state, now) ?? outerSilent(state);
  return silent ?? (row.node.state === undefined ? 'libvirt does not know it' : '… libvirt is asked');
}

const styleOf = (line: string): StyleName | undefined => (line.startsWith(HEADING) ? 'title' : line.startsWith('! ') ? 'warn' : undefined);

function draw(canvas: Canvas, view: View): void {
  const row = rowOf(view);
  if (row === undefined) return drawEmpty(canvas, noneOf(view));
  drawText(canvas, documentView(view, linesOf(view)), { why: '' }, styleOf);
  if (view.answer !== undefined) canvas.showsAge?.(view.answer.at);
}

function noneOf({ about }: View): { readonly why: string; readonly press: string } {
  return { why: about === undefined ? 'the lab file names no node' : `no node of this lab is called ${about}`, press: 'the cursor in Nodes chooses a node' };
}

/** All that is known of one node: the domain with its disks, NICs, limits and snapshots, and its XML. */
export const nodePane = pane<HasText>({
  id: 'node',
  title: 'Node',
  scope: 'node',
  shows: ['domains', 'bridges', 'tc', 'leases'],
  initial: FIRST_DOCUMENT,
  head,
  draw,
  ...documentParts(linesOf),
  target: (view) => {
    const row = rowOf(view);
    return row === undefined ? {} : { node: [row.node.name] };
  },
  ask,
});
