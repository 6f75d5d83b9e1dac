import { createConnection, type Socket } from 'node:net';
import { LabdeckError, LostError, RefusedError } from '../model/errors.ts';
import { type Limits, limited } from './limits.ts';

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such socket',
  ECONNREFUSED: 'nobody listens on it: the QEMU that made it is gone',
  EACCES: 'it may not be opened by this user',
  // connect(2): the backlog of a non-blocking unix socket is full. QEMU's holds one.
  EAGAIN: 'others already wait for it',
};

/** What a connection attempt failed with; `busy` when a listener is there but has no room. */
export class SocketOpenError extends LostError {
  readonly code: string;

  constructor(path: string, code: string, cause: Error) {
    super({ what: `cannot connect to ${path}: ${WHY[code] ?? cause.message}`, detail: cause.message, next: 'labdeck status', cause });
    this.code = code;
  }
}

/**
 * Connects to a unix socket.
 * @throws SocketOpenError, RefusedError for a path longer than a unix address can be (107 bytes on Linux), TimeoutError, CancelledError
 */
export function openSocket(path: string, limits: Limits): Promise<Socket> {
  if (Buffer.byteLength(path) > 107) return Promise.reject(new RefusedError({ what: `${path} is too long for a unix socket (107 bytes)`, detail: path }));
  return limited<Socket>(`a connection to ${path}`, limits, ({ resolve, reject }) => {
    const socket = createConnection({ path });
    const failed = (error: NodeJS.ErrnoException): void => reject(new SocketOpenError(path, error.code ?? '', error));
    socket.once('error', failed);
    socket.once('connect', () => (socket.off('error', failed), resolve(socket)));
    return () => socket.destroy();
  });
}

/** Whether a listener is there but somebody else is being served. */
export function isBusy(error: unknown): boolean {
  return error instanceof SocketOpenError && error.code === 'EAGAIN';
}

export function isGone(error: unknown): boolean {
  return error instanceof LabdeckError && error instanceof SocketOpenError && ['ENOENT', 'ECONNREFUSED'].includes(error.code);
}
