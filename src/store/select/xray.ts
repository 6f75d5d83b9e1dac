import type { Failure } from '../../model/failure.ts';
import type { LabNode, NodeNic } from '../../model/lab-node.ts';
import type { Layer, LayerName, LayerState } from '../../model/layer.ts';
import { lastGood, valueOf } from '../../model/reading.ts';
import type { LabState } from '../state.ts';
import { layers } from './layers.ts';
import { labNodes } from './nodes.ts';
import { remembered } from './remembered.ts';

/** One thing of the lab in the order in which each stands on the one around it. */
export interface XrayNode {
  /** Stable between readings: `n100-1/vnet0/qdisc`. */
  readonly id: string;
  readonly label: string;
  readonly state: LayerState;
  readonly says: string;
  /** Unix milliseconds since it is in this state, where that is known. */
  readonly since?: number;
  /** Unix milliseconds of the reading this rests on. */
  readonly at?: number;
  /** What to do about it when it is broken. */
  readonly fix?: string;
  readonly children: readonly XrayNode[];
}

export interface Xray {
  readonly root: XrayNode;
  /** The outermost thing that is broken while all it stands on is not; what stands on it cannot be judged. */
  readonly broken?: XrayNode;
}

/** What the tree rests on besides layers and nodes. */
type Read = Pick<LabState, 'wanted' | 'outer' | 'domains' | 'bridges' | 'tc' | 'leases'>;

const PARTS = (state: LabState) => [state.wanted, state.outer, state.domains, state.bridges, state.tc, state.leases, layers(state), labNodes(state)] as const;

/** From the machine it runs on to the address of each node: one tree, each with its own state, and the lowest broken layer by name. */
export const xray = remembered(PARTS, (wanted, outer, domains, bridges, tc, leases, known, nodes): Xray => {
  const root = host({ wanted, outer, domains, bridges, tc, leases }, (name) => known.find((layer) => layer.name === name) as Layer, nodes);
  const broken = firstBroken(root);
  return broken === undefined ? { root } : { root, broken };
});

const FIXES: Partial<Record<LayerName, string>> = {
  qemu: 'labdeck up',
  monitor: 'labdeck down --force, then labdeck up',
  kernel: 'labdeck snapshot restore ready',
  systemd: 'labdeck exec outer -- systemctl --failed',
  channels: 'labdeck serial',
  libvirt: 'labdeck exec outer -- systemctl restart libvirtd',
  ovs: 'labdeck exec outer -- systemctl restart openvswitch-switch',
  dnsmasq: 'labdeck exec outer -- systemctl restart labdeck-dnsmasq',
  nodes: 'labdeck vm list',
};

type LayerOf = (name: LayerName) => Layer;

function host(state: Read, of: LayerOf, nodes: readonly LabNode[]): XrayNode {
  const { wanted } = state;
  const accelerator = valueOf(state.outer)?.accelerator;
  const says = accelerator === undefined ? 'the outer VM is off' : accelerator === 'kvm' ? 'KVM runs guests' : 'no usable KVM: QEMU emulates (tcg)';
  return {
    id: 'host',
    label: wanted.host ?? 'this machine',
    state: 'up',
    says,
    children: [layerNode(of('qemu'), 'QEMU', [layerNode(of('monitor'), 'monitor'), layerNode(of('serial'), 'serial line'), inner(state, of, nodes)])],
  };
}

function inner(state: Read, of: LayerOf, nodes: readonly LabNode[]): XrayNode {
  const services = [layerNode(of('dnsmasq'), 'dnsmasq'), layerNode(of('ovs'), 'Open vSwitch'), layerNode(of('libvirt'), 'libvirt', nodes.map((node) => domainNode(state, node)))];
  return layerNode(of('kernel'), 'kernel', [layerNode(of('systemd'), 'systemd', [layerNode(of('channels'), 'channels', services)])]);
}

function layerNode({ name, state, says, since, at, failure }: Layer, label: string, children: readonly XrayNode[] = []): XrayNode {
  return { id: name, label, state, says, ...(since > 0 ? { since } : {}), ...(at > 0 ? { at } : {}), ...fixOf(state, failure, FIXES[name]), children };
}

const BROKEN: ReadonlySet<LayerState> = new Set(['failed', 'degraded', 'down']);

function fixOf(state: LayerState, failure: Failure | undefined, usual: string | undefined): { readonly fix?: string } {
  const fix = BROKEN.has(state) ? (failure?.next ?? usual) : undefined;
  return fix === undefined ? {} : { fix };
}

/** virsh's states as states of a layer; a node that the lab does not start by itself may be off. */
function domainState({ state }: LabNode, isWanted: boolean): LayerState {
  if (state === undefined) return 'unknown';
  if (state === 'running' || state === 'idle') return 'up';
  if (state === 'crashed') return 'failed';
  if (state === 'shut off') return isWanted ? 'down' : 'absent';
  return 'degraded';
}

function domainNode(state: Read, node: LabNode): XrayNode {
  if (valueOf(state.outer)?.state === 'off') return { id: node.name, label: node.name, state: 'down', says: 'the outer VM is off', children: [] };
  const isWanted = state.wanted.nodes.find(({ name }) => name === node.name)?.autostart === true;
  const judged = domainState(node, isWanted);
  const at = lastGood(state.domains)?.at;
  return {
    id: node.name,
    label: `${node.name} (${node.kind ?? 'not defined'})`,
    state: judged,
    says: node.state ?? (state.domains.state === 'unknown' ? 'not read yet' : 'libvirt does not know it'),
    ...(at === undefined ? {} : { at }),
    ...fixOf(judged, undefined, node.state === 'paused' ? `labdeck vm resume ${node.name}` : `labdeck vm start ${node.name}`),
    children: judged === 'up' ? [...node.nics.map((nic) => nicNode(state, node, nic)), k3sNode(node)] : [],
  };
}

/** tap, port, qdisc and address, each inside the one that carries it. */
function nicNode(state: Read, node: LabNode, nic: NodeNic): XrayNode {
  const id = `${node.name}/${nic.mac}`;
  const isTap = nic.tap !== undefined;
  return item(`${id}/tap`, `tap ${nic.tap ?? '–'}`, isTap, isTap ? nic.mac : `${nic.mac}: no tap`, lastGood(state.domains)?.at, [portNode(state, node, nic, id)]);
}

function portNode(state: Read, node: LabNode, nic: NodeNic, id: string): XrayNode {
  const { ovsPort, ofport, bridge } = nic;
  const says = ovsPort === undefined ? 'no port of Open vSwitch carries it' : ofport === undefined ? `on ${bridge ?? '?'}, refused by the datapath` : `on ${bridge ?? '?'}, OpenFlow port ${ofport}`;
  const children = [qdiscNode(state, nic, id), addressNode(state, node, nic, id)];
  return item(`${id}/port`, `port ${ovsPort ?? '–'}`, ofport !== undefined, says, lastGood(state.bridges)?.at, children);
}

function qdiscNode(state: Read, { qdiscs }: NodeNic, id: string): XrayNode {
  const at = lastGood(state.tc)?.at;
  const says = qdiscs.length === 0 ? 'none' : qdiscs.map(({ kind, handle }) => `${kind} ${handle}`).join(', ');
  return { id: `${id}/qdisc`, label: 'qdiscs', state: at === undefined ? 'unknown' : 'up', says, ...(at === undefined ? {} : { at }), children: [] };
}

/** An address is known once the node asked for one: a node that is still booting has none, and is not broken for that. */
function addressNode(state: Read, { wantedIp }: LabNode, { ip }: NodeNic, id: string): XrayNode {
  const at = lastGood(state.leases)?.at;
  const says = ip ?? `no lease yet${wantedIp === undefined ? '' : `; ${wantedIp} is kept for it`}`;
  return { id: `${id}/ip`, label: 'address', state: ip === undefined ? (at === undefined ? 'unknown' : 'starting') : 'up', says, ...(at === undefined ? {} : { at }), children: [] };
}

function k3sNode({ name, k3s }: LabNode): XrayNode {
  return { id: `${name}/k3s`, label: 'k3s', state: k3s.startsWith('no k3s') ? 'absent' : 'unknown', says: k3s, children: [] };
}

function item(id: string, label: string, isThere: boolean, says: string, at: number | undefined, children: readonly XrayNode[]): XrayNode {
  const state = at === undefined ? 'unknown' : isThere ? 'up' : 'failed';
  return { id, label, state, says, ...(at === undefined ? {} : { at }), ...fixOf(state, undefined, 'labdeck fabric'), children };
}

/** Outside first: what is broken further in may be so because of it. A thing that is only worn (degraded) is named after what is broken in it. */
function firstBroken(node: XrayNode): XrayNode | undefined {
  if (node.state === 'failed' || node.state === 'down') return node;
  for (const child of node.children) {
    const found = firstBroken(child);
    if (found !== undefined) return found;
  }
  return node.state === 'degraded' ? node : undefined;
}
