import type { DomainState } from '../../model/domain.ts';
import { integer, notUnderstood } from '../lines.ts';
import { present } from '../present.ts';
import { field, type Fields, parseFields } from './fields.ts';
import { domainState } from './state.ts';

export interface Dominfo {
  readonly id?: number;
  readonly name: string;
  readonly uuid: string;
  readonly osType: string;
  readonly state: DomainState;
  readonly vcpus: number;
  /** Absent while shut off. */
  readonly cpuTimeNs?: number;
  readonly maxMemoryKiB: number;
  readonly usedMemoryKiB: number;
  readonly persistent: boolean;
  readonly autostart: boolean;
  readonly managedSave?: boolean;
}

const WHAT = 'virsh dominfo';

/** `virsh dominfo` */
export function parseDominfo(raw: string): Dominfo {
  const fields = parseFields(WHAT, raw);
  const get = (name: string) => field(WHAT, raw, fields, name);
  const id = get('Id');
  return present({
    id: id === '-' ? undefined : integer(WHAT, id, raw),
    name: get('Name'),
    uuid: get('UUID'),
    osType: get('OS Type'),
    state: domainState(WHAT, get('State'), raw),
    vcpus: integer(WHAT, get('CPU(s)'), raw),
    cpuTimeNs: cpuTimeNs(fields, raw),
    maxMemoryKiB: kib(get('Max memory'), raw),
    usedMemoryKiB: kib(get('Used memory'), raw),
    persistent: get('Persistent') === 'yes',
    autostart: get('Autostart') === 'enable',
    managedSave: managedSave(fields),
  });
}

/** `12.6s` */
function cpuTimeNs(fields: Fields, raw: string): number | undefined {
  const time = fields.get('CPU time');
  if (time === undefined) return undefined;
  const [, seconds] = /^(\d+(?:\.\d+)?)s$/.exec(time) ?? [];
  if (seconds === undefined) throw notUnderstood(WHAT, `'${time}' is no CPU time`, raw);
  return Math.round(Number(seconds) * 1e9);
}

function kib(value: string, raw: string): number {
  const [, amount] = /^(\d+) KiB$/.exec(value) ?? [];
  return integer(WHAT, amount ?? value, raw);
}

/** `unknown` where the driver cannot tell. */
function managedSave(fields: Fields): boolean | undefined {
  const value = fields.get('Managed save');
  return value === 'yes' ? true : value === 'no' ? false : undefined;
}
