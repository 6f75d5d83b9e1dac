import type { OvsFdbEntry } from '../../model/ovs.ts';
import { integer, linesOf, notUnderstood } from '../lines.ts';

const WHAT = 'ovs-appctl fdb/show';

/**
 * `ovs-appctl fdb/show BRIDGE`
 *
 *      port  VLAN  MAC                Age
 *         4     0  2a:e2:ea:a0:a1:d8   66
 *     LOCAL     0  76:57:43:bf:5d:4a    0
 */
export function parseFdb(raw: string): OvsFdbEntry[] {
  const [header, ...rows] = linesOf(WHAT, raw);
  if (header === undefined || !/^ *port +VLAN +MAC +Age *$/.test(header)) throw notUnderstood(WHAT, raw === '' ? 'no output' : 'another header than expected', raw);
  return rows.map((row) => {
    const [port, vlan, mac, age, ...more] = row.trim().split(/\s+/);
    if (port === undefined || mac === undefined || more.length > 0) throw notUnderstood(WHAT, `'${row}' is no entry`, raw);
    // `static` since 2.16: an entry that was put there and does not age.
    return { port, vlan: integer(WHAT, vlan, raw), mac, ageSec: age === 'static' ? 0 : integer(WHAT, age, raw) };
  });
}
