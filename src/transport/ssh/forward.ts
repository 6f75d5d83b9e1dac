import { once } from 'node:events';
import { chmod, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { SshConnection } from './connection.ts';

export interface Forward {
  /** The socket here. */
  readonly path: string;
  close(): Promise<void>;
}

/**
 * A unix socket on the far machine as a socket here (0600): each client here is a client there. Needs OpenSSH's streamlocal extension
 * (PROTOCOL, section 2.4), which sshd has unless AllowStreamLocalForwarding forbids it.
 * @param remote where it lies there; asked for when a client comes
 * @param onRefused told when the far end does not open its socket; the client here is hung up on
 */
export async function forwardUnix(connection: SshConnection, remote: () => Promise<string>, path: string, onRefused: (why: Error) => void): Promise<Forward> {
  await rm(path, { force: true });
  const clients = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    clients.add(socket);
    socket.on('close', () => clients.delete(socket));
    carry(connection, remote, socket).catch((error: Error) => {
      socket.destroy();
      onRefused(error);
    });
  });
  server.listen(path);
  await once(server, 'listening');
  await chmod(path, 0o600);
  return {
    path,
    close: async () => {
      for (const client of clients) client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function carry(connection: SshConnection, remote: () => Promise<string>, socket: Socket): Promise<void> {
  const [client, path] = await Promise.all([connection.client(), remote()]);
  const channel = await new Promise<Parameters<Parameters<typeof client.openssh_forwardOutStreamLocal>[1]>[1]>((resolve, reject) => {
    client.openssh_forwardOutStreamLocal(path, (error, opened) => (error === undefined ? resolve(opened) : reject(error)));
  });
  await Promise.all([pipeline(socket, channel), pipeline(channel, socket)]).catch((error: NodeJS.ErrnoException) => {
    // Either end may hang up at any time.
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE' && error.code !== 'ECONNRESET' && error.code !== 'EPIPE') throw error;
  });
}
