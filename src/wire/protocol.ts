import type { Failure } from '../model/failure.ts';
import type { Progress } from '../model/progress.ts';
import type { LabState, Slot } from '../store/state.ts';

/**
 * What keeper and front ends say to each other: JSON-RPC 2.0 with Content-Length headers over one unix socket per lab.
 * Every method is a row here; both ends are typed from it.
 */

export interface Hello {
  /** labdeck's version; a keeper that is older is replaced in place. */
  readonly version: string;
  readonly lab: string;
  readonly pid: number;
  readonly user: string;
  readonly tty: string;
}

export type HelloAnswer =
  | { readonly welcome: true; readonly frontEnd: number; readonly keeperVersion: string; readonly keeperPid: number; readonly build: string }
  /** The keeper is of another version or build: `busy` says who blocks its replacement, else it goes and a new one may be started. */
  | { readonly welcome: false; readonly keeperVersion: string; readonly busy?: string };

/** One slot of the store with its new value. Versions rise by one per change. */
export interface Change {
  readonly version: number;
  readonly slot: Slot;
  readonly value: LabState[Slot];
}

export interface Snapshot {
  readonly version: number;
  readonly state: LabState;
}

export interface CommandRequest {
  /** `vm.start` */
  readonly id: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly dryRun: boolean;
  readonly timeoutMs?: number;
  /** Chosen by the front end; a keeper that saw it before answers with what came of it and never runs a command twice. */
  readonly token: string;
}

/** One mutating step as it would be run. */
export interface PlannedAct {
  readonly machine: string;
  readonly argv: readonly string[];
}

export type CommandAnswer =
  | { readonly ok: true; readonly result: unknown; readonly planned?: readonly PlannedAct[] }
  | { readonly ok: false; readonly failure: Failure };

/** Rows of what scrolls: never in the store, always asked for. */
export interface WindowRequest {
  /** `log:keeper`, `log:serial`, `log:build`, … */
  readonly source: string;
  /** First row wanted; negative counts from the end (-40 = the last 40). */
  readonly from: number;
  readonly height: number;
  readonly width: number;
  readonly filter?: string;
}

export interface WindowAnswer {
  readonly version: number;
  readonly first: number;
  readonly total: number;
  readonly rows: readonly string[];
}

/** A process at the far end with its streams handed through; each stream is a connection of its own to the same socket. */
export interface StreamOpen {
  readonly target: string;
  readonly argv: readonly string[];
  readonly timeoutMs?: number;
}

export interface StreamTickets {
  /** Two-way: bytes in are standard input, bytes out standard output. */
  readonly io: string;
  readonly stderr: string;
  /** Asked for the exit status, and for cancellation. */
  readonly process: number;
}

/** request name -> [params, result] */
export interface Requests {
  hello: [Hello, HelloAnswer];
  /** Changes since `version`, and from now on by notification; a snapshot when the keeper no longer has them all. */
  'store/follow': [{ readonly version?: number }, Snapshot | { readonly changes: readonly Change[] }];
  /** What the front end shows, by probe name: probes nobody looks at stop. */
  'store/show': [{ readonly probes: readonly string[] }, null];
  /** Waits until each named probe has read at least once since now. */
  'store/refresh': [{ readonly probes: readonly string[]; readonly timeoutMs: number }, { readonly version: number }];
  'command/run': [CommandRequest, CommandAnswer];
  'window/rows': [WindowRequest, WindowAnswer];
  'stream/open': [StreamOpen, StreamTickets];
  'stream/exit': [{ readonly process: number }, { readonly status: number; readonly failure?: Failure }];
  'stream/kill': [{ readonly process: number; readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL' }, null];
  /** Ends the keeper; the lab goes on. Refused while something runs, unless `force`. */
  'keeper/stop': [{ readonly force: boolean }, { readonly stopped: boolean; readonly busy?: string }];
}

/** notification name -> params, keeper to front end */
export interface Notifications {
  'store/change': Change;
  'command/progress': { readonly token: string; readonly progress: Progress };
  /** The keeper goes away on purpose. */
  'keeper/goodbye': { readonly why: string };
}
