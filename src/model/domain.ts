/** libvirt's nouns, in libvirt's words. */

/** Exactly as `virsh domstate` prints them. */
export const DOMAIN_STATES = ['no state', 'running', 'idle', 'paused', 'in shutdown', 'shut off', 'crashed', 'pmsuspended'] as const;
export type DomainState = (typeof DOMAIN_STATES)[number];

export type DomainDriver = 'qemu' | 'lxc';

/** What a node is made of: hardware virtualisation, emulation, or a container. A container is never passed off as a VM. */
export type NodeKind = 'kvm' | 'tcg' | 'lxc';

export interface DomainInterface {
  /** The tap (or veth) on the outer VM; absent while the domain is shut off. */
  readonly target?: string;
  readonly type: string;
  readonly source: string;
  readonly model?: string;
  readonly mac: string;
}

export interface DomainBlock {
  readonly target: string;
  readonly source?: string;
  readonly device?: string;
}

export interface Domain {
  readonly driver: DomainDriver;
  readonly kind: NodeKind;
  readonly name: string;
  readonly uuid: string;
  /** Absent while the domain is shut off. */
  readonly id?: number;
  readonly state: DomainState;
  /** The reason `virsh domstate --reason` gives. */
  readonly reason?: string;
  readonly autostart?: boolean;
  readonly vcpus?: number;
  readonly maxMemoryKiB?: number;
  readonly balloonKiB?: number;
  readonly rssKiB?: number;
  readonly cpuTimeNs?: number;
  readonly interfaces: readonly DomainInterface[];
  readonly blocks: readonly DomainBlock[];
  /** What the driver said it cannot tell, by the name of the field or call. */
  readonly unsupported: readonly string[];
}
