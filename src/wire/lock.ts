import { createHash, randomBytes } from 'node:crypto';
import { linkSync, lstatSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { LabPaths } from '../config/paths.ts';

/** `keeper`: owns the lab. `start`: is just starting a keeper, so that twenty front ends at once start one process, not twenty. */
export type LockName = 'keeper' | 'start';

export interface Held {
  release(): Promise<void>;
}

/**
 * Takes a lock that the kernel gives back when its holder dies, however it dies: a bound unix socket. On Linux it has an
 * abstract name (unix(7)), so that no file can be left behind; elsewhere a file that nobody answers is taken over.
 * @param says a line about the holder, for those who ask {@link holder}
 * @returns undefined when somebody else holds it
 */
export async function hold(paths: LabPaths, name: LockName, says: string): Promise<Held | undefined> {
  if (!exists(paths.keeperLock)) makeSecret(paths.keeperLock);
  const address = addressOf(paths, name);
  return (await bind(address, says)) ?? (await takeOver(address, says));
}

/** What the holder of a lock says of itself; '' when it does not answer within `limitMs`; undefined when nobody holds it. */
export function holder(paths: LabPaths, name: LockName, limitMs = 1000): Promise<string | undefined> {
  return new Promise((resolve) => {
    if (!exists(paths.keeperLock)) return resolve(undefined);
    const socket = connect({ path: addressOf(paths, name) });
    socket.setTimeout(limitMs, () => socket.destroy()).setEncoding('utf8');
    let says: string | undefined;
    socket.on('connect', () => { says ??= ''; });
    socket.on('data', (line: string) => {
      says = line.trim();
      socket.destroy();
    });
    // Nobody there: `says` was never set.
    socket.on('error', () => undefined).on('close', () => resolve(says));
  });
}

/** Resolves once the holder let go of the lock, or died; at once when nobody holds it. */
export function untilReleased(paths: LabPaths, name: LockName, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (!exists(paths.keeperLock)) return resolve();
    const socket = connect({ path: addressOf(paths, name) });
    const stop = (): void => void socket.destroy();
    signal.addEventListener('abort', stop);
    // Errors are answers too: nobody listens, so nobody holds it.
    socket.on('error', () => undefined).resume();
    socket.on('close', () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
  });
}

function bind(address: string, says: string): Promise<Held | undefined> {
  const asking = new Set<Socket>();
  const server = createServer((socket) => {
    asking.add(socket.unref());
    // Who asks may be gone before it is told.
    socket.on('error', () => undefined).on('close', () => asking.delete(socket));
    socket.resume().write(`${says}\n`);
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen({ path: address }, () => resolve({ release: () => release(server.unref(), asking) }));
  });
}

function release(server: Server, asking: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of asking) socket.destroy();
  });
}

async function takeOver(address: string, says: string): Promise<Held | undefined> {
  if (address.startsWith('\0') || (await answers(address))) return undefined;
  rmSync(address, { force: true });
  return bind(address, says);
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path: address });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** Abstract names are open to every user of the machine: a secret in it keeps others from taking it first. */
function addressOf(paths: LabPaths, name: LockName): string {
  if (process.platform !== 'linux') return join(paths.runtime, `${name}.lock`);
  return `\0labdeck-${name}-${createHash('sha256').update(`${secretOf(paths.keeperLock)} ${paths.state}`).digest('hex').slice(0, 32)}`;
}

function secretOf(file: string): string {
  return readFileSync(file, 'utf8').trim();
}

function exists(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** The secret of this lab's locks, made by whoever comes first: linking a finished file into place has one winner. */
function makeSecret(file: string): void {
  const fresh = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(fresh, `${randomBytes(16).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(fresh);
  }
}
