import { notUnderstood } from '../lines.ts';
import { parseTable } from './table.ts';

export interface DomainAddress {
  readonly device: string;
  readonly mac: string;
  readonly protocol: 'ipv4' | 'ipv6';
  readonly address: string;
  /** 0 where the source does not know it (`--source arp`). */
  readonly prefix: number;
}

const WHAT = 'virsh domifaddr';
const COLUMNS = ['Name', 'MAC address', 'Protocol', 'Address'];

/** `virsh domifaddr`, any source. A second address of an interface has `-` (agent: `N/A`) for name and MAC: it belongs to the row above. */
export function parseDomifaddr(raw: string): DomainAddress[] {
  const found: DomainAddress[] = [];
  for (const { Name = '-', 'MAC address': mac = '-', Protocol = '', Address = '' } of parseTable(WHAT, raw, COLUMNS)) {
    if (Protocol === 'N/A') continue;
    const above = found.at(-1);
    const [device, owner] = Name === '-' && above !== undefined ? [above.device, above.mac] : [Name, mac];
    found.push({ device, mac: owner, ...address(Protocol, Address, raw) });
  }
  return found;
}

function address(protocol: string, cell: string, raw: string): Pick<DomainAddress, 'protocol' | 'address' | 'prefix'> {
  const [, ip, prefix] = /^([0-9a-f.:]+)\/(\d+)$/.exec(cell) ?? [];
  if (ip === undefined || (protocol !== 'ipv4' && protocol !== 'ipv6')) throw notUnderstood(WHAT, `'${protocol} ${cell}' is no address`, raw);
  return { protocol, address: ip, prefix: Number(prefix) };
}
