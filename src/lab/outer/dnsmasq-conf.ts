import type { LabConfig } from '../../config/lab.ts';

/**
 * dnsmasq's configuration for the lab's bridge: a fixed lease per NIC that has an address, `<node>.<domain>` for the first of a node, and
 * nothing asked of anybody else. dnsmasq(8) names every word.
 */
export function dnsmasqConf({ network, nodes }: Pick<LabConfig, 'network' | 'nodes'>): string {
  const { hostPort, dhcp, domain } = network;
  const named = nodes.flatMap(({ name, nics }) => nics.flatMap(({ mac, ip }) => (ip === undefined ? [] : [{ name, mac, ip }])));
  const first = named.filter(({ name }, index) => named.findIndex((each) => each.name === name) === index);
  return [
    `interface=${hostPort}`,
    'except-interface=lo',
    'bind-interfaces',
    'no-resolv',
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
