/** The outer VM as its monitor tells it. */

/** QMP RunState (qapi/run-state.json), plus `off` when no QEMU of this lab runs. */
export type OuterState =
  | 'off' | 'debug' | 'finish-migrate' | 'inmigrate' | 'internal-error' | 'io-error' | 'paused' | 'postmigrate'
  | 'prelaunch' | 'restore-vm' | 'running' | 'save-vm' | 'shutdown' | 'suspended' | 'watchdog' | 'guest-panicked' | 'colo';

/** What has come up so far, in order. */
export const BOOT_STAGES = ['qemu', 'kernel', 'systemd', 'channels', 'libvirt', 'ovs', 'nodes'] as const;
export type BootStage = (typeof BOOT_STAGES)[number];

export interface OuterVm {
  readonly state: OuterState;
  readonly accelerator?: 'kvm' | 'tcg';
  readonly pid?: number;
  /** Unix milliseconds at which this QEMU was started. */
  readonly startedAt?: number;
  readonly qemuVersion?: string;
  readonly monitor?: 'qmp' | 'hmp';
  /** The last stage that is up. */
  readonly stage?: BootStage;
  readonly vcpus?: number;
  readonly memoryMiB?: number;
  /** Set once the kernel panicked: QMP alone goes on saying `running`. */
  readonly panicked?: { readonly at: number; readonly lastLines: readonly string[] };
}

/** A whole-lab snapshot, as `query-block` or `info snapshots` lists it. */
export interface LabSnapshot {
  readonly id: string;
  readonly name: string;
  readonly vmStateBytes: number;
  /** Unix seconds. */
  readonly savedAt: number;
  readonly vmClockSec?: number;
  /** What ran in it, where labdeck saved it. */
  readonly nodes?: readonly string[];
  /** Whether the running command line can load it on a cold start; a reason when not. */
  readonly stale?: string;
}
