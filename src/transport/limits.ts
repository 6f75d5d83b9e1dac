import { CancelledError, type LabdeckError, TimeoutError } from '../model/errors.ts';
import type { ExecRequest } from './transport.ts';

/**
 * Watches the limit and the cancellation of a request. `end` is called at most once, never before this returns.
 * The result stops the watching and must be called when the process has ended.
 */
export function watchLimits(machine: string, request: ExecRequest, end: (error: LabdeckError) => void): () => void {
  const { timeoutMs, signal } = request;
  let armed = true;
  const finish = (error: LabdeckError): void => {
    if (!armed) return;
    stop();
    end(error);
  };
  const cancel = (): void => finish(cancelled(machine, request));
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => finish(timedOut(machine, request)), timeoutMs);
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted === true) queueMicrotask(cancel);
  const stop = (): void => {
    armed = false;
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  };
  return stop;
}

export function timedOut(machine: string, { argv, timeoutMs }: ExecRequest): TimeoutError {
  return new TimeoutError({ what: `${argv[0] ?? ''} on ${machine} did not end within ${timeoutMs} ms`, argv, next: 'try a longer --timeout' });
}

function cancelled(machine: string, { argv }: ExecRequest): CancelledError {
  return new CancelledError({ what: `${argv[0] ?? ''} on ${machine} was cancelled`, argv });
}

/** A timer as a promise, for retries with a pause. Ends early, without an error, when `signal` aborts. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
    if (signal?.aborted === true) done();
  });
}
