import { integer, linesOf, notUnderstood } from '../lines.ts';
import { present } from '../present.ts';
import { field, parseFields } from './fields.ts';

export interface Vcpu {
  readonly vcpu: number;
  /** Host CPU it runs on; absent while the domain is shut off. */
  readonly cpu?: number;
  readonly state: string;
  readonly cpuTimeSec?: number;
  /** One character per host CPU: `y` or `-`. */
  readonly affinity: string;
}

const WHAT = 'virsh vcpuinfo';

/** `virsh vcpuinfo`: a block of fields per virtual CPU, an empty line after each. */
export function parseVcpuinfo(raw: string): Vcpu[] {
  if (raw.trim() === '') throw notUnderstood(WHAT, 'no output', raw);
  linesOf(WHAT, raw);
  return raw.trimEnd().split('\n\n').map((block) => readVcpu(`${block}\n`, raw));
}

function readVcpu(block: string, raw: string): Vcpu {
  const fields = parseFields(WHAT, block);
  const get = (name: string) => field(WHAT, raw, fields, name);
  const cpu = get('CPU');
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(fields.get('CPU time') ?? '')?.[1];
  return present({
    vcpu: integer(WHAT, get('VCPU'), raw),
    cpu: /^\d+$/.test(cpu) ? Number(cpu) : undefined,
    state: get('State'),
    cpuTimeSec: seconds === undefined ? undefined : Number(seconds),
    affinity: get('CPU Affinity'),
  });
}
