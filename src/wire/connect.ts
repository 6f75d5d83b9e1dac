import { setTimeout as wait } from 'node:timers/promises';
import { findLab, openLab } from '../config/dirs.ts';
import type { Env, LabPaths } from '../config/paths.ts';
import { LostError, RefusedError, TimeoutError } from '../model/errors.ts';
import { dialSocket } from './dial.ts';
import { type KeeperProgram, startKeeper } from './keeper-process.ts';
import { greet, type Greeting, type Link, orLost } from './link.ts';
import { hold, untilReleased } from './lock.ts';
import type { Hello } from './protocol.ts';

export interface ConnectOptions {
  readonly lab: string;
  readonly env: Env;
  readonly uid: number;
  readonly hello: Hello;
  readonly program: KeeperProgram;
  /** For all of it: waiting for an older keeper's work to end, starting a new one, the handshake. */
  readonly limitMs?: number;
  /** Told, once each, what takes time. */
  readonly says?: (line: string) => void;
}

const DEFAULT_LIMIT_MS = 20_000;

/** A keeper of another labdeck that makes no room for who only looks. */
interface Stays {
  readonly keeperVersion: string;
}

/**
 * A link to the lab's keeper; starts one when there is none, and replaces one of an older version in place. Any number of front
 * ends may do so at once: one keeper comes of it. A labdeck whose files were replaced while it runs starts a keeper of the new
 * ones: that one is left in peace, as is any by a front end that only looks.
 * @throws RefusedError when the keeper is busy and old, newer than this front end, or another one that is left in peace;
 * TimeoutError when it does not answer; what kept it from starting
 */
export async function connectOrStart(options: ConnectOptions): Promise<Link> {
  return limited(options, async (signal) => {
    for (let hello = options.hello; ; ) {
      // Anew each time: a keeper that just came up may have settled on another runtime directory.
      const paths = openLab(options.lab, options.env, options.uid);
      const link = await tryConnect(paths, { ...options, hello }, signal);
      if (link !== undefined) return unlessOther(link);
      if (await startOnce(paths, options, signal)) hello = { ...hello, onlyLooks: true };
      signal.throwIfAborted();
    }
  });
}

/** A link to the keeper that runs; undefined when none does, or one of another labdeck. Starts nothing and makes nothing. */
export async function connectIfRunning(options: Omit<ConnectOptions, 'program'>): Promise<Link | undefined> {
  const paths = findLab(options.lab, options.env, options.uid);
  const hello: Hello = { ...options.hello, onlyLooks: true };
  const link = await limited(options, (signal) => tryConnect(paths, { ...options, hello }, signal));
  return link === undefined || 'keeperVersion' in link ? undefined : link;
}

function unlessOther(link: Link | Stays): Link {
  if (!('keeperVersion' in link)) return link;
  throw new RefusedError({ what: `another build of labdeck (${link.keeperVersion}) keeps this lab now`, next: 'leave this one and start it again' });
}

/** Undefined when no keeper answers, or the one that did is going. */
async function tryConnect(paths: LabPaths, options: Omit<ConnectOptions, 'program'>, signal: AbortSignal): Promise<Link | Stays | undefined> {
  const greeting = await sayHello(paths, options, signal);
  if (greeting === undefined) return undefined;
  if ('link' in greeting) return greeting.link;
  const { keeperVersion, busy, newer } = greeting.turnedAway;
  if (newer === true) throw new RefusedError({ what: `the keeper is labdeck ${keeperVersion}, newer than this ${options.hello.version}`, next: 'use that version, or: labdeck keeper stop' });
  if (busy === undefined) return options.hello.onlyLooks === true ? { keeperVersion } : undefined;
  options.says?.(`a keeper of another labdeck (${keeperVersion}) finishes first: ${busy}`);
  return outwait({ keeperVersion, busy }, () => tryConnect(paths, withoutSaying(options), signal), signal);
}

const withoutSaying = ({ says: _said, ...quiet }: Omit<ConnectOptions, 'program'>): Omit<ConnectOptions, 'program'> => quiet;

const ASK_AGAIN_MS = 200;

/** Asks again a little later. When the time is over, whoever blocks is the reason. */
async function outwait<T>({ keeperVersion, busy }: { readonly keeperVersion: string; readonly busy: string }, again: () => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    await wait(ASK_AGAIN_MS, undefined, { signal });
    return await again();
  } catch (error) {
    if (!signal.aborted || error instanceof RefusedError) throw error;
    throw new RefusedError({ what: `the keeper is another labdeck (${keeperVersion}) and busy: ${busy}`, next: 'wait for it, or: labdeck keeper stop --force', cause: error });
  }
}

async function sayHello(paths: LabPaths, { uid, hello }: Omit<ConnectOptions, 'program'>, signal: AbortSignal): Promise<Greeting | undefined> {
  const duplex = await dialSocket(paths.keeperSocket, uid);
  if (duplex === undefined) return undefined;
  const hangUp = (): void => void duplex.destroy();
  signal.addEventListener('abort', hangUp, { once: true });
  try {
    return await greet(duplex, orLost(() => dialSocket(paths.keeperSocket, uid)), hello);
  } catch (error) {
    // It was just ending: nothing was asked of it yet, so asking again is safe.
    if (error instanceof LostError && !signal.aborted) return undefined;
    throw error;
  } finally {
    signal.removeEventListener('abort', hangUp);
  }
}

/** Starts a keeper, or waits while another front end does. Says whether it was started here. */
async function startOnce(paths: LabPaths, { program, says }: ConnectOptions, signal: AbortSignal): Promise<boolean> {
  const starting = await hold(paths, 'start', `${process.pid}`);
  if (starting === undefined) {
    await untilReleased(paths, 'start', signal);
    return false;
  }
  try {
    says?.(`starting the keeper of ${paths.lab}`);
    await startKeeper(paths, program, signal);
    return true;
  } finally {
    await starting.release();
  }
}

/** Gives `run` a signal that ends it after `limitMs`. */
async function limited<T>({ lab, limitMs = DEFAULT_LIMIT_MS }: Pick<ConnectOptions, 'lab' | 'limitMs'>, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(limitMs);
  try {
    return await run(signal);
  } catch (error) {
    if (!signal.aborted || error instanceof RefusedError) throw error;
    throw new TimeoutError({ what: `the keeper of ${lab} did not answer within ${limitMs} ms`, next: 'labdeck keeper stop --force, then again', cause: error });
  }
}
