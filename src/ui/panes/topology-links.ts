import type { LabNode, NodeNic } from '../../model/lab-node.ts';
import type { Link } from '../../model/link.ts';
import type { OvsBridge } from '../../model/ovs.ts';
import { valueOf } from '../../model/reading.ts';
import { labNodes } from '../../store/select/nodes.ts';
import { remembered } from '../../store/select/remembered.ts';
import type { LabState } from '../../store/state.ts';
import type { StyleName } from '../canvas.ts';
import { netemWords } from './netem-words.ts';
import { type PortRow, portRows } from './port-rows.ts';

/** One line out of a switch: a port with what is behind it, or a node that no port carries. */
export interface TopologyLink {
  readonly id: string;
  readonly bridge: string;
  /** OpenFlow's number; `L` for the bridge itself, `·` where there is none. */
  readonly number: string;
  readonly state: 'up' | 'down' | 'none';
  /** The node, else the device. */
  readonly name: string;
  readonly node?: string;
  readonly port?: string;
  readonly dev?: string;
  readonly ip?: string;
  /** It leads out of the switch to the outer VM. */
  readonly isHost: boolean;
  readonly words: string;
  readonly style: StyleName;
}

export interface TopologySwitch {
  readonly bridge: string;
  readonly links: readonly TopologyLink[];
}

/** OFPP_LOCAL (OpenFlow 1.0, 5.2.1) is the bridge itself. */
const LOCAL = 65534;

/** Every switch with its links in order of their numbers; nodes that no port carries are at the lab's own. */
export const topology = remembered(
  (state: LabState) => [valueOf(state.bridges), portRows(state), labNodes(state), valueOf(state.tc), valueOf(state.links), state.wanted.bridge] as const,
  (bridges, ports, nodes, tc, devices, wanted): readonly TopologySwitch[] => {
    const known: Known = { nodes: new Map(nodes.map((node) => [node.name, node])), qdiscs: Map.groupBy(tc?.qdiscs ?? [], ({ dev }) => dev), devices: new Map(devices?.map((device) => [device.name, device])) };
    const home = bridges?.find(({ name }) => name === wanted) ?? bridges?.[0];
    return (bridges ?? []).map((bridge) => {
      const own = ports.filter((row) => row.bridge === bridge).toSorted((a, b) => order(a) - order(b));
      const links = own.map((row) => portLink(row, known));
      return { bridge: bridge.name, links: bridge === home ? [...links, ...loose(nodes, bridge)] : links };
    });
  },
);

/** All that a port may belong together with, by name: there may be thousands. */
interface Known {
  readonly nodes: ReadonlyMap<string, LabNode>;
  readonly qdiscs: ReadonlyMap<string, NodeNic['qdiscs']>;
  readonly devices: ReadonlyMap<string, Link>;
}

/** The bridge itself first, what the datapath refused last. */
function order({ iface: { ofport } }: PortRow): number {
  return ofport === LOCAL ? 0 : ofport === undefined || ofport === -1 ? Infinity : ofport;
}

function portLink(row: PortRow, { nodes, qdiscs, devices }: Known): TopologyLink {
  const { bridge, port, iface, owner } = row;
  const node = nodes.get(owner ?? '');
  const ip = node === undefined ? addressOf(devices.get(iface.name)) : node.nics.find(({ ovsPort }) => ovsPort === port.name)?.ip;
  const refused = iface.ofport === undefined || iface.ofport === -1;
  const isUp = !refused && iface.adminState !== 'down' && iface.linkState !== 'down';
  return {
    id: iface.uuid,
    bridge: bridge.name,
    number: iface.ofport === LOCAL ? 'L' : refused ? '✗' : String(iface.ofport),
    state: isUp ? 'up' : isLocalOff(row) ? 'none' : 'down',
    name: node?.name ?? iface.name,
    ...(node === undefined ? {} : { node: node.name, dev: iface.name }),
    port: port.name,
    ...(ip === undefined ? {} : { ip }),
    isHost: owner === 'host',
    ...linkWords(row, netemWords(qdiscs.get(iface.name) ?? [])),
  };
}

/** A bridge whose own port is down is as it was made: nothing but the outer VM itself would use it. */
function isLocalOff({ iface: { ofport, adminState } }: PortRow): boolean {
  return ofport === LOCAL && adminState === 'down';
}

function addressOf(device: Link | undefined): string | undefined {
  return device?.addresses.find((address) => !address.includes(':'))?.replace(/\/.*/, '');
}

/** What is odd about a link, the worst first; STP where it says something. */
function linkWords({ port, iface }: PortRow, impaired: string | undefined): Pick<TopologyLink, 'words' | 'style'> {
  const stp = port.status['stp_state'];
  const role = port.status['stp_role'];
  const words = [
    iface.error,
    iface.adminState === 'down' ? 'off' : iface.linkState === 'down' ? 'no link' : undefined,
    stp === undefined || stp === 'forwarding' ? undefined : `stp ${stp}`,
    impaired,
    port.tag === undefined ? undefined : `vlan ${port.tag}`,
    port.trunks.length === 0 ? undefined : `trunk ${port.trunks.join(',')}`,
    role === 'root' ? 'stp root' : undefined,
  ].filter((word) => word !== undefined);
  const isBad = iface.error !== undefined || (iface.linkState === 'down' && iface.adminState !== 'down');
  return { words: words.join('  '), style: isBad ? 'bad' : impaired !== undefined || (stp !== undefined && stp !== 'forwarding') ? 'warn' : 'dim' };
}

/** NICs that are in no switch: their node is off, or its tap is not plugged in. */
function loose(nodes: readonly LabNode[], { name: bridge }: OvsBridge): readonly TopologyLink[] {
  return nodes.flatMap((node) => node.nics.filter(({ ovsPort }) => ovsPort === undefined).map((nic) => looseLink(node, nic, bridge)));
}

function looseLink(node: LabNode, { mac, ip, tap }: NodeNic, bridge: string): TopologyLink {
  const isOff = node.state === undefined || node.state === 'shut off';
  const known = ip ?? node.wantedIp;
  return {
    id: `${node.name}/${mac}`,
    bridge,
    number: '·',
    state: isOff ? 'none' : 'down',
    name: node.name,
    node: node.name,
    ...(tap === undefined ? {} : { dev: tap }),
    ...(known === undefined ? {} : { ip: known }),
    isHost: false,
    words: isOff ? (node.state ?? 'not defined') : `${node.state}, on no port`,
    style: isOff ? 'dim' : 'bad',
  };
}
