import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportHmp } from '../../../src/client/hmp/export.ts';
import { connectMonitor, type Monitor } from '../../../src/client/monitor.ts';
import { hasQemu, pausedQemu, type PausedQemu } from '../paused-qemu.ts';

describe.skipIf(!hasQemu)('a monitor passed on as a human monitor', () => {
  let dir: string;
  let qemu: PausedQemu;
  let owner: Monitor;
  let path: string;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'labdeck-export-'));
    path = join(dir, 'hmp.sock');
    qemu = await pausedQemu();
    owner = (await connectMonitor(qemu.hmp)).monitor;
    await exportHmp(owner, path);
  });
  afterAll(async () => {
    await owner.close();
    await qemu[Symbol.asyncDispose]();
    rmSync(dir, { recursive: true, force: true });
  });

  test('is for this user alone, and looks like the original to a client', async () => {
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const clients = await Promise.all([connectMonitor(path), connectMonitor(path), connectMonitor(path)]);
    expect(clients.map(({ protocol, monitor }) => [protocol, monitor.version])).toEqual(Array.from({ length: 3 }, () => ['hmp', owner.version]));
    const answers = await Promise.all(clients.map(({ monitor }, at) => (at === 1 ? monitor.hmp('info kvm') : monitor.hmp('info status'))));
    expect(answers).toEqual(['VM status: paused (prelaunch)', 'kvm support: disabled', 'VM status: paused (prelaunch)']);
    expect(await clients[0]?.monitor.hmp('no_such')).toBe("unknown command: 'no_such'");
    await Promise.all(clients.map(({ monitor }) => monitor.close()));
  });

  test('takes what a person types, backspace and all, and answers one who has hung up the sending side', async () => {
    const socket = createConnection({ path });
    socket.end('info kvmm\b\r\n\r\ninfo status\n');
    const screen = await text(socket);
    expect(screen).toContain('kvm support: disabled\r\n(qemu) ');
    expect(screen).toContain('VM status: paused (prelaunch)\r\n(qemu) ');
    expect(screen.match(/\(qemu\) /g)).toHaveLength(4);
  });

  test('works over a QMP monitor too', async () => {
    const { monitor } = await connectMonitor(qemu.qmp);
    const second = join(dir, 'over-qmp.sock');
    await exportHmp(monitor, second);
    const client = await connectMonitor(second);
    expect(await client.monitor.status()).toEqual({ running: false, status: 'prelaunch' });
    await monitor.close();
    expect(await client.monitor.closed).toMatchObject({ name: 'LostError' });
  });
});
