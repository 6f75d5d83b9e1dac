import { ageText } from '../widgets/ages.ts';
import { signOf } from '../widgets/signs.ts';
import { sparkline } from '../widgets/sparkline.ts';
import type { TableSpec } from '../widgets/table/column.ts';
import { bytesText, rateText } from '../widgets/units.ts';
import type { PortRow } from './port-rows.ts';

const GRAPH = 8;

/** The table of ports. Directions are the port's own: rx is what comes from the node. */
export const PORT_TABLE: TableSpec<PortRow> = {
  id: ({ iface }) => iface.name,
  columns: [
    { id: 'port', title: 'PORT', text: ({ iface }) => portText(iface.ofport), key: ({ iface }) => iface.ofport, align: 'right', width: 5, drop: 8 },
    { id: 'name', title: 'NAME', text: ({ iface }) => iface.name, width: 'fit', min: 8, max: 16 },
    { id: 'owner', title: 'OWNER', text: ({ owner }) => owner, width: 'fit', min: 8, max: 16, drop: 9 },
    { id: 'link', title: 'LINK', text: linkText, style: (row) => linkStyle(row), width: 6, grow: 1, drop: 6 },
    { id: 'rx', title: 'RX', text: ({ rates }) => rateText(rates?.rxBytesPerSec.now), key: ({ rates }) => rates?.rxBytesPerSec.now, align: 'right', width: 8, drop: 7 },
    { id: 'tx', title: 'TX', text: ({ rates }) => rateText(rates?.txBytesPerSec.now), key: ({ rates }) => rates?.txBytesPerSec.now, align: 'right', width: 8, drop: 7 },
    { id: 'drop', title: 'DROP', text: (row) => dropsOf(row)?.toString(), key: dropsOf, style: (row) => ((dropsOf(row) ?? 0) > 0 ? 'warn' : 'text'), align: 'right', width: 6, drop: 7 },
    { id: 'errors', title: 'ERRS', text: (row) => errorsOf(row)?.toString(), key: errorsOf, style: (row) => ((errorsOf(row) ?? 0) > 0 ? 'bad' : 'text'), align: 'right', width: 5, drop: 3 },
    { id: 'rx-graph', title: 'RX GRAPH', text: ({ rates }) => (rates === undefined ? undefined : sparkline(rates.rxBytesPerSec.history, GRAPH)), key: ({ rates }) => rates?.rxBytesPerSec.now, style: () => 'good', width: GRAPH, drop: 2 },
    { id: 'stp', title: 'STP', text: ({ port }) => port.status['stp_state'], style: ({ port }) => signOf(port.status['stp_state'] ?? 'off').style, width: 10, drop: 4 },
    { id: 'vlan', title: 'VLAN', text: ({ port }) => port.tag?.toString() ?? (port.trunks.length === 0 ? undefined : `trunk ${port.trunks.join(',')}`), key: ({ port }) => port.tag, width: 8, drop: 2 },
    { id: 'qos', title: 'QOS', text: qosText, width: 11, drop: 3 },
    { id: 'bridge', title: 'BRIDGE', text: ({ bridge }) => bridge.name, width: 'fit', min: 6, max: 16, drop: 2 },
    { id: 'rx-total', title: 'RX ALL', text: ({ iface }) => bytesText(iface.statistics['rx_bytes']), key: ({ iface }) => iface.statistics['rx_bytes'], align: 'right', width: 7, drop: 0 },
    { id: 'tx-total', title: 'TX ALL', text: ({ iface }) => bytesText(iface.statistics['tx_bytes']), key: ({ iface }) => iface.statistics['tx_bytes'], align: 'right', width: 7, drop: 0 },
    { id: 'mac', title: 'MAC', text: ({ iface }) => iface.externalIds['attached-mac'] ?? iface.mac, width: 17, drop: 0 },
    { id: 'type', title: 'TYPE', text: ({ iface }) => (iface.type === '' ? 'system' : iface.type), width: 8, drop: 0 },
    { id: 'age', title: 'AGE', text: ({ at }, now) => (at === undefined ? undefined : ageText(now - at)), key: ({ at }) => at, since: ({ at }) => at, align: 'right', width: 6, drop: 1 },
  ],
};

/** OFPP_LOCAL (OpenFlow 1.0, 5.2.1) is the bridge itself. */
const LOCAL = 65534;

function portText(ofport: number | undefined): string | undefined {
  if (ofport === LOCAL) return 'local';
  return ofport === undefined || ofport === -1 ? undefined : String(ofport);
}

/** A port that the datapath refused says why; else the link's own word. */
function linkText({ iface }: PortRow): string | undefined {
  if (iface.error !== undefined) return `✗ ${iface.error}`;
  if (iface.adminState === 'down') return '· off';
  return iface.linkState === undefined ? undefined : `${iface.linkState === 'up' ? '●' : '✗'} ${iface.linkState}`;
}

function linkStyle({ iface }: PortRow): 'bad' | 'dim' | 'good' {
  if (iface.error !== undefined) return 'bad';
  if (iface.adminState === 'down') return 'dim';
  return iface.linkState === 'down' ? 'bad' : 'good';
}

function dropsOf({ iface }: PortRow): number | undefined {
  return totalOf(iface.statistics, ['rx_dropped', 'tx_dropped']);
}

function errorsOf({ iface }: PortRow): number | undefined {
  return totalOf(iface.statistics, ['rx_errors', 'tx_errors']);
}

function totalOf(statistics: Readonly<Record<string, number>>, names: readonly string[]): number | undefined {
  const known = names.flatMap((name) => statistics[name] ?? []);
  return known.length === 0 ? undefined : known.reduce((all, value) => all + value, 0);
}

/** What limits it: the type of its QoS, or policing at its entrance. */
function qosText({ port, iface }: PortRow): string | undefined {
  const policed = iface.ingressPolicingRateKbitPerSec > 0 ? 'policed' : undefined;
  const words = [port.qos?.type.replace(/^linux-/, ''), policed].filter((word) => word !== undefined);
  return words.length === 0 ? undefined : words.join('+');
}
