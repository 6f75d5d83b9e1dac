import type { DomainState } from '../../model/domain.ts';
import { integer, linesOf, notUnderstood } from '../lines.ts';
import { domainState } from './state.ts';
import { parseTable } from './table.ts';

export interface ListedDomain {
  readonly id?: number;
  readonly name: string;
  readonly state: DomainState;
}

const WHAT = 'virsh list';

/** `virsh list --all` */
export function parseList(raw: string): ListedDomain[] {
  return parseTable(WHAT, raw, ['Id', 'Name', 'State']).map(({ Id = '', Name = '', State = '' }) => ({
    ...(Id === '-' ? {} : { id: integer(WHAT, Id, raw) }),
    name: Name,
    state: domainState(WHAT, State, raw),
  }));
}

const UUID_FIRST = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?: (.+))?$/;

/**
 * `virsh list --all --uuid` and `virsh list --all --uuid --name`: `uuid name` per line, an empty line at the end. The name is
 * everything after the first space, so nothing in it can be taken for something else; libvirt refuses newlines in names.
 */
export function parseUuids(raw: string): { readonly uuid: string; readonly name?: string }[] {
  const lines = linesOf(WHAT, raw);
  if (lines.at(-1) !== '') throw notUnderstood(WHAT, lines.length === 0 ? 'no output' : 'the output was cut short', raw);
  return lines.slice(0, -1).map((line) => {
    const [, uuid, name] = UUID_FIRST.exec(line) ?? [];
    if (uuid === undefined) throw notUnderstood(WHAT, `'${line}' does not begin with a UUID`, raw);
    return name === undefined ? { uuid } : { uuid, name };
  });
}
