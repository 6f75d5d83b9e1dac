import type { LabConfig } from '../../config/lab.ts';

/** The resolver that QEMU's user network offers (qemu(1), `-netdev user`). */
const USER_NETWORK_DNS = '10.0.2.3';

/**
 * dnsmasq's configuration for the lab's bridge: a fixed lease per NIC that has an address, `<node>.<domain>` for the first of a node, and
 * nothing asked of anybody else unless the lab is open. dnsmasq(8) names every word.
 */
export function dnsmasqConf({ network, nodes, outer }: Pick<LabConfig, 'network' | 'nodes' | 'outer'>): string {
  const { hostPort, dhcp, domain } = network;
  const named = nodes.flatMap(({ name, nics }) => nics.flatMap(({ mac, ip }) => (ip === undefined ? [] : [{ name, mac, ip }])));
  const first = named.filter(({ name }, index) => named.findIndex((each) => each.name === name) === index);
  return [
    `interface=${hostPort}`,
    'except-interface=lo',
    'bind-interfaces',
    'no-resolv',
    ...(outer.network.restrict ? [] : [`server=${USER_NETWORK_DNS}`]),
    'no-hosts',
    `domain=${domain}`,
    `local=/${domain}/`,
    'expand-hosts',
    'dhcp-authoritative',
    'dhcp-leasefile=/var/lib/misc/dnsmasq.leases',
    `dhcp-range=${dhcp.from},${dhcp.to},${dhcp.leaseHours}h`,
    ...named.map(({ name, mac, ip }) => `dhcp-host=${mac},${ip},${name}`),
    ...first.map(({ name, ip }) => `host-record=${name}.${domain},${name},${ip}`),
    '',
  ].join('\n');
}
