import { LabdeckError } from '../model/errors.ts';
import { exitError, run, runOk } from '../transport/run.ts';
import type { ExecResult, Transport } from '../transport/transport.ts';
import { DEBUG_EXIT_PORT, GUEST_RAN_STATUS, kvmProbeFirmware } from './kvm-firmware.ts';

/**
 * What KVM is worth on one machine.
 * `real` runs guests on the CPU; `emulated` runs them on a CPU that QEMU itself emulates (experimental, never chosen by `auto`);
 * `dead` has a /dev/kvm that runs no ordinary guest; `absent` has none.
 */
export type KvmState = 'real' | 'emulated' | 'dead' | 'absent';

export interface KvmVerdict {
  readonly state: KvmState;
  /** One sentence for the operator. */
  readonly why: string;
  /** What was run to find out; absent when nothing had to be run. */
  readonly argv?: readonly string[];
}

export interface KvmProbeOptions {
  /** How long the guest may take: 2 s is ample on a real CPU, 10 s inside an emulated machine. */
  readonly limitSec?: number;
  readonly signal?: AbortSignal;
}

/** `coreutils timeout` says 124 when the limit ran out, 137 when the process had to be killed for it. */
const TIMED_OUT = new Set([124, 137]);
/** ... and 126 or 127 when it found no program to start. */
const NOT_STARTED = new Set([126, 127]);

/**
 * The probe's command line. QEMU ends with {@link GUEST_RAN_STATUS} when the guest ran.
 * @param accelerator only `kvm` answers the question; `tcg` shows that the probe itself works on a machine
 */
export function kvmProbeArgv(firmware: string, limitSec: number, accelerator: 'kvm' | 'tcg' = 'kvm'): string[] {
  return [
    'timeout', '--kill-after=1', String(limitSec),
    'qemu-system-x86_64', '-nodefaults', '-no-user-config', '-M', `microvm,accel=${accelerator}`, '-cpu', accelerator === 'kvm' ? 'host' : 'max',
    '-m', '16', '-display', 'none', '-no-reboot', '-device', `isa-debug-exit,iobase=${DEBUG_EXIT_PORT},iosize=2`, '-bios', firmware,
  ];
}

/**
 * Whether KVM runs a guest on the machine at the far end: the host, or the outer VM.
 * @throws LostError, TimeoutError, CancelledError; ExitError when QEMU is missing there or no file can be written
 */
export async function probeKvm(machine: Transport, options: KvmProbeOptions = {}): Promise<KvmVerdict> {
  const { limitSec = 2, signal } = options;
  const cancel = signal === undefined ? {} : { signal };
  if (!(await hasKvmDevice(machine, cancel))) return { state: 'absent', why: 'there is no /dev/kvm' };
  const result = await runFirmware(machine, (file) => kvmProbeArgv(file, limitSec), cancel);
  if (NOT_STARTED.has(result.status)) throw exitError(machine.machine, result);
  if (result.status !== GUEST_RAN_STATUS) return { state: 'dead', why: whyDead(result, limitSec), argv: result.argv };
  const model = await cpuModel(machine, cancel);
  if (!isEmulatedCpu(model)) return { state: 'real', why: 'KVM ran a guest in long mode', argv: result.argv };
  return { state: 'emulated', why: `KVM runs a guest, but the CPU is itself emulated (${model})`, argv: result.argv };
}

/** QEMU names the CPU it emulates, `QEMU TCG CPU version 2.5+`, and offers nested virtualisation on it. */
export function isEmulatedCpu(model: string): boolean {
  return /\bTCG\b/.test(model);
}

type Cancel = { signal?: AbortSignal };

async function hasKvmDevice(machine: Transport, cancel: Cancel): Promise<boolean> {
  return (await run(machine, { argv: ['test', '-c', '/dev/kvm'], ...cancel })).status === 0;
}

async function cpuModel(machine: Transport, cancel: Cancel): Promise<string> {
  const { stdout } = await runOk(machine, { argv: ['cat', '/proc/cpuinfo'], ...cancel });
  return /^model name\s*:\s*(.*)$/m.exec(stdout.toString())?.[1] ?? 'unknown CPU';
}

async function runFirmware(machine: Transport, argvFor: (file: string) => string[], cancel: Cancel): Promise<ExecResult> {
  const { stdout } = await runOk(machine, { argv: ['mktemp', '--tmpdir', 'labdeck-kvm-probe.XXXXXX'], ...cancel });
  const file = stdout.toString().trim();
  try {
    await runOk(machine, { argv: ['dd', `of=${file}`, 'status=none'], stdin: kvmProbeFirmware(), ...cancel });
    return await run(machine, { argv: argvFor(file), ...cancel });
  } finally {
    await run(machine, { argv: ['rm', '-f', '--', file] }).catch(ignoreLost);
  }
}

/** The file lies in a temporary directory: a machine that just went away has no need to be told again. */
function ignoreLost(error: unknown): void {
  if (!(error instanceof LabdeckError)) throw error;
}

function whyDead({ status, stderr }: ExecResult, limitSec: number): string {
  if (TIMED_OUT.has(status)) return `/dev/kvm is there, but a guest did no work in ${limitSec} s: it hangs or is interpreted`;
  const words = stderr.toString().trim().split('\n')[0] ?? '';
  return `/dev/kvm is there, but runs no guest: ${words === '' ? `QEMU ended with status ${status}` : words}`;
}
