import { appendFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { ExitError } from '../../model/errors.ts';
import type { Transport } from '../../transport/transport.ts';

export interface ToolOptions {
  /** Gets every line; appended to. */
  readonly log: string;
  readonly uid: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
}

const TAIL_LINES = 15;
/** A tool said that the disk is full. `noRoom` in ./room.ts tells the operator. */
export class DiskFullError extends ExitError {}

/** strerror(ENOSPC) and, from a quota, strerror(EDQUOT). */
const DISK_FULL = /No space left on device|Disk quota exceeded|write error: no space/i;

/**
 * Runs a tool of a build to its end. It dies with this process, also with one that is killed: see {@link leashedRoot}.
 * @throws DiskFullError when the disk ran full, ExitError with the last lines and the log's path otherwise, CancelledError
 */
export async function runTool(host: Transport, argv: readonly string[], options: ToolOptions): Promise<void> {
  await appendFile(options.log, `$ ${JSON.stringify(argv)}\n`);
  const tail: Tail = { lines: [], diskFull: false };
  const { env, signal } = options;
  const exec = host.spawn({ argv: leashedRoot(argv, options.uid), ...(env === undefined ? {} : { env }), ...(signal === undefined ? {} : { signal }) });
  exec.stdin.on('error', () => undefined);
  exec.stdin.end();
  const take = async (stream: Readable) => {
    for await (const line of createInterface({ input: stream })) await keepLine(line, tail, options);
  };
  const [, , { status }] = await Promise.all([take(exec.stdout), take(exec.stderr), exec.exit]);
  if (status !== 0) throw failed(argv, status, tail, options.log);
}

/** The last lines, and whether any line at all spoke of a full disk: a tool says more after that. */
interface Tail {
  readonly lines: string[];
  diskFull: boolean;
}

async function keepLine(line: string, tail: Tail, { log, onLine }: ToolOptions): Promise<void> {
  tail.lines.push(line);
  if (tail.lines.length > TAIL_LINES) tail.lines.shift();
  tail.diskFull ||= DISK_FULL.test(line);
  onLine?.(line);
  await appendFile(log, `${line}\n`);
}

function failed(argv: readonly string[], status: number, { lines, diskFull }: Tail, log: string): Error {
  const detail = lines.join('\n');
  const next = `full log: ${log}`;
  const Kind = diskFull ? DiskFullError : ExitError;
  return new Kind({ what: `${argv[0] ?? ''} ended with status ${status}`, next, argv, status, detail });
}

/** Others than root are root of a user namespace, with their subordinate ids (subuid(5)) for the owners that files are to have in an image. */
const ROOT_OF_A_NAMESPACE = ['--user', '--map-auto', '--map-root-user'] as const;

/**
 * argv as root of a process namespace that ends as soon as the process that started it is gone (PR_SET_PDEATHSIG of prctl(2)):
 * a build that is killed leaves nobody behind who writes on.
 */
export function leashedRoot(argv: readonly string[], uid: number): string[] {
  const user = uid === 0 ? [] : ROOT_OF_A_NAMESPACE;
  return ['setpriv', '--pdeathsig', 'KILL', '--', 'unshare', ...user, '--pid', '--mount-proc', '--fork', '--kill-child', '--', ...argv];
}
