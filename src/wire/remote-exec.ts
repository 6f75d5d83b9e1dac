import { type Duplex, type Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { fromFailure } from '../model/errors.ts';
import type { Link } from './link.ts';
import type { StreamOpen } from './protocol.ts';

/** A process at the far end of the keeper, with its streams. Bytes pass unchanged, with back-pressure on all of the way. */
export interface RemoteExec {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /**
   * Resolves after both outputs ended; an output that nobody wants has to be `resume()`d. A status that is not 0 is no error.
   * @throws LostError, TimeoutError, CancelledError
   */
  readonly exit: Promise<{ readonly status: number }>;
  kill(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void;
}

/**
 * Starts a process through the keeper.
 * @param signal cancels: the process is killed at the far end
 */
export async function openRemoteExec(link: Link, open: StreamOpen, signal?: AbortSignal): Promise<RemoteExec> {
  const tickets = await link.request('stream/open', open, signal);
  const kill = (name: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void => {
    // A keeper that is gone has taken the process with it, and `exit` tells.
    link.request('stream/kill', { process: tickets.process, signal: name }).catch(() => undefined);
  };
  signal?.addEventListener('abort', () => kill('SIGKILL'));
  if (signal?.aborted === true) kill('SIGKILL');
  const [io, stderr] = await Promise.all([link.openStream(tickets.io), link.openStream(tickets.stderr)]);
  stderr.end();
  stderr.on('error', () => stderr.destroy());
  const exit = exitOf(link, tickets.process, [io, stderr]);
  // Whoever wants the exit awaits it, perhaps only after the output: until then a failure is not unheard.
  exit.catch(() => undefined);
  return { stdin: input(io), stdout: io, stderr, exit, kill };
}

async function exitOf(link: Link, process: number, outputs: readonly Duplex[]): Promise<{ readonly status: number }> {
  const [{ status, failure }] = await Promise.all([link.request('stream/exit', { process }), ...outputs.map(ended)]);
  if (failure !== undefined) throw fromFailure(failure);
  return { status };
}

/** A connection that breaks ends its output as well; `stream/exit` says why. */
async function ended(output: Duplex): Promise<void> {
  await finished(output, { writable: false, error: false }).catch(() => undefined);
}

/** The writable half. What is written after the process has gone falls away, as into a pipe whose reader ignores it. */
function input(io: Duplex): Writable {
  io.once('end', () => io.end());
  io.on('error', () => io.destroy());
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (io.writable) io.write(chunk, () => done());
      else done();
    },
    final: (done) => {
      io.end(() => done());
    },
  });
}
