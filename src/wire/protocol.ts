import type { Failure } from '../model/failure.ts';
import type { Progress } from '../model/progress.ts';
import type { Change, Snapshot } from '../store/change.ts';
import type { KeeperInfo } from '../store/state.ts';

export type { Change, Snapshot } from '../store/change.ts';

/**
 * What keeper and front ends say to each other: JSON-RPC 2.0 with Content-Length headers over one unix socket per lab.
 * Every method is a row here; both ends are typed from it.
 */

export interface Hello {
  /** labdeck's version; a keeper that is older, or of another build of the same version, is replaced in place. */
  readonly version: string;
  /** `source` when run from the sources. */
  readonly build: string;
  readonly lab: string;
  readonly pid: number;
  readonly user: string;
  readonly tty: string;
  /** Starts no keeper, so a keeper of another version need not make room for one. */
  readonly onlyLooks?: true;
  /** It may look and not act: the keeper refuses what would change something. */
  readonly readonly?: true;
}

export interface Welcome {
  readonly welcome: true;
  readonly frontEnd: number;
  readonly keeperVersion: string;
  readonly keeperPid: number;
  readonly build: string;
  /** Names this run of the keeper: versions of the store count within it. */
  readonly epoch: string;
}

export type HelloAnswer =
  | Welcome
  /**
   * The keeper is of another version or build. `busy` says who blocks its replacement; `newer` says that it is the front end
   * that is old; else the keeper goes, and a new one may be started.
   */
  | { readonly welcome: false; readonly keeperVersion: string; readonly busy?: string; readonly newer?: true };

/** What `keeper status` shows; answered to any version of a front end, without a handshake. */
export interface KeeperStatus extends KeeperInfo {
  readonly lab: string;
  readonly build: string;
  /** What runs in it, a line each. */
  readonly running: readonly string[];
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

/** What came of a command, from the keeper's journal. */
export type CommandOutcome =
  /** No keeper of this lab began it. */
  | { readonly state: 'unseen' }
  | { readonly state: 'running' }
  | { readonly state: 'answered'; readonly answer: CommandAnswer }
  /** The keeper died while it ran: how far it came is not known. It was not run again. */
  | { readonly state: 'lost'; readonly startedAt: number };

/** Rows of what scrolls: never in the store, always asked for. */
export interface WindowRequest {
  /** `log:keeper`, `log:serial`, `log:build`, … */
  readonly source: string;
  /** First row wanted; negative counts from the end (-40 = the last 40). */
  readonly from: number;
  readonly height: number;
  readonly width: number;
  /** Rows that match, and no others: positions count among them. */
  readonly filter?: WindowFilter;
  /** The version of an answer that is known already: the next comes once it would be another one, or after half a minute. */
  readonly after?: number;
}

export interface WindowFilter {
  /** Plain words, found anywhere in a row whatever their case; with `regex` a JavaScript regular expression. */
  readonly text: string;
  readonly regex?: true;
  /** Rows that do not match. */
  readonly inverse?: true;
}

export interface WindowAnswer {
  /** Another one whenever the same request would be answered with other rows. */
  readonly version: number;
  readonly first: number;
  readonly total: number;
  readonly rows: readonly string[];
}

/**
 * A process at the far end with its streams handed through. Each stream is a connection of its own to the same socket: its
 * first line is `labdeck-stream TICKET`, then bytes pass as they are, both ways; ending one way leaves the other open.
 */
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
  'store/follow': [{ readonly epoch?: string; readonly version?: number }, Snapshot | { readonly changes: readonly Change[] }];
  /** What the front end shows, by probe name: probes nobody looks at stop. */
  'store/show': [{ readonly probes: readonly string[] }, null];
  /** Waits until each named probe has read at least once since now. */
  'store/refresh': [{ readonly probes: readonly string[]; readonly timeoutMs: number }, { readonly version: number }];
  'command/run': [CommandRequest, CommandAnswer];
  'command/outcome': [{ readonly token: string }, CommandOutcome];
  'window/rows': [WindowRequest, WindowAnswer];
  'stream/open': [StreamOpen, StreamTickets];
  'stream/exit': [{ readonly process: number }, { readonly status: number; readonly failure?: Failure }];
  'stream/kill': [{ readonly process: number; readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL' }, null];
  'keeper/status': [Readonly<Record<string, never>>, KeeperStatus];
  /** Ends the keeper; the lab goes on. Refused while something runs, unless `force`. */
  'keeper/stop': [{ readonly force: boolean }, { readonly stopped: boolean; readonly busy?: string }];
}

/** notification name -> params, keeper to front end */
export interface Notifications {
  'store/change': Change;
  /** In place of changes that a slow front end would never catch up with. */
  'store/snapshot': Snapshot;
  'command/progress': { readonly token: string; readonly progress: Progress };
  /** The keeper goes away on purpose. */
  'keeper/goodbye': { readonly why: string };
}
