import type { Readable, Writable } from 'node:stream';

export interface InputStream extends Readable {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
}

export interface OutputStream extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** All that the command line touches of the process it runs in. Tests make one of their own. */
export interface CliIo {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly uid: number;
  readonly cwd: string;
  readonly now: () => number;
  /** Calls back at each Ctrl-C, until the returned function is called. */
  readonly onInterrupt: (pressed: () => void) => () => void;
}

/** The real process. Each of its streams costs a start something, and is opened when it is first asked for. */
export function processIo(): CliIo {
  return {
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      return process.stdout;
    },
    get stderr() {
      return process.stderr;
    },
    env: process.env,
    uid: process.getuid?.() ?? 0,
    cwd: process.cwd(),
    now: Date.now,
    onInterrupt: (pressed) => {
      process.on('SIGINT', pressed);
      return () => process.off('SIGINT', pressed);
    },
  };
}
