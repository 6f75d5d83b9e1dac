import { parseTable } from './table.ts';

/** A snapshot of one domain (not of the lab). */
export interface DomainSnapshot {
  readonly name: string;
  /** As virsh prints it, with the machine's own UTC offset: `2026-11-21 07:48:58 +0000`. */
  readonly createdAt: string;
  readonly state: string;
}

/** `virsh snapshot-list` */
export function parseSnapshotList(raw: string): DomainSnapshot[] {
  const rows = parseTable('virsh snapshot-list', raw, ['Name', 'Creation Time', 'State']);
  return rows.map(({ Name = '', 'Creation Time': createdAt = '', State = '' }) => ({ name: Name, createdAt, state: State }));
}
