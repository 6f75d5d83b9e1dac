import type { DomainDriver, NodeKind } from '../model/domain.ts';
import type { NodeArch } from '../model/lab-node.ts';
import type { DomainPlan } from './domain/common.ts';
import { lxcDomain } from './domain/lxc-domain.ts';
import { qemuDomain } from './domain/qemu-domain.ts';
import { writeXml } from './domain/xml.ts';

export type { DomainPlan } from './domain/common.ts';
export { domainUuid, METADATA_NAMESPACE } from './domain/common.ts';
export { nodePaths, OUTER } from './domain/outer-paths.ts';

/** libvirt's driver for each kind, and the URI under which `virsh` reaches it. */
export const DRIVER_OF: Readonly<Record<NodeKind, DomainDriver>> = { kvm: 'qemu', tcg: 'qemu', lxc: 'lxc' };
export const URI_OF: Readonly<Record<DomainDriver, string>> = { qemu: 'qemu:///system', lxc: 'lxc:///' };

/** The libvirt domain XML of a node: the same lab file and kind give the same text. */
export function domainXml(plan: DomainPlan): string {
  const { kind } = plan;
  return writeXml(kind === 'lxc' ? lxcDomain(plan) : qemuDomain({ ...plan, kind }));
}

/** What a node of this kind cannot do, each by name, for every place that would else show nothing. */
export function lacksOf(kind: NodeKind, arch: NodeArch): readonly string[] {
  if (kind === 'lxc') return LXC_LACKS.map((what) => `${what}: not supported by the lxc driver`);
  return arch === 'aarch64' ? ['panic device: not supported on aarch64 by libvirt 9.0, nor by the arm64 cloud kernel'] : [];
}

const LXC_LACKS = ['domiftune', 'outbound bandwidth', 'bulk domstats', 'save and restore', 'console log by libvirt', 'panic device', 'guest agent', 'suspend and resume', 'reset'] as const;
