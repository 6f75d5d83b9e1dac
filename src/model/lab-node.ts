import type { DomainState, NodeKind } from './domain.ts';
import type { Qdisc } from './qdisc.ts';

export type NodeRole = 'server' | 'agent';
export type NodeArch = 'x86_64' | 'aarch64';

/** One NIC of a node, joined by MAC and external_ids, never by name pattern. */
export interface NodeNic {
  readonly mac: string;
  readonly tap?: string;
  readonly ovsPort?: string;
  readonly ofport?: number;
  readonly bridge?: string;
  readonly ip?: string;
  readonly qdiscs: readonly Qdisc[];
}

/** The joined row: what the lab file wants, and what every layer says of it. */
export interface LabNode {
  readonly name: string;
  readonly role: NodeRole;
  readonly arch: NodeArch;
  readonly kind?: NodeKind;
  readonly wantedIp?: string;
  /** Absent when libvirt does not know the domain (or was never read). */
  readonly state?: DomainState;
  readonly domainUuid?: string;
  readonly vcpus?: number;
  readonly memoryKiB?: number;
  readonly nics: readonly NodeNic[];
  /** The k3s state in a sentence: honest about what is not there. */
  readonly k3s: string;
  /** What a driver cannot tell, by name. */
  readonly unsupported: readonly string[];
}
