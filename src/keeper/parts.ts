import type { Env, LabPaths } from '../config/paths.ts';
import type { Progress } from '../model/progress.ts';
import type { LabStore } from '../store/lab-store.ts';
import type { KeeperInfo } from '../store/state.ts';
import type { Exec } from '../transport/transport.ts';
import type { Identity } from '../wire/identity.ts';
import type { CommandAnswer, CommandRequest, StreamOpen, WindowAnswer, WindowRequest } from '../wire/protocol.ts';
import type { Clock } from '../model/clock.ts';
import type { Journal } from './journal.ts';

export interface DispatchContext {
  /** Aborted when the operator takes the command back, or goes away from one that does not outlive its front end. */
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
  /** Who asked: `ada on /dev/pts/3 (pid 4711)`. */
  readonly by: string;
}

/** What the life cycle needs from the lab behind it; made by the composition, or by a test. */
export interface LabParts {
  readonly store: LabStore;
  readonly dispatch: (request: CommandRequest, context: DispatchContext) => Promise<CommandAnswer>;
  /** Whether a command changes something: its outcome is kept on disk. */
  readonly mutates: (commandId: string) => boolean;
  /** Whether a command goes on when the front end that asked for it is gone. */
  readonly survives: (commandId: string) => boolean;
  /** Starts a process. @throws UsageError on an unknown target */
  readonly streams: (open: StreamOpen, context: { readonly signal: AbortSignal; readonly by: string }) => Exec | Promise<Exec>;
  readonly windows: (request: WindowRequest, signal: AbortSignal) => Promise<WindowAnswer>;
  /** Told what all front ends together look at, whenever that changes. */
  readonly shows: (probes: readonly string[]) => void;
  /** Waits until each probe has read since now. @throws TimeoutError, UsageError on an unknown probe */
  readonly refresh: (probes: readonly string[], limits: { readonly timeoutMs: number; readonly signal: AbortSignal }) => Promise<void>;
  /** Lets go of sockets and transports; the lab goes on. */
  readonly close: () => Promise<void>;
}

/** All that a keeper is made of. */
export interface KeeperParts extends LabParts {
  readonly identity: Identity;
  readonly lab: string;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly journal: Journal;
  readonly idleMs: number;
}

/** What a composition starts from. */
export interface Premises {
  readonly lab: string;
  /** The lab file. */
  readonly file: string;
  readonly paths: LabPaths;
  readonly env: Env;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** What the store's `keeper` slot holds at first. */
  readonly keeper: KeeperInfo;
}

/** Joins clients, probes and verbs into a lab; the one function that knows all rooms. @throws UsageError on a bad lab file */
export type Compose = (premises: Premises) => Promise<LabParts>;
