import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectMonitor } from '../../../src/client/monitor.ts';
import type { QmpConnection } from '../../../src/client/qmp/connection.ts';
import { exportQmp } from '../../../src/client/qmp/export.ts';
import type { MonitorExport } from '../../../src/client/export-socket.ts';
import { fakeQmp } from '../fake-server.ts';
import { hasQemu, pausedQemu, type PausedQemu } from '../paused-qemu.ts';

let dir: string;
beforeAll(() => void (dir = mkdtempSync(join(tmpdir(), 'labdeck-export-'))));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function connect(path: string): Promise<QmpConnection> {
  const { connection } = await connectMonitor(path);
  return connection as QmpConnection;
}

describe.skipIf(!hasQemu)('a QMP monitor passed on', () => {
  let qemu: PausedQemu;
  let owner: QmpConnection;
  let served: MonitorExport;
  let path: string;

  beforeAll(async () => {
    path = join(dir, 'qmp.sock');
    qemu = await pausedQemu();
    owner = await connect(qemu.qmp);
    served = await exportQmp(owner, path);
  });
  afterAll(async () => {
    await owner.close();
    await qemu[Symbol.asyncDispose]();
  });

  test('is for this user alone', () => {
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('serves several clients at once, the owner too, and each gets its own answers', async () => {
    const clients = await Promise.all([connect(path), connect(path), connect(path)]);
    expect(served.clients()).toBe(3);
    expect(clients[0]?.greeting.version).toBe(owner.greeting.version);
    expect(clients[0]?.greeting.capabilities).toEqual([]);
    const asked = Array.from({ length: 100 }, async (_, at) => {
      const client = [owner, ...clients][at % 4];
      const command = at % 2 === 0 ? 'query-status' : 'query-kvm';
      const answer = await client?.execute(command);
      return { command, answer };
    });
    for (const { command, answer } of await Promise.all(asked)) expect(answer).toHaveProperty(command === 'query-status' ? 'status' : 'enabled');
    await Promise.all(clients.map((client) => client.close()));
  });

  test('tells everybody the events', async () => {
    const clients = await Promise.all([connect(path), connect(path)]);
    const heard = clients.map((client) => new Promise((resolve) => client.onEvent(({ event }) => event === 'RESUME' && resolve(event))));
    await clients[0]?.execute('cont');
    expect(await Promise.all(heard)).toEqual(['RESUME', 'RESUME']);
    await clients[0]?.execute('stop');
    await Promise.all(clients.map((client) => client.close()));
  });

  test('gives back the id as it came, errors with class and text, and insists on the negotiation', async () => {
    const socket = createConnection({ path });
    const lines = [
      '{"execute": "query-status", "id": 1}',
      '{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}, "id": 2}',
      '{"execute": "qmp_capabilities", "id": {"any": ["thing"]}}',
      '{"execute": "qmp_capabilities"}',
      'rubbish',
      '{"id": 3}',
      '{"execute": "no-such", "id": "labdeck-1"}',
      '{"execute": "query-kvm", "id": null}',
    ];
    socket.end(lines.join('\n') + '\n');
    const answers = (await text(socket)).trim().split('\r\n').slice(1).map((line) => JSON.parse(line) as { id?: unknown; return?: unknown; error?: { class: string } });
    const of = (id: unknown) => answers.find((answer) => JSON.stringify(answer.id) === JSON.stringify(id));
    expect(of(1)?.error).toEqual({ class: 'CommandNotFound', desc: "Expecting capabilities negotiation with 'qmp_capabilities'" });
    expect(of(2)?.error).toEqual({ class: 'GenericError', desc: 'Capability oob not available' });
    expect(of({ any: ['thing'] })?.return).toEqual({});
    expect(answers.filter((answer) => !('id' in answer)).map(({ error }) => error?.class)).toEqual(['CommandNotFound', 'GenericError']);
    expect(of(3)?.error).toMatchObject({ desc: "QMP input lacks member 'execute'" });
    expect(of('labdeck-1')?.error).toMatchObject({ class: 'CommandNotFound', desc: 'The command no-such has not been found' });
    expect(of(null)?.return).toMatchObject({ present: expect.any(Boolean) });
  });

  test('ends with QEMU, for every client', async () => {
    await using other = await pausedQemu();
    const upstream = await connect(other.qmp);
    const path2 = join(dir, 'two.sock');
    await exportQmp(upstream, path2);
    const clients = await Promise.all([connect(path2), connect(path2)]);
    await clients[0]?.execute('quit').catch(() => undefined);
    await Promise.all(clients.map((client) => client.closed));
    await expect(connect(path2)).rejects.toMatchObject({ kind: 'lost' });
  });
});

describe('the socket', () => {
  test('replaces one whose owner is gone, refuses one that is served', async () => {
    await using server = await fakeQmp(({ id }, send) => send({ return: {}, id }));
    const stale = join(dir, 'stale.sock');
    const listener = spawn(process.execPath, ['-e', `require('net').createServer().listen(${JSON.stringify(stale)}, () => console.log('up'))`]);
    await once(listener.stdout, 'data');
    const owner = await connect(server.path);
    await expect(exportQmp(owner, stale)).rejects.toMatchObject({ kind: 'refused' });
    listener.kill('SIGKILL');
    await once(listener, 'exit');
    expect(existsSync(stale)).toBe(true);
    await (await exportQmp(owner, stale)).close();
    await owner.close();
  });

  test('a client that sends much and reads nothing slows nobody but itself', async () => {
    await using server = await fakeQmp(({ id, execute }, send) => send({ return: execute === 'big' ? 'x'.repeat(1024 * 1024) : execute, id }));
    const owner = await connect(server.path);
    const path = join(dir, 'slow.sock');
    const served = await exportQmp(owner, path);
    const stuck = createConnection({ path });
    stuck.on('error', () => undefined);
    stuck.write('{"execute": "qmp_capabilities"}\n' + '{"execute": "big"}\n'.repeat(64));
    const other = await connect(path);
    expect(await other.execute('quick')).toBe('quick');
    // The stuck one is let go once too much waits for it.
    while (served.clients() > 1) await sleep(5);
    expect(await other.execute('quick')).toBe('quick');
    stuck.destroy();
    await owner.close();
  });
});
