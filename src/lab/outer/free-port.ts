import { once } from 'node:events';
import { createServer } from 'node:net';

/** A TCP port on 127.0.0.1 that is free now: the one wished for where it is, else any. */
export async function freePort(wish?: number): Promise<number> {
  return (wish === undefined ? undefined : await tryPort(wish)) ?? (await tryPort(0)) ?? nothingFree();
}

async function tryPort(port: number): Promise<number | undefined> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? address?.port : undefined;
}

function nothingFree(): never {
  throw new Error('no TCP port is free on 127.0.0.1');
}
