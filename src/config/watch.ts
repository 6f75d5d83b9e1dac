import { type FSWatcher, watch } from 'chokidar';
import { toFailure } from '../model/errors.ts';
import type { Failure } from '../model/failure.ts';

export interface ConfigWatch {
  readonly close: () => Promise<void>;
  /** Resolves when the file is being watched. */
  readonly ready: Promise<void>;
}

export interface ConfigNews<T> {
  /** The file changed, and this is what it says now. */
  readonly good: (value: T) => void;
  /** The file changed and cannot be used: the last good one stays. */
  readonly bad: (failure: Failure) => void;
}

/**
 * Watches a configuration file. A file that does not load is told to `bad`, and whoever listens keeps what it had.
 * Editors that replace the file instead of writing into it are followed.
 */
export function watchConfig<T>(file: string, load: (file: string) => T, news: ConfigNews<T>): ConfigWatch {
  const watcher = watch(file, { ignoreInitial: true, awaitWriteFinish: { stabilityThreshold: 100, pollInterval: 20 }, atomic: 200 });
  const read = (): void => tell(() => load(file), news);
  watcher.on('add', read).on('change', read).on('unlink', read);
  watcher.on('error', (error) => news.bad(toFailure(error)));
  return { close: () => watcher.close(), ready: whenReady(watcher) };
}

function whenReady(watcher: FSWatcher): Promise<void> {
  return new Promise((resolve) => void watcher.once('ready', resolve));
}

function tell<T>(load: () => T, { good, bad }: ConfigNews<T>): void {
  let value: T;
  try {
    value = load();
  } catch (error) {
    bad(toFailure(error));
    return;
  }
  good(value);
}
