import { spawn } from 'node:child_process';
import { ROOT } from './root.ts';

export interface Ran {
  readonly status: number;
  /** What it printed on both streams; empty when it printed to ours. */
  readonly output: string;
}

export interface RunOptions {
  /** Let it print to our own output as it goes; else its output is kept and handed back. */
  readonly show?: boolean;
  /** Let it have our standard input: a program that a person works with. */
  readonly keys?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs argv in the checkout. A status that is not 0 is an answer; a program that cannot be started has 127. */
export function run(argv: readonly [string, ...string[]], { show = false, keys = false, env = {} }: RunOptions = {}): Promise<Ran> {
  const [file, ...args] = argv;
  const child = spawn(file, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: [keys ? 'inherit' : 'ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'] });
  const heard: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes: Buffer) => heard.push(bytes));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ status: 127, output: error.message }));
    child.on('close', (status) => resolve({ status: status ?? 1, output: Buffer.concat(heard).toString('utf8') }));
  });
}

/** A script of one of our packages, under the Node that runs us. */
export const nodeScript = (path: string, ...args: string[]): [string, ...string[]] => [process.execPath, path, ...args];
