import { type KvmVerdict, probeKvm } from '../kvm-probe.ts';
import type { LabConfig } from '../../config/lab.ts';
import { type Check, fileOf, type Says, textOf } from './place.ts';

const VENDORS = ['intel', 'amd'] as const;
type Vendor = (typeof VENDORS)[number];

export interface NestedFacts {
  /** /sys/module/kvm_VENDOR/parameters/nested, where the module is loaded: Y or 1, N or 0. */
  readonly flags: Partial<Readonly<Record<Vendor, string>>>;
  /** The CPU's flag in /proc/cpuinfo. */
  readonly cpu?: 'vmx' | 'svm';
}

/** Whether a VM on this machine can have KVM of its own. */
export function judgeNested({ flags, cpu }: NestedFacts): Says {
  const vendor = VENDORS.find((each) => flags[each] !== undefined);
  if (vendor === undefined) return noModule(cpu);
  const flag = flags[vendor]?.trim() ?? '';
  if (flag === 'Y' || flag === '1') return { verdict: 'ok', says: `kvm_${vendor}: nested=${flag}` };
  return { verdict: 'warn', says: `kvm_${vendor}: nested=${flag}: no KVM inside the outer VM`, fix: enableNested(vendor) };
}

function noModule(cpu: NestedFacts['cpu']): Says {
  if (cpu === undefined) return { verdict: 'warn', says: 'neither kvm_intel nor kvm_amd is loaded, and the CPU shows neither vmx nor svm', fix: 'turn virtualisation on in the firmware, or nested virtualisation on in the hypervisor around this machine' };
  const vendor = cpu === 'vmx' ? 'intel' : 'amd';
  return { verdict: 'warn', says: `the CPU has ${cpu}, but kvm_${vendor} is not loaded`, fix: `sudo modprobe kvm_${vendor} nested=1` };
}

function enableNested(vendor: Vendor): string {
  return `echo 'options kvm_${vendor} nested=1' | sudo tee /etc/modprobe.d/labdeck-kvm.conf && sudo modprobe -r kvm_${vendor} && sudo modprobe kvm_${vendor}`;
}

export const nested: Check = {
  name: 'nested',
  run: async (machine, place) => {
    const read = await Promise.all(VENDORS.map(async (vendor) => [vendor, await fileOf(machine, `/sys/module/kvm_${vendor}/parameters/nested`, place)] as const));
    const cpu = /\b(vmx|svm)\b/.exec((await textOf(machine, ['grep', '-m1', '^flags', '/proc/cpuinfo'], place)) ?? '')?.[1] as NestedFacts['cpu'];
    return judgeNested({ flags: Object.fromEntries(read.filter(([, flag]) => flag !== undefined)), ...(cpu === undefined ? {} : { cpu }) });
  },
};

/** Whether the lab is worth starting without KVM: one whose nodes have to be KVM domains is not. */
export function needsKvm({ outer, nodes }: Pick<LabConfig, 'outer' | 'nodes'>): boolean {
  return outer.accelerator === 'kvm' || outer.source.type === 'script' || nodes.some(({ kind }) => kind === 'kvm');
}

/** The probe's verdict on the host, in the light of what the lab file asks for. */
export function judgeKvm({ state, why }: KvmVerdict, needed: boolean): Says {
  if (state === 'real') return { verdict: 'ok', says: why };
  if (state === 'emulated') return { verdict: 'warn', says: why, fix: 'nothing: the nodes of kind auto do without it' };
  const fix = state === 'absent' ? 'turn virtualisation on in the firmware, load kvm_intel or kvm_amd, and join the group that owns /dev/kvm' : 'run on another machine: this /dev/kvm is there and of no use';
  return needed ? { verdict: 'bad', says: `${why}, and this lab cannot do without`, fix } : { verdict: 'warn', says: `${why}; the lab is emulated, slower by an order of magnitude`, fix };
}

/** The probe's verdict inside the outer VM: nodes of kind auto take what there is. */
export function judgeInnerKvm({ state, why }: KvmVerdict, needed: boolean): Says {
  if (state === 'real') return { verdict: 'ok', says: why };
  if (needed) return { verdict: state === 'emulated' ? 'warn' : 'bad', says: `${why}; the lab file forces kind: kvm`, fix: 'write kind: auto into the lab file' };
  return { verdict: 'ok', says: `${why}; nodes are lxc, or emulated` };
}

/** An emulated machine takes its time: measured 1.6 s for the guest inside one. */
const INSIDE_LIMIT_SEC = 10;

export const kvm: Check = {
  name: 'kvm',
  run: async (machine, { level, lab, signal }) => {
    if (level === 'host') return judgeKvm(await probeKvm(machine, { signal }), needsKvm(lab));
    const verdict = await probeKvm(machine, { signal, limitSec: INSIDE_LIMIT_SEC });
    return judgeInnerKvm(verdict, lab.nodes.some(({ kind }) => kind === 'kvm'));
  },
};
