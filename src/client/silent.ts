import { readFile } from 'node:fs/promises';
import { LostError, RefusedError } from '../model/errors.ts';
import { type SocketHolder, socketHolders } from '../transport/socket-holder.ts';

/**
 * Why a single-client socket that accepts connections says nothing, as the error to throw: somebody else is connected, or the process behind it does not run.
 * @param path the socket; our own connection to it must be closed by now
 */
export async function silentError(what: string, path: string, cause: unknown): Promise<RefusedError | LostError> {
  const holders = await socketHolders(path);
  const client = holders.find(({ end }) => end === 'client');
  if (client !== undefined) return heldError(what, path, `it is held by ${client.command} (pid ${client.pid})`, cause);
  const server = holders.find(({ end }) => end === 'listener');
  if (server !== undefined && (await isStopped(server))) {
    const { command, pid } = server;
    return new LostError({ what: `${what} ${path} does not answer: ${command} (pid ${pid}) is stopped`, next: `kill -CONT ${pid}`, detail: 'process state T', cause });
  }
  return heldError(what, path, 'another client holds it, or QEMU is too busy to greet', cause);
}

function heldError(what: string, path: string, why: string, cause: unknown): RefusedError {
  return new RefusedError({
    what: `${what} ${path} accepts but says nothing: ${why}`,
    detail: 'QEMU serves one client per socket; a second one waits until the first has gone.',
    next: 'end the other client, or use the sockets that `labdeck paths` prints',
    cause,
  });
}

/** proc_pid_stat(5), field 3, after the command in brackets: T is stopped by a signal, t by a tracer. */
async function isStopped({ pid }: SocketHolder): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return /\) [Tt] /.test(stat);
}
