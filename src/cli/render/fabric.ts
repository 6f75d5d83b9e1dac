import type { FabricBridge, FabricDocument, FabricPort } from '../../command/fabric-verb.ts';
import { durationText } from '../../model/duration.ts';
import { type Column, table } from './table.ts';
import { unwellLines } from './status.ts';
import { bytesText } from './units.ts';
import type { View } from './view.ts';

/** Each bridge with a row per port. */
export function fabricText({ bridges, readings, ...head }: FabricDocument, view: View): string {
  const age = readings['bridges']?.ageMs;
  if (bridges.length === 0 && head.state === 'down') return unwellLines(head).join('\n').trim();
  if (age === undefined) return `no bridges were read yet${readings['bridges']?.failure === undefined ? '' : `: ${readings['bridges'].failure.what}`}`;
  const shown = bridges.map((bridge) => `${bridgeLine(bridge)}\n${table(COLUMNS, bridge.ports, view.width)}`);
  return [[...shown, `read ${durationText(age)} ago`].join('\n\n'), ...unwellLines(head)].join('\n');
}

function bridgeLine({ name, stpEnable, failMode, datapathId }: FabricBridge): string {
  return `bridge ${name}: STP ${stpEnable ? 'on' : 'off'}, fail mode ${failMode ?? '–'}, datapath ${datapathId ?? '–'}`;
}

const first = (port: FabricPort) => port.interfaces[0];
const counter = (port: FabricPort, name: string): string | undefined => {
  const bytes = first(port)?.statistics[name];
  return bytes === undefined ? undefined : bytesText(bytes);
};

const COLUMNS: readonly Column<FabricPort>[] = [
  { title: 'port', cell: ({ name }) => name },
  { title: 'node', cell: ({ node }) => node },
  { title: 'type', cell: (port) => first(port)?.type || 'system' },
  { title: 'ofport', cell: (port) => first(port)?.ofport, right: true },
  { title: 'link', cell: (port) => first(port)?.linkState },
  { title: 'stp', cell: ({ status }) => status['stp_state'] },
  { title: 'tag', cell: ({ tag, trunks }) => tag ?? (trunks.length === 0 ? undefined : trunks.join(',')) },
  { title: 'qos', cell: ({ qos }) => qos?.type },
  { title: 'policing', cell: (port) => policing(first(port)?.ingressPolicingRateKbitPerSec ?? 0) },
  { title: 'qdiscs', cell: ({ qdiscs }) => qdiscs.map(({ kind }) => kind).join('+') },
  { title: 'rx', cell: (port) => counter(port, 'rx_bytes'), right: true },
  { title: 'tx', cell: (port) => counter(port, 'tx_bytes'), right: true },
  { title: 'error', cell: (port) => first(port)?.error },
];

function policing(kbitPerSec: number): string | undefined {
  return kbitPerSec === 0 ? undefined : `${kbitPerSec} kbit/s`;
}
