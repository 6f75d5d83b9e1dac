import type { FdbDocument, FdbRow } from '../../command/fabric-tables.ts';
import { durationText } from '../../model/duration.ts';
import type { OvsFlow } from '../../model/ovs.ts';
import { unwellLines } from './status.ts';
import { type Column, table } from './table.ts';
import { bytesText } from './units.ts';
import type { View } from './view.ts';

const FDB_COLUMNS: readonly Column<FdbRow>[] = [
  { title: 'mac', cell: ({ mac }) => mac },
  { title: 'whose', cell: ({ owner }) => owner },
  { title: 'ip', cell: ({ ip }) => ip },
  { title: 'port', cell: ({ port, portName }) => portName ?? port },
  { title: 'vlan', cell: ({ vlan }) => vlan, right: true },
  { title: 'seen', cell: ({ ageSec }) => `${durationText(ageSec * 1000)} ago` },
];

export function fdbText({ entries, readings: _readings, ...head }: FdbDocument, { width }: View): string {
  return [entries.length === 0 ? 'no address was learnt' : table(FDB_COLUMNS, entries, width), ...unwellLines(head)].join('\n');
}

const FLOW_COLUMNS: readonly Column<OvsFlow>[] = [
  { title: 'table', cell: ({ table: number }) => number, right: true },
  { title: 'priority', cell: ({ priority }) => priority, right: true },
  { title: 'match', cell: ({ match }) => match || 'all' },
  { title: 'actions', cell: ({ actions }) => actions },
  { title: 'packets', cell: ({ packets }) => packets, right: true },
  { title: 'bytes', cell: ({ bytes }) => bytesText(bytes), right: true },
];

export function flowsText({ flows }: { readonly flows: readonly OvsFlow[] }, { width }: View): string {
  return flows.length === 0 ? 'no flows' : table(FLOW_COLUMNS, flows, width);
}
