import type { Readable, Writable } from 'node:stream';

/** One process to run at the far end. `argv` is executed as it is: no shell reads it. */
export interface ExecRequest {
  readonly argv: readonly string[];
  /** Added to the environment at the far end. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Limit from start to exit; the process is killed and `TimeoutError` thrown. */
  readonly timeoutMs?: number;
  /** Cancellation: the process (group) is killed at the far end, and `CancelledError` thrown. */
  readonly signal?: AbortSignal;
}

/** How a process ended. `signal` is set when one killed it; `status` is then 128 + its number, as a shell reports it. */
export interface ExitStatus {
  readonly status: number;
  readonly signal?: string;
}

/**
 * A running process. Bytes pass unchanged, with back-pressure: nothing is read from the far end that nobody takes here.
 * Both output streams end before `exit` resolves. A stream nobody wants must be `resume()`d.
 * `exit` rejects with LostError (far end gone), TimeoutError or CancelledError; a status that is not 0 is no error here.
 */
export interface Exec {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly exit: Promise<ExitStatus>;
  kill(signal?: 'SIGTERM' | 'SIGKILL' | 'SIGINT' | 'SIGHUP'): void;
}

export type TransportName = 'local' | 'ssh' | 'channel' | 'serial';

/** Moves bytes to and from one machine. One contract, several ways. */
export interface Transport {
  readonly name: TransportName;
  /** For messages and the command log: `host`, `outer`, `n100-1`. */
  readonly machine: string;
  /** Starts a process. Queues when the transport has no lane free. */
  spawn(request: ExecRequest): Exec;
  close(): Promise<void>;
}

export interface ExecResult extends ExitStatus {
  readonly argv: readonly string[];
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly durationMs: number;
}
