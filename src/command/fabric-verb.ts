import type { LabNode, NodeNic } from '../model/lab-node.ts';
import type { Link } from '../model/link.ts';
import type { OvsBridge, OvsFdbEntry, OvsPort } from '../model/ovs.ts';
import type { Qdisc } from '../model/qdisc.ts';
import { valueOf } from '../model/reading.ts';
import { labNodes } from '../store/select/nodes.ts';
import type { LabState } from '../store/state.ts';
import { agesOf, type ReadingAge } from './ages.ts';
import { type Command, SHOWS } from './command.ts';
import { headOf, type LabHead } from './status-document.ts';

export interface FabricPort extends OvsPort {
  /** The node whose NIC this port is, joined by MAC and external_ids. */
  readonly node?: string;
  readonly mac?: string;
  readonly qdiscs: readonly Qdisc[];
  /** MAC addresses that the bridge learned behind it. */
  readonly learned: readonly string[];
}

export interface FabricBridge extends Omit<OvsBridge, 'ports'> {
  readonly ports: readonly FabricPort[];
}

/** What `fabric --json` prints. */
export interface FabricDocument extends LabHead {
  readonly bridges: readonly FabricBridge[];
  readonly links: readonly Link[];
  readonly readings: Readonly<Record<string, ReadingAge>>;
}

const SLOTS = ['bridges', 'fdb', 'tc', 'links', 'domains'] as const;

/** Bridges, ports, and what is behind each. */
export function fabricDocument(state: LabState, nowMs: number): FabricDocument {
  const parts = { nodes: labNodes(state), fdb: valueOf(state.fdb) ?? [], qdiscs: valueOf(state.tc)?.qdiscs ?? [] };
  const bridges = (valueOf(state.bridges) ?? []).map((bridge) => ({ ...bridge, ports: bridge.ports.map((port) => fabricPort(port, parts)) }));
  return { ...headOf(state), bridges, links: valueOf(state.links) ?? [], readings: agesOf(state, nowMs, SLOTS) };
}

interface Parts {
  readonly nodes: readonly LabNode[];
  readonly fdb: readonly OvsFdbEntry[];
  readonly qdiscs: readonly Qdisc[];
}

function fabricPort(port: OvsPort, { nodes, fdb, qdiscs }: Parts): FabricPort {
  const owner = nodes.flatMap(({ name, nics }) => nics.map((nic) => ({ name, nic }))).find(({ nic }) => nic.ovsPort === port.name);
  const numbers = port.interfaces.map(({ ofport }) => String(ofport));
  return {
    ...port,
    ...(owner === undefined ? {} : ownerOf(owner)),
    qdiscs: qdiscs.filter(({ dev }) => port.interfaces.some(({ name }) => name === dev)),
    learned: fdb.filter((entry) => numbers.includes(entry.port)).map(({ mac }) => mac),
  };
}

function ownerOf({ name, nic }: { readonly name: string; readonly nic: NodeNic }) {
  return { node: name, mac: nic.mac };
}

export const FABRIC_VERBS: readonly Command[] = [
  {
    ...SHOWS,
    id: 'fabric.show',
    cli: 'fabric',
    summary: 'show bridges, ports, and the node, queues and qdiscs behind each',
    reads: SLOTS,
    run: async (ctx) => fabricDocument(ctx.state(), ctx.now()),
    view: fabricDocument,
  },
];
