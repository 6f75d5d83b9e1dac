import { lstatSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import type { Duplex } from 'node:stream';
import { checkPrivate } from '../config/dirs.ts';
import { LostError, RefusedError } from '../model/errors.ts';

/** Opens one more connection to the same keeper. */
export type Dial = () => Promise<Duplex>;

/**
 * Connects to a keeper's socket, after a look at who owns it: only this user may have made it. Undefined when no keeper is there.
 * @throws RefusedError when the socket or its directory is not this user's alone
 */
export async function dialSocket(path: string, uid: number): Promise<Duplex | undefined> {
  if (!isOurs(path, uid)) return undefined;
  return connectTo(path);
}

function isOurs(path: string, uid: number): boolean {
  if (lstatSync(dirname(path), { throwIfNoEntry: false }) === undefined) return false;
  checkPrivate(dirname(path), uid);
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return false;
  if (stats.isSocket() && stats.uid === uid && (stats.mode & 0o077) === 0) return true;
  const mode = (stats.mode & 0o777).toString(8);
  throw new RefusedError({ what: `${path} is not a socket of uid ${uid} alone: uid ${stats.uid}, mode 0${mode}`, next: `look who made it, then remove ${path}` });
}

/** ENOENT: gone since the look. ECONNREFUSED: its keeper died and left the file. ECONNRESET: it is closing right now. */
const NOBODY = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET']);

function connectTo(path: string): Promise<Duplex | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path, allowHalfOpen: true });
    const onError = (error: NodeJS.ErrnoException): void => {
      if (NOBODY.has(error.code ?? '')) resolve(undefined);
      else reject(new LostError({ what: `cannot connect to ${path}`, detail: error.message, cause: error }));
    };
    socket.once('error', onError);
    socket.once('connect', () => {
      socket.off('error', onError);
      resolve(socket);
    });
  });
}
