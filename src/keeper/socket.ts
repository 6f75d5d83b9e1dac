import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Duplex } from 'node:stream';

export interface Listening {
  /** Takes the socket away (node unlinks its path); connections that are open stay. */
  close(): void;
}

/**
 * Listens on a unix socket for this user alone. The caller holds the keeper's lock, so a socket that is there already is a
 * dead keeper's.
 */
export async function listen(path: string, accept: (duplex: Duplex) => void): Promise<Listening> {
  rmSync(path, { force: true });
  const server = createServer({ allowHalfOpen: true }, accept);
  const bound = once(server, 'listening');
  // Born with the right mode: between a bind and a chmod others could connect. `listen` binds before it returns.
  const before = process.umask(0o177);
  server.listen({ path });
  process.umask(before);
  await bound;
  return { close: () => void server.close() };
}
