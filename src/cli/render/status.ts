import type { LayerRow, NodeRow, StatusDocument } from '../../command/status-document.ts';
import { durationText } from '../../model/duration.ts';
import { failureLine } from '../../model/failure.ts';
import { printable } from '../printable.ts';
import { snapshotWords } from './snapshots.ts';
import { toneOf } from './style.ts';
import { type Column, table } from './table.ts';
import { agoText, kibText } from './units.ts';
import type { View } from './view.ts';

/** The lab on one screen: what it is, its layers, its nodes, and the next step. */
export function statusText(document: StatusDocument, view: View): string {
  const { style } = view;
  const parts = [
    [`lab ${document.lab}: ${style(toneOf(document.state), document.state)}`, ...outerLines(document, view)],
    document.state === 'down' ? [] : ['', table(layerColumns(view), document.layers, view.width, (text, layer) => style(toneOf(layer.state), text)), ...failureLines(document.layers)],
    ['', table(nodeColumns(), document.nodes, view.width)],
    ['', `k3s: ${document.k3s}`, `snapshots: ${document.snapshots.map((each) => snapshotWords(each, view.nowMs)).join(', ') || 'none'}`],
    staleLines(document),
    document.next === undefined ? [] : ['', `next: ${document.next}`],
  ];
  return parts.flat().join('\n');
}

function outerLines({ outer, file, host, readings }: StatusDocument, { nowMs }: View): readonly string[] {
  const where = `file ${printable(file)}${host === undefined ? '' : `, on ${printable(host)}`}`;
  if (outer === null) return [where, `outer VM: not read yet${readings['outer']?.failure === undefined ? '' : ` (${readings['outer'].failure.what})`}`];
  if (outer.state === 'off') return [where];
  const up = agoText(outer.startedAt, nowMs);
  const words = [
    outer.state,
    outer.accelerator,
    outer.qemuVersion === undefined ? undefined : `QEMU ${outer.qemuVersion}`,
    outer.monitor === undefined ? undefined : `${outer.monitor.toUpperCase()} monitor`,
    outer.pid === undefined ? undefined : `pid ${outer.pid}`,
    outer.vcpus === undefined ? undefined : `${outer.vcpus} vCPUs`,
    outer.memoryMiB === undefined ? undefined : `${outer.memoryMiB} MiB`,
    up === undefined ? undefined : `since ${up}`,
  ];
  return [where, printable(`outer VM: ${words.filter((word) => word !== undefined).join(', ')}`), ...panicLines(outer.panicked)];
}

function panicLines(panicked: NonNullable<StatusDocument['outer']>['panicked']): readonly string[] {
  return panicked === undefined ? [] : ['its kernel panicked; the last lines of its serial console:', ...panicked.lastLines.map((line) => `  ${printable(line)}`)];
}

const layerColumns = ({ nowMs }: View): readonly Column<LayerRow>[] => [
  { title: 'layer', cell: ({ name }) => name },
  { title: 'state', cell: ({ state }) => state },
  { title: 'since', cell: ({ since }) => agoText(since, nowMs) },
  { title: 'read', cell: ({ at, ageMs }) => (at === 0 ? undefined : `${durationText(ageMs)} ago`) },
  { title: 'says', cell: ({ says }) => says },
];

const nodeColumns = (): readonly Column<NodeRow>[] => [
  { title: 'node', cell: ({ name }) => name },
  { title: 'role', cell: ({ role }) => role },
  { title: 'kind', cell: ({ kind }) => kind },
  { title: 'state', cell: ({ domain }) => domain },
  { title: 'memory', cell: ({ memoryKiB }) => kibText(memoryKiB), right: true },
  { title: 'ip', cell: ({ ip }) => ip },
  { title: 'tap', cell: ({ tap }) => tap },
  { title: 'ovs port', cell: ({ ovsPort }) => ovsPort },
  { title: 'qdiscs', cell: ({ qdiscs }) => qdiscs.join('+') },
];

export const NODE_COLUMNS = nodeColumns();

/** For verbs that show a part: that the whole is not up, and the next step. */
export function unwellLines({ lab, state, next }: Pick<StatusDocument, 'lab' | 'state' | 'next'>): readonly string[] {
  if (state === 'up' || next === undefined) return [];
  return ['', `lab ${lab}: ${state}`, `next: ${next}`];
}

function failureLines(layers: readonly LayerRow[]): readonly string[] {
  return layers.flatMap(({ name, failure }) => (failure === undefined ? [] : [printable(`${name}: ${failureLine(failure)}`, '\n')]));
}

/** Readings whose last try failed: what is shown of them is old. Of a lab that is down nothing else was to be expected. */
function staleLines({ readings, state: lab }: StatusDocument): readonly string[] {
  if (lab === 'down') return [];
  return Object.entries(readings).flatMap(([slot, { state, ageMs, failure }]) =>
    state === 'failed' ? [printable(`${slot}: ${ageMs === undefined ? 'never read' : `read ${durationText(ageMs)} ago`}; last try: ${failure?.what ?? 'failed'}`)] : [],
  );
}
