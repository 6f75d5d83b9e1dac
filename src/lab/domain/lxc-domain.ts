import type { DomainPlan } from './common.ts';
import { identity, limits, ovsInterface } from './common.ts';
import { nodePaths, OUTER } from './outer-paths.ts';
import { element } from './xml.ts';
import type { Element } from './xml.ts';

/** The container has no hypervisor beside it; this is room for its page cache. */
const HEADROOM_MIB = 128;

/**
 * A node as a libvirt-LXC domain: a container of the outer VM, with its own root and no user namespace.
 * What the lxc driver would take and ignore is not written: `<log>`, `<panic>`, channels, rng, balloon and CPU model.
 */
export function lxcDomain(plan: DomainPlan): Element {
  const { node, k3sBytes } = plan;
  return element(
    'domain',
    { type: 'lxc' },
    identity(plan),
    limits(plan, HEADROOM_MIB),
    element('os', {}, element('type', { arch: node.arch }, 'exe'), element('init', {}, '/sbin/init')),
    element('features', {}, element('privnet'), k3sBytes > 0 ? element('capabilities', { policy: 'allow' }) : undefined),
    element('clock', { offset: 'utc' }),
    element('on_poweroff', {}, 'destroy'),
    element('on_reboot', {}, 'restart'),
    element('on_crash', {}, 'destroy'),
    element('devices', {}, devices(plan)),
  );
}

function devices({ lab, node, k3sBytes }: DomainPlan): Element[] {
  const paths = nodePaths(node.name);
  return [
    filesystem('mount', { dir: paths.rootfs }, '/'),
    ...node.disks.map((_, index) => filesystem('file', { file: paths.disk(index, 'raw') }, `/data/${index + 1}`)),
    ...(k3sBytes > 0 ? [filesystem('mount', { dir: OUTER.k3s }, '/opt/k3s')] : []),
    ...node.nics.map((nic, index) => ovsInterface(lab.network.bridge, nic, [element('guest', { dev: `eth${index}` })])),
    element('console', { type: 'pty' }, element('target', { type: 'lxc', port: 0 })),
  ];
}

function filesystem(type: 'mount' | 'file', source: Readonly<Record<string, string>>, target: string): Element {
  const driver = type === 'file' ? element('driver', { type: 'loop', format: 'raw' }) : undefined;
  return element('filesystem', { type, accessmode: 'passthrough' }, driver, element('source', source), element('target', { dir: target }));
}
