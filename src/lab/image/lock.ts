import { once } from 'node:events';
import type { Transport } from '../../transport/transport.ts';

/** flock(1) answers this when somebody else holds the lock. */
const TAKEN = 75;

export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the lock on `file`, at once or not at all. A child holds it (flock(2)) for as long as we keep its standard input open, so it is
 * free again the moment this process is gone, whichever way it went.
 */
export async function tryLock(host: Transport, file: string, signal?: AbortSignal): Promise<Lock | undefined> {
  return take(host, file, ['--nonblock', '--conflict-exit-code', String(TAKEN)], signal);
}

/** As {@link tryLock}, but waits its turn. @throws CancelledError */
export async function waitForLock(host: Transport, file: string, signal?: AbortSignal): Promise<Lock> {
  const lock = await take(host, file, [], signal);
  if (lock === undefined) throw new Error(`flock gave up on ${file} though it was told to wait`);
  return lock;
}

async function take(host: Transport, file: string, how: readonly string[], signal?: AbortSignal): Promise<Lock | undefined> {
  const argv = ['flock', '--exclusive', ...how, file, 'sh', '-c', 'echo locked; exec cat'];
  const exec = host.spawn({ argv, ...(signal === undefined ? {} : { signal }) });
  exec.stderr.resume();
  const held = await Promise.race([once(exec.stdout, 'data').then(() => true), exec.exit.then(({ status }) => refused(status, argv))]);
  if (!held) return undefined;
  exec.stdout.resume();
  return {
    release: async () => {
      exec.stdin.end();
      await exec.exit;
    },
  };
}

function refused(status: number, argv: readonly string[]): false {
  if (status === TAKEN) return false;
  throw new Error(`${argv.join(' ')} ended with status ${status}`);
}
