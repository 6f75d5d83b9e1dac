import { once } from 'node:events';
import { type Duplex, PassThrough, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { LostError } from '../model/errors.ts';
import type { Exec, ExitStatus } from '../transport/transport.ts';

/**
 * Being on a line, in the form of a process, so that it can be handed through like one: what is typed goes down the line, what
 * comes is its output. It ends with status 0 when the typing ends, or when it is killed.
 * @throws what `join` throws; `exit` rejects with LostError when the line goes away
 */
export async function lineExec(join: () => Promise<Duplex>, signal: AbortSignal): Promise<Exec> {
  const person = await join();
  const stdout = person.pipe(new PassThrough());
  const stdin = new PassThrough();
  stdin.pipe(person, { end: false });
  const leave = new AbortController();
  const kill = (): void => leave.abort();
  signal.addEventListener('abort', kill, { once: true });
  const exit = until(person, stdin, leave.signal).finally(() => {
    signal.removeEventListener('abort', kill);
    stdout.end();
    person.destroy();
  });
  // Whoever reads the output first asks for the exit later; until then a failure is not unheard.
  exit.catch(() => undefined);
  return { stdin, stdout, stderr: Readable.from([]), exit, kill };
}

async function until(person: Duplex, stdin: PassThrough, left: AbortSignal): Promise<ExitStatus> {
  const over = finished(person, { writable: false, error: false }).then(
    () => 'line' as const,
    (error: unknown) => Promise.reject(lost(error)),
  );
  const typed = finished(stdin).then(() => 'typist' as const);
  const killed = left.aborted ? Promise.resolve('typist' as const) : once(left, 'abort').then(() => 'typist' as const);
  if ((await Promise.race([over, typed, killed])) === 'line') throw lost(undefined);
  return { status: 0 };
}

function lost(cause: unknown): LostError {
  return new LostError({ what: 'the serial line went away', next: 'labdeck status', detail: cause === undefined ? '' : String(cause), cause });
}
