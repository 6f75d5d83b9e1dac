import { type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';

/** Where the kernel tells nothing (a network file system), a file is looked at this often. */
const LOOK_MS = 1_000;

/**
 * Resolves when something was written to a file, it came to be or went away, `limitMs` are over, or `signal` aborts.
 * A write between a look at the file and this is missed: begin to wait first, then look.
 */
export function growth(file: string, limitMs: number, signal: AbortSignal): { readonly happened: Promise<void>; readonly stop: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const watcher = watcherOf(file) ?? watcherOf(dirname(file));
  const wake = (): void => resolve();
  const timer = setTimeout(wake, watcher === undefined ? Math.min(limitMs, LOOK_MS) : limitMs);
  const stop = (): void => {
    clearTimeout(timer);
    watcher?.close();
    signal.removeEventListener('abort', wake);
  };
  watcher?.on('change', wake).on('error', wake);
  signal.addEventListener('abort', wake, { once: true });
  if (signal.aborted) wake();
  return { happened: promise.finally(stop), stop };
}

/** Undefined for what is not there, or where no watch is left to be had (inotify(7): ENOSPC). */
function watcherOf(path: string): FSWatcher | undefined {
  try {
    return watch(path, { persistent: false });
  } catch {
    return undefined;
  }
}
