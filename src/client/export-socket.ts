import { chmod, unlink } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { ifAbsent } from '../model/absent.ts';
import { LabdeckError, RefusedError } from '../model/errors.ts';
import { connectSocket } from '../transport/socket.ts';

/** A monitor passed on to any number of clients, on a socket of our own. */
export interface MonitorExport {
  readonly path: string;
  /** How many are connected. */
  readonly clients: () => number;
  close(): Promise<void>;
}

/** A client that takes no bytes while this much waits for it is let go: one stuck screen must not fill the keeper's memory. */
export const MAX_UNREAD_BYTES = 16 * 1024 * 1024;

/**
 * Listens on `path` (mode 0600, in a directory that is ours alone). A socket file left by a process that is gone is replaced. `onClient` ends the socket: one
 * that has said all it wants (`echo … | socat`) still gets its answers.
 * @throws RefusedError when somebody listens there
 */
export async function serveSocket(path: string, onClient: (socket: Socket) => void): Promise<MonitorExport> {
  await removeStale(path);
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    // What a client's end of the connection does is its own affair; `close` follows.
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    onClient(socket);
  });
  server.listen(path);
  await once(server, 'listening');
  await chmod(path, 0o600);
  return { path, clients: () => sockets.size, close: () => shut(server, sockets) };
}

async function shut(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  for (const socket of sockets) socket.destroy();
  await closed;
}

async function removeStale(path: string): Promise<void> {
  const alive = await connectSocket(path).then(
    (socket) => (socket.destroy(), true),
    (error: unknown) => {
      if (error instanceof LabdeckError && error.kind === 'lost') return false;
      throw error;
    },
  );
  if (alive) throw new RefusedError({ what: `somebody listens on ${path} already`, next: 'labdeck keeper status' });
  await unlink(path).catch(ifAbsent(undefined));
}

/** Sends to a client, or lets it go when it does not take what was sent before. */
export function sendTo(socket: Socket, text: string): void {
  if (socket.writableLength > MAX_UNREAD_BYTES) socket.destroy();
  else socket.write(text);
}
