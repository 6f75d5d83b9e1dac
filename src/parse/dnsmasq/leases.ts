import type { Lease } from '../../model/link.ts';
import { integer, linesOf, notUnderstood } from '../lines.ts';

const WHAT = 'dnsmasq leases';

/**
 * dnsmasq's lease file: `expiry mac ip hostname client-id`, `*` for what is not known; expiry is Unix seconds, 0 for never. An
 * empty file means no lease. DHCPv6 begins with a `duid` line; everything after it is left out. In the MAC a leading `06-`
 * names another hardware type than Ethernet.
 */
export function parseLeases(raw: string): Lease[] {
  const lines = linesOf(WHAT, raw);
  const six = lines.findIndex((line) => line.startsWith('duid '));
  return (six < 0 ? lines : lines.slice(0, six)).map((line) => leaseOf(line, raw));
}

function leaseOf(line: string, raw: string): Lease {
  const [expiry, mac, ip, hostname, clientId] = line.split(' ');
  if (mac === undefined || ip === undefined || clientId === undefined || !/^[\d.]+$/.test(ip)) throw notUnderstood(WHAT, `'${line}' is no lease`, raw);
  const lease = { mac, ip, expiresAt: integer(WHAT, expiry, raw), source: 'dhcp' as const };
  return hostname === '*' || hostname === undefined ? lease : { ...lease, hostname };
}
