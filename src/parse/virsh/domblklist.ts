import type { DomainBlock } from '../../model/domain.ts';
import { present } from '../present.ts';
import { parseTable } from './table.ts';

/** `virsh domblklist --details` */
export function parseDomblklist(raw: string): DomainBlock[] {
  const rows = parseTable('virsh domblklist', raw, ['Type', 'Device', 'Target', 'Source']);
  return rows.map(({ Device = '', Target = '', Source = '-' }) => present({ target: Target, source: Source === '-' ? undefined : Source, device: Device }));
}
