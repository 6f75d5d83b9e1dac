import { CancelledError, TimeoutError } from '../model/errors.ts';

/** How long to wait for one answer, and how to stop waiting earlier. */
export interface Limits {
  /** Infinity: as long as it takes. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** For commands that only their giver may end. */
export const NO_LIMIT: Limits = { timeoutMs: Infinity };

interface Settle<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A promise settled by its owner, by its time limit or by cancellation, whichever comes first. `begin` starts the work and gives back what is to be
 * done when nobody waits any more.
 * @throws TimeoutError, CancelledError, both naming `what`
 */
export function limited<T>(what: string, limits: Limits, begin: (settle: Settle<T>) => () => void): Promise<T> {
  const { timeoutMs, signal } = limits;
  if (signal?.aborted === true) return Promise.reject(new CancelledError({ what: `${what} was cancelled before it was sent` }));
  return new Promise<T>((resolve, reject) => {
    let abandon = (): void => undefined;
    const giveUp = (error: Error) => {
      settle.reject(error);
      abandon();
    };
    const cancel = () => giveUp(new CancelledError({ what: `${what} was cancelled` }));
    const late = () => giveUp(new TimeoutError({ what: `${what} was not answered within ${timeoutMs} ms` }));
    const timer = timeoutMs === undefined || timeoutMs === Infinity ? undefined : setTimeout(late, timeoutMs);
    const release = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
    };
    const settle: Settle<T> = {
      resolve: (value) => (release(), resolve(value)),
      reject: (error) => (release(), reject(error)),
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      abandon = begin(settle);
    } catch (error) {
      settle.reject(error as Error);
    }
  });
}
