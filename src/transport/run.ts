import { buffer } from 'node:stream/consumers';
import { ExitError } from '../model/errors.ts';
import type { ExecRequest, ExecResult, Transport } from './transport.ts';

/** What a one-shot run may add to a request: bytes for its standard input. */
export interface RunRequest extends ExecRequest {
  readonly stdin?: string | Uint8Array;
}

/**
 * Runs a process to its end and collects what it printed. A status that is not 0 is a result, not an error.
 * @throws LostError, TimeoutError, CancelledError
 */
export async function run(transport: Transport, request: RunRequest): Promise<ExecResult> {
  const startedAt = performance.now();
  const exec = transport.spawn(request);
  // The far end may close its input before it took all of it; the exit status tells what it thought of that.
  exec.stdin.on('error', () => undefined);
  exec.stdin.end(request.stdin ?? '');
  const [stdout, stderr, exit] = await Promise.all([buffer(exec.stdout), buffer(exec.stderr), exec.exit]);
  return { argv: request.argv, ...exit, stdout, stderr, durationMs: performance.now() - startedAt };
}

/**
 * As {@link run}, for processes that have to succeed.
 * @throws ExitError with argv, status and stderr, and all that `run` throws
 */
export async function runOk(transport: Transport, request: RunRequest): Promise<ExecResult> {
  const result = await run(transport, request);
  if (result.status !== 0) throw exitError(transport.machine, result);
  return result;
}

/** A result with a status that is not 0, as the error it is. */
export function exitError(machine: string, result: ExecResult): ExitError {
  const stderr = result.stderr.toString('utf8').trim();
  return new ExitError({
    what: `${result.argv[0] ?? ''} on ${machine} ended with status ${result.status}`,
    argv: result.argv,
    status: result.status,
    detail: stderr === '' ? result.stdout.toString('utf8').trim() : stderr,
  });
}
