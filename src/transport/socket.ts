import { type Socket, createConnection } from 'node:net';
import { type LabdeckError, LostError, RefusedError, TimeoutError, UsageError } from '../model/errors.ts';
import { holderLine, socketHolders } from './socket-holder.ts';

/** `sun_path` of Linux holds 108 bytes with the closing NUL (unix(7)). */
const PATH_BYTES = 107;

/**
 * Connects to a unix socket.
 * @param limitMs for the connection alone; a listener whose backlog is full does not answer
 * @throws UsageError (path too long), LostError (nothing listens there), RefusedError (no permission), TimeoutError
 */
export function connectSocket(path: string, limitMs = 5_000): Promise<Socket> {
  if (Buffer.byteLength(path) > PATH_BYTES) {
    const what = `${path} is too long for a unix socket: ${Buffer.byteLength(path)} bytes, ${PATH_BYTES} fit`;
    return Promise.reject(new UsageError({ what, next: 'put the state directory somewhere shorter' }));
  }
  const socket = createConnection({ path });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.destroy();
      noAnswer(path, limitMs).then(reject, reject);
    }, limitMs);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(connectError(path, error));
    });
  });
}

type Explain = (path: string, cause: Error) => LabdeckError;

const REASONS: Readonly<Record<string, Explain>> = {
  ENOENT: (path, cause) => new LostError({ what: `there is no socket ${path}`, next: 'labdeck up', detail: cause.message, cause }),
  ENOTDIR: (path, cause) => new LostError({ what: `there is no socket ${path}`, next: 'labdeck up', detail: cause.message, cause }),
  ECONNREFUSED: (path, cause) =>
    new LostError({ what: `nothing listens on ${path}`, next: 'the process that made it has ended: labdeck up', detail: cause.message, cause }),
  EAGAIN: (path, cause) => new RefusedError({ what: `${path} takes no more connections: somebody else holds it`, detail: cause.message, cause }),
  EACCES: (path, cause) => new RefusedError({ what: `no permission to open ${path}`, next: `ls -l ${path}`, detail: cause.message, cause }),
};

function connectError(path: string, cause: NodeJS.ErrnoException): LabdeckError {
  const explain = REASONS[cause.code ?? ''];
  return explain?.(path, cause) ?? new LostError({ what: `cannot connect to ${path}`, detail: cause.message, cause });
}

async function noAnswer(path: string, limitMs: number): Promise<TimeoutError> {
  const holders = await socketHolders(path);
  return new TimeoutError({ what: `${path} did not accept a connection within ${limitMs} ms`, detail: holders.map(holderLine).join('\n') });
}
