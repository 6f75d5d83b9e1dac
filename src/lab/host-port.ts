import type { OvsBridge, OvsInterface } from '../model/ovs.ts';

/**
 * The outer VM's own port on a bridge: an interface of type internal that is not the bridge's own local port. Its name tells nothing: n3x's documents say `vnet0`,
 * its code `ovshost0`, and `vnet0` is the name libvirt gives the first node's tap.
 */
export function hostPort(bridges: readonly OvsBridge[], bridge: string): OvsInterface | undefined {
  const ports = bridges.find(({ name }) => name === bridge)?.ports ?? [];
  return ports.flatMap(({ interfaces }) => interfaces).find(({ type, name }) => type === 'internal' && name !== bridge);
}
