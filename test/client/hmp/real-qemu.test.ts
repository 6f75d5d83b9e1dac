import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectMonitor, type OpenMonitor } from '../../../src/client/monitor.ts';
import type { TraceEntry } from '../../../src/client/trace.ts';
import { hasQemu, pausedQemu, type PausedQemu } from '../paused-qemu.ts';

describe.skipIf(!hasQemu)('a human monitor of a real QEMU', () => {
  let qemu: PausedQemu;
  let open: OpenMonitor;

  beforeAll(async () => {
    qemu = await pausedQemu();
    open = await connectMonitor(qemu.hmp);
  });
  afterAll(async () => {
    await open.monitor.close();
    await qemu[Symbol.asyncDispose]();
  });

  test('is detected by its banner', () => {
    expect(open.protocol).toBe('hmp');
    expect(open.monitor.version).toMatch(/^\d+\.\d+\.\d+/);
  });

  test('runs and stops', async () => {
    expect(await open.monitor.status()).toEqual({ running: false, status: 'prelaunch' });
    await open.monitor.cont();
    expect(await open.monitor.status()).toEqual({ running: true, status: 'running' });
    await open.monitor.stop();
    expect(await open.monitor.status()).toEqual({ running: false, status: 'paused' });
    expect(await open.monitor.kvmEnabled()).toBe(false);
    expect(await open.monitor.blockers()).toEqual([]);
  });

  test('answers lines asked at once in their order, each with its own output', async () => {
    const [version, status, chardev] = await Promise.all(['info version', 'info status', 'info chardev'].map((line) => open.monitor.hmp(line)));
    expect(version).toMatch(/^\d+\.\d+/);
    expect(status).toBe('VM status: paused');
    expect(chardev).toContain('compat_monitor0: filename=');
  });

  test('takes no QMP command', async () => {
    await expect(open.monitor.qmp('query-status')).rejects.toMatchObject({ kind: 'unsupported' });
  });

  test('knows a refusal from an output', async () => {
    await expect(open.monitor.deviceDel('nobody')).rejects.toMatchObject({ name: 'HmpCommandError', kind: 'exit', message: /Device 'nobody' not found/ });
    expect(await open.monitor.hmp('no_such_thing')).toBe("unknown command: 'no_such_thing'");
    expect(await open.monitor.hmp('device_del')).toMatch(/^device_del: string expected\nTry "help device_del"/);
  });

  test('refuses what would act on the line editor', async () => {
    await expect(open.monitor.hmp('info status\nquit')).rejects.toMatchObject({ kind: 'usage' });
    await expect(open.monitor.hmp('info status\u0003')).rejects.toMatchObject({ kind: 'usage' });
  });

  test('saves, lists, loads and deletes snapshots, whatever their name', async () => {
    const name = `it's "ready" \\ 1; quit`;
    const saved = await open.monitor.snapshotSave(name);
    expect(saved).toMatchObject({ name, vmStateBytes: expect.toSatisfy((bytes: number) => bytes > 10_000) });
    expect(Math.abs(saved.savedAt - Date.now() / 1000)).toBeLessThan(60);
    await expect(open.monitor.snapshotSave(name)).rejects.toMatchObject({ kind: 'refused' });
    await open.monitor.snapshotLoad(name);
    await open.monitor.snapshotDelete(name);
    expect(await open.monitor.snapshotList()).toEqual([]);
    await expect(open.monitor.snapshotLoad(name)).rejects.toMatchObject({ kind: 'usage' });
    await expect(open.monitor.snapshotDelete(name)).rejects.toMatchObject({ kind: 'usage' });
  });

  test('plugs a socket whose path has a blank, a comma and a quote in it', async () => {
    const path = `${qemu.dir}/a b,c"d'.sock`;
    await open.monitor.chardevAddSocket('odd', path);
    expect(await open.monitor.hmp('info chardev')).toContain(`odd: filename=disconnected:unix:${path},server=on`);
    await open.monitor.chardevRemove('odd');
    expect(await open.monitor.hmp('info chardev')).not.toContain('odd:');
  });

  test('a line that is given up keeps its turn: the next one gets its own answer', async () => {
    await using stopped = await pausedQemu();
    const trace: TraceEntry[] = [];
    const { monitor } = await connectMonitor(stopped.hmp, { trace: (entry) => trace.push(entry) });
    stopped.kill('SIGSTOP');
    await expect(monitor.hmp('info version', { timeoutMs: 50 })).rejects.toMatchObject({ name: 'TimeoutError' });
    const status = monitor.status();
    stopped.kill('SIGCONT');
    expect(await status).toEqual({ running: false, status: 'prelaunch' });
    expect(trace.map(({ remark }) => remark)).toContain('late answer to `info version`');
    await monitor.close();
  });

  test('a failed load leaves a VM that ran running, and says so', async () => {
    await using other = await pausedQemu(['-device', 'virtio-serial-pci,id=extra']);
    const { monitor } = await connectMonitor(other.hmp);
    await monitor.snapshotSave('before');
    await monitor.cont();
    await monitor.deviceAdd('virtserialport', { id: 'late', name: 'late' });
    await expect(monitor.snapshotLoad('before')).rejects.toMatchObject({ name: 'HmpCommandError', evidence: { detail: expect.stringContaining('was continued') } });
    expect(await monitor.status()).toEqual({ running: true, status: 'running' });
    await monitor.close();
  });

  test('quit is over when the connection is; what waits is told so', async () => {
    await using other = await pausedQemu();
    const { monitor } = await connectMonitor(other.hmp);
    const [, waiting] = await Promise.allSettled([monitor.quit(), monitor.hmp('info version')]);
    expect(waiting).toMatchObject({ status: 'rejected', reason: { name: 'LostError', message: /`info version` was not sent/ } });
  });
});
