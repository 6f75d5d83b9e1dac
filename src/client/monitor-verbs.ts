import type { LabSnapshot } from '../model/outer-vm.ts';
import type { Json, QmpEvent } from '../parse/qmp/message.ts';
import type { Limits } from './limits.ts';
import type { TraceEntry } from './trace.ts';

export interface RunStatus {
  readonly running: boolean;
  /** QMP RunState: `running`, `paused`, `prelaunch`, … */
  readonly status: string;
}

export interface SaveLimits extends Limits {
  /** Each status a job goes through; a human monitor has none to tell. */
  readonly onStatus?: (status: string) => void;
}

/** A device or chardev to plug, in QEMU's words: driver or back end, and options. */
export type DeviceOptions = Readonly<Record<string, string>>;

/**
 * The outer VM's monitor, whichever protocol it speaks: QEMU's own verbs. Each is sent once and never again by itself. All throw LostError,
 * TimeoutError, CancelledError, and QmpCommandError or HmpCommandError when QEMU says no.
 */
export interface Monitor {
  readonly protocol: 'qmp' | 'hmp';
  /** QEMU's version: `7.2.22`. */
  readonly version: string;
  /** For messages: where it listens. */
  readonly name: string;
  /** Settles when the connection is over, with the reason when it was not asked for. */
  readonly closed: Promise<Error | undefined>;

  status(limits?: Limits): Promise<RunStatus>;
  /** One QMP command. @throws UnsupportedError on a human monitor */
  qmp(execute: string, args?: Json, limits?: Limits): Promise<unknown>;
  /** One human monitor line and what it printed; through `human-monitor-command` on a QMP monitor. */
  hmp(line: string, limits?: Limits): Promise<string>;

  stop(limits?: Limits): Promise<void>;
  cont(limits?: Limits): Promise<void>;
  systemPowerdown(limits?: Limits): Promise<void>;
  systemReset(limits?: Limits): Promise<void>;
  /** Ends QEMU: a power cut. Resolves when the connection is over. */
  quit(limits?: Limits): Promise<void>;

  snapshotList(limits?: Limits): Promise<readonly LabSnapshot[]>;
  /** @throws RefusedError when the name is taken or a disk cannot hold one */
  snapshotSave(name: string, limits?: SaveLimits): Promise<LabSnapshot>;
  /** @throws UsageError when there is none of that name */
  snapshotLoad(name: string, limits?: SaveLimits): Promise<void>;
  /** @throws UsageError when there is none of that name */
  snapshotDelete(name: string, limits?: SaveLimits): Promise<void>;
  /** Why QEMU says the VM's state cannot be saved now: a mounted 9p share, a device that cannot. Empty when nothing blocks. */
  blockers(limits?: Limits): Promise<readonly string[]>;
  /** Whether KVM runs the VM: QMP `query-kvm`, HMP `info kvm`. */
  kvmEnabled(limits?: Limits): Promise<boolean>;

  /** `info qtree` and `info chardev`, as text, and the verbs that plug and unplug. */
  deviceAdd(driver: string, values: DeviceOptions, limits?: Limits): Promise<void>;
  deviceDel(id: string, limits?: Limits): Promise<void>;
  /** A unix socket that QEMU listens on. */
  chardevAddSocket(id: string, path: string, limits?: Limits): Promise<void>;
  chardevRemove(id: string, limits?: Limits): Promise<void>;

  /** Events from now on; a human monitor has none. The answer takes the listener off. */
  onEvent(listener: (event: QmpEvent, raw: Json) => void): () => void;
  /** Ends the connection; QEMU goes on. */
  close(): Promise<void>;
}

export interface MonitorOptions {
  readonly trace?: (entry: TraceEntry) => void;
  /** Limit for one command that names none of its own, milliseconds. */
  readonly commandMs?: number;
}
