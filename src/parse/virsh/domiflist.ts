import type { DomainInterface } from '../../model/domain.ts';
import { present } from '../present.ts';
import { parseTable } from './table.ts';

/** `virsh domiflist` */
export function parseDomiflist(raw: string): DomainInterface[] {
  const rows = parseTable('virsh domiflist', raw, ['Interface', 'Type', 'Source', 'Model', 'MAC']);
  return rows.map(({ Interface = '-', Type = '', Source = '', Model = '-', MAC = '' }) =>
    present({ target: given(Interface), type: Type, source: Source, model: given(Model), mac: MAC }),
  );
}

function given(cell: string): string | undefined {
  return cell === '-' ? undefined : cell;
}
