import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectSocket } from '../../src/transport/socket.ts';
import { holderLine, socketHolders } from '../../src/transport/socket-holder.ts';

let dir: string;
let server: Server;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'labdeck-socket-'));
  server = createServer().listen(join(dir, 'it'));
  await once(server, 'listening');
});
afterEach(() => {
  server.close();
  rmSync(dir, { recursive: true });
});

describe('a unix socket', () => {
  it('connects, and says who holds it', async () => {
    const path = join(dir, 'it');
    const accepted = once(server, 'connection');
    const socket = await connectSocket(path);
    const [far] = (await accepted) as [{ destroy: () => void }];
    const holders = await socketHolders(path);
    expect(holders).toContainEqual(expect.objectContaining({ pid: process.pid }));
    expect(holders.map(holderLine).join()).toContain(`(pid ${process.pid})`);
    socket.destroy();
    far.destroy();
  });

  it('finds nobody where nobody is', async () => {
    expect(await socketHolders(join(dir, 'none'))).toEqual([]);
  });

  it('says what is wrong', async () => {
    await expect(connectSocket(join(dir, 'none'))).rejects.toMatchObject({ kind: 'lost', message: expect.stringContaining('there is no socket') });
    writeFileSync(join(dir, 'file'), '');
    await expect(connectSocket(join(dir, 'file'))).rejects.toMatchObject({ kind: 'lost', message: expect.stringContaining('nothing listens') });
    await expect(connectSocket(join(dir, 'x'.repeat(120)))).rejects.toMatchObject({ kind: 'usage', message: expect.stringContaining('107 fit') });
  });

  it.skipIf(process.getuid?.() === 0)('says when it may not be opened', async () => {
    chmodSync(join(dir, 'it'), 0);
    await expect(connectSocket(join(dir, 'it'))).rejects.toMatchObject({ kind: 'refused' });
  });
});
