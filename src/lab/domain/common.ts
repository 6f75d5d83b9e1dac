import { createHash } from 'node:crypto';
import type { LabConfig, LabNodeConfig, NicConfig } from '../../config/lab.ts';
import type { NodeKind } from '../../model/domain.ts';
import { element } from './xml.ts';
import type { Element } from './xml.ts';

/** One node of one lab, as something definite. */
export interface DomainPlan {
  readonly lab: LabConfig;
  readonly node: LabNodeConfig;
  readonly kind: NodeKind;
  /** Length of the k3s binary that this node gets, bytes; 0 for none. */
  readonly k3sBytes: number;
}

/** The namespace of labdeck's own words in `<metadata>`. */
export const METADATA_NAMESPACE = 'urn:labdeck:node';

/** The same lab and node have the same UUID for ever, so that defining again replaces and never collides (RFC 9562, version 8). */
export function domainUuid(lab: string, node: string): string {
  const bytes = createHash('sha256').update(`labdeck ${lab} ${node}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Name, description and labdeck's own words: libvirt keeps what it does not know only under `<metadata>`. */
export function identity({ lab, node, kind }: DomainPlan): Element[] {
  const described = node.description ?? `k3s ${node.role}`;
  return [
    element('name', {}, node.name),
    element('uuid', {}, domainUuid(lab.lab, node.name)),
    element('description', {}, kind === 'lxc' ? `${described} (lxc: a container, not a virtual machine)` : described),
    element('metadata', {}, element('labdeck:node', { 'xmlns:labdeck': METADATA_NAMESPACE, lab: lab.lab, role: node.role, kind })),
  ];
}

/** The weight of cgroup v2 ends at 10000 (libvirt passes `shares` on as it is). */
const MOST_SHARES = 10_000;

/**
 * CPU weight and memory limits: 1024 shares for each vCPU, and a hard limit above the node's memory, as n3x has them. n3x's soft limit is the node's memory
 * alone, which was a hint to cgroup v1. On cgroup v2 libvirt makes it `memory.high`, above which every page has to be waited for (Linux,
 * admin-guide/cgroup-v2): a QEMU that has touched all of its guest's memory stands still.
 * @param headroomMiB what the hypervisor itself needs on top
 * @param softMiB where the kernel begins to take memory back
 */
export function limits({ node }: DomainPlan, headroomMiB: number, softMiB = node.memory): Element[] {
  return [
    element('memory', { unit: 'MiB' }, String(node.memory)),
    element('currentMemory', { unit: 'MiB' }, String(node.memory)),
    element('memtune', {}, element('hard_limit', { unit: 'MiB' }, String(node.memory + headroomMiB)), element('soft_limit', { unit: 'MiB' }, String(softMiB))),
    element('vcpu', {}, String(node.vcpus)),
    element('cputune', {}, element('shares', {}, String(Math.min(node.vcpus * 1024, MOST_SHARES)))),
  ];
}

/** A port of the lab's Open vSwitch bridge. */
export function ovsInterface(bridge: string, nic: NicConfig, extra: readonly Element[]): Element {
  return element(
    'interface',
    { type: 'bridge' },
    element('mac', { address: nic.mac }),
    element('source', { bridge }),
    nic.vlan === undefined ? undefined : element('vlan', {}, element('tag', { id: nic.vlan })),
    element('virtualport', { type: 'openvswitch' }),
    bandwidth(nic),
    extra,
  );
}

function bandwidth({ inbound, outbound }: NicConfig): Element | undefined {
  if (inbound === undefined && outbound === undefined) return undefined;
  return element('bandwidth', {}, direction('inbound', inbound), direction('outbound', outbound));
}

const BIT_PER_KILOBYTE = 8000;
const BYTES_PER_KIBIBYTE = 1024;

/** `average` and `peak` are kilobytes per second, `burst` is kibibytes (libvirt, formatnetwork: Quality of service). */
function direction(name: 'inbound' | 'outbound', limit: NicConfig['inbound']): Element | undefined {
  if (limit === undefined) return undefined;
  return element(name, {
    average: Math.ceil(limit.averageBitPerSec / BIT_PER_KILOBYTE),
    peak: limit.peakBitPerSec === undefined ? undefined : Math.ceil(limit.peakBitPerSec / BIT_PER_KILOBYTE),
    burst: limit.burstBytes === undefined ? undefined : Math.ceil(limit.burstBytes / BYTES_PER_KIBIBYTE),
  });
}
