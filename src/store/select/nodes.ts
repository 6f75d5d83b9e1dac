import type { Domain, DomainInterface } from '../../model/domain.ts';
import type { LabNode, NodeNic } from '../../model/lab-node.ts';
import type { WantedNode } from '../../model/lab.ts';
import type { Lease } from '../../model/link.ts';
import type { OvsBridge, OvsInterface, OvsPort } from '../../model/ovs.ts';
import type { Qdisc } from '../../model/qdisc.ts';
import { valueOf } from '../../model/reading.ts';
import type { LabState } from '../state.ts';
import { remembered } from './remembered.ts';

/** An OVS interface with the port and the bridge it belongs to. */
interface Plug {
  readonly bridge: OvsBridge;
  readonly port: OvsPort;
  readonly iface: OvsInterface;
}

/** What a node is joined with, found by key: hundreds of nodes on thousands of ports must not be searched through one by one. */
interface Joined {
  readonly plugsByMac: ReadonlyMap<string, readonly Plug[]>;
  readonly plugsByDevice: ReadonlyMap<string, readonly Plug[]>;
  readonly qdiscsByDevice: ReadonlyMap<string, readonly Qdisc[]>;
  readonly leasesByMac: ReadonlyMap<string, readonly Lease[]>;
}

/**
 * The joined row per node, in the lab file's order, from the last good readings: VM, tap, OVS port, qdiscs and address belong
 * together by MAC and external_ids, never because their names look alike.
 */
export const labNodes = remembered(
  (state: LabState) => [state.wanted, valueOf(state.domains), valueOf(state.bridges), valueOf(state.tc), valueOf(state.leases)] as const,
  (wanted, domains, bridges, tc, leases): readonly LabNode[] => {
    const joined = joinedOf(plugsOf(bridges ?? []), tc?.qdiscs ?? [], leases ?? []);
    const domainOf = domainFinder(domains ?? []);
    return wanted.nodes.map((node) => row(node, domainOf(node), joined, wanted.k3s));
  },
);

function joinedOf(plugs: readonly Plug[], qdiscs: readonly Qdisc[], leases: readonly Lease[]): Joined {
  return {
    plugsByMac: Map.groupBy(plugs, ({ iface }) => iface.externalIds['attached-mac']?.toLowerCase() ?? ''),
    plugsByDevice: Map.groupBy(plugs, ({ iface }) => iface.name),
    qdiscsByDevice: Map.groupBy(qdiscs, ({ dev }) => dev),
    leasesByMac: Map.groupBy(leases, ({ mac }) => mac.toLowerCase()),
  };
}

/** The domain of a node: of its name, else the first that has one of its MACs. */
function domainFinder(domains: readonly Domain[]): (node: WantedNode) => Domain | undefined {
  const byName = Map.groupBy(domains, ({ name }) => name);
  return (node) => byName.get(node.name)?.[0] ?? withMac(domains, new Set(node.nics.map(({ mac }) => mac)));
}

function withMac(domains: readonly Domain[], macs: ReadonlySet<string>): Domain | undefined {
  return domains.find(({ interfaces }) => interfaces.some(({ mac }) => macs.has(mac.toLowerCase())));
}

function row(node: WantedNode, domain: Domain | undefined, joined: Joined, k3s: string): LabNode {
  const wantedIp = node.nics.find((nic) => nic.ip !== undefined)?.ip;
  return {
    name: node.name,
    role: node.role,
    arch: node.arch,
    ...given({ wantedIp }),
    ...(domain === undefined ? {} : domainPart(domain)),
    nics: macsOf(node, domain).map((mac) => nicRow(mac, domain, joined)),
    k3s: k3sOf(node, k3s),
    unsupported: domain?.unsupported ?? [],
  };
}

/** The lab's one binary is for the outer VM's architecture; a node of another runs none of it. */
const BINARY_ARCH = 'x86_64';

function k3sOf({ arch }: WantedNode, ofLab: string): string {
  if (ofLab.startsWith('no k3s') || arch === BINARY_ARCH) return ofLab;
  return `no k3s on this node: the lab's binary is for ${BINARY_ARCH}, the node is ${arch}`;
}

function domainPart({ kind, state, uuid, vcpus, balloonKiB, maxMemoryKiB }: Domain) {
  return { kind, state, domainUuid: uuid, ...given({ vcpus, memoryKiB: balloonKiB ?? maxMemoryKiB }) };
}

/** MACs the lab file wants, then those only the domain has. */
function macsOf(node: WantedNode, domain: Domain | undefined): string[] {
  const had = domain?.interfaces.map(({ mac }) => mac.toLowerCase()) ?? [];
  return [...new Set([...node.nics.map(({ mac }) => mac.toLowerCase()), ...had])];
}

function nicRow(mac: string, domain: Domain | undefined, joined: Joined): NodeNic {
  const own = domain?.interfaces.find((each) => each.mac.toLowerCase() === mac);
  const plug = plugOf(mac, own, domain, joined);
  const tap = own?.target ?? plug?.iface.name;
  return {
    mac,
    ...given({ tap, ip: ipOf(joined.leasesByMac.get(mac) ?? []) }),
    ...(plug === undefined ? {} : { ovsPort: plug.port.name, bridge: plug.bridge.name, ...given({ ofport: ofportOf(plug.iface) }) }),
    qdiscs: tap === undefined ? [] : (joined.qdiscsByDevice.get(tap) ?? []),
  };
}

/**
 * libvirt writes `attached-mac` and `vm-id` (the domain's UUID) into external_ids of the interfaces it plugs in. Where a
 * driver writes none, the device that the domain itself names is the link.
 */
function plugOf(mac: string, own: DomainInterface | undefined, domain: Domain | undefined, { plugsByMac, plugsByDevice }: Joined): Plug | undefined {
  const marked = plugsByMac.get(mac) ?? [];
  const ofDomain = marked.filter(({ iface }) => domain !== undefined && iface.externalIds['vm-id'] === domain.uuid);
  // A start that failed can leave its port behind, marked like the one that is in use.
  const ours = ofDomain.find(({ iface }) => iface.name === own?.target) ?? ofDomain[0];
  const unowned = marked.find(({ iface }) => domain === undefined || iface.externalIds['vm-id'] === undefined);
  return ours ?? unowned ?? plugsByDevice.get(own?.target ?? '')?.[0];
}

/** -1 is OVS's word for an interface that the datapath refused (ovs-vswitchd.conf.db(5)). */
function ofportOf({ ofport }: OvsInterface): number | undefined {
  return ofport === -1 ? undefined : ofport;
}

const LEASE_TRUST = ['agent', 'dhcp', 'arp'] as const satisfies readonly Lease['source'][];

function ipOf(leases: readonly Lease[]): string | undefined {
  return leases.toSorted((a, b) => LEASE_TRUST.indexOf(a.source) - LEASE_TRUST.indexOf(b.source))[0]?.ip;
}

function plugsOf(bridges: readonly OvsBridge[]): Plug[] {
  return bridges.flatMap((bridge) => bridge.ports.flatMap((port) => port.interfaces.map((iface) => ({ bridge, port, iface }))));
}

/** Without the keys that hold undefined. */
function given<T extends Readonly<Record<string, unknown>>>(record: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
