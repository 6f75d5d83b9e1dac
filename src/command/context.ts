import type { Virsh } from '../client/virsh/virsh.ts';
import type { DomainDriver } from '../model/domain.ts';
import type { LabSnapshot } from '../model/outer-vm.ts';
import type { OvsFlow } from '../model/ovs.ts';
import type { Progress } from '../model/progress.ts';
import type { LabState } from '../store/state.ts';
import type { ExecResult, Transport } from '../transport/transport.ts';

/** libvirt's verbs for one driver, in virsh's words. Mutating verbs are dry in a dry run. */
export type VirshVerbs = Pick<Virsh,
  | 'start' | 'shutdown' | 'destroy' | 'reset' | 'suspend' | 'resume' | 'autostart'
  | 'setmem' | 'setmaxmem' | 'setvcpus' | 'setMaxVcpus' | 'changeMedia' | 'attachCdrom'
  | 'managedsave' | 'snapshotCreateAs' | 'snapshotRevert' | 'snapshotDelete'
  | 'dumpxml' | 'dominfo' | 'domiftune' | 'snapshotList'>;

/** What is asked of, and done to, the switch and the links of the outer VM. */
export interface FabricVerbs {
  dumpFlows(bridge: string): Promise<readonly OvsFlow[]>;
  /** Dry in a dry run. */
  linkSet(dev: string, state: 'up' | 'down'): Promise<void>;
}

/** The outer VM's monitor, whichever protocol it speaks. */
export interface MonitorVerbs {
  /** QMP `query-status`, or HMP `info status`. */
  status(): Promise<{ readonly running: boolean; readonly status: string }>;
  /** One QMP command. @throws UnsupportedError on an HMP monitor. */
  qmp(execute: string, args: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** One HMP line (through `human-monitor-command` on a QMP monitor). */
  hmp(line: string): Promise<string>;
}

export interface UpOptions {
  /** Nodes with `autostart: false` too. */
  readonly all: boolean;
  /** Do not restore from a snapshot. */
  readonly cold: boolean;
}

/** What an ssh client needs to log in to the outer VM. */
export interface SshAccess {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly identityFile: string;
  readonly knownHostsFile: string;
  /** The user on the nodes' own sshd, reached through the outer VM. */
  readonly nodeUser: string;
}

/** A lab's life. */
export interface LabVerbs {
  up(options: UpOptions): Promise<unknown>;
  down(options: { readonly force: boolean }): Promise<unknown>;
  /** Down, and the overlay is thrown away: the next `up` is a first one. */
  reset(): Promise<unknown>;
  attach(options: { readonly monitor?: string; readonly serial?: string; readonly detach: boolean }): Promise<unknown>;
  snapshotSave(name: string): Promise<LabSnapshot>;
  snapshotRestore(name: string): Promise<unknown>;
  snapshotDelete(name: string): Promise<unknown>;
  doctor(level: 'host' | 'outer' | 'inner'): Promise<unknown>;
  /** @throws UnsupportedError when this lab has no sshd, RefusedError when it is down */
  sshAccess(): Promise<SshAccess>;
  paths(): readonly { readonly what: string; readonly path: string }[];
}

/** All that a command may touch. Composed by the keeper; fakes of it are one object. */
export interface CommandContext {
  readonly state: () => LabState;
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly dryRun: boolean;
  readonly timeoutMs: number | undefined;
  readonly progress: (progress: Progress) => void;
  readonly lab: LabVerbs;
  readonly monitor: MonitorVerbs;
  readonly virsh: (driver: DomainDriver) => VirshVerbs;
  readonly fabric: FabricVerbs;
  /** `outer`, `host` or a node's name. @throws UsageError on another word */
  readonly machine: (target: string) => Transport;
  readonly exec: (target: string, argv: readonly string[], stdin?: string) => Promise<ExecResult>;
}
