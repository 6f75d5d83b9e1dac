import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectMonitor, type OpenMonitor } from '../../../src/client/monitor.ts';
import { dismissLeftovers, runJob } from '../../../src/client/qmp/job.ts';
import type { QmpConnection } from '../../../src/client/qmp/connection.ts';
import type { TraceEntry } from '../../../src/client/trace.ts';
import { hasQemu, pausedQemu, type PausedQemu } from '../paused-qemu.ts';

describe.skipIf(!hasQemu)('a QMP monitor of a real QEMU', () => {
  let qemu: PausedQemu;
  let open: OpenMonitor;
  const trace: TraceEntry[] = [];

  beforeAll(async () => {
    qemu = await pausedQemu();
    open = await connectMonitor(qemu.qmp, { trace: (entry) => trace.push(entry) });
  });
  afterAll(async () => {
    await open.monitor.close();
    await qemu[Symbol.asyncDispose]();
  });

  test('is detected, greeted and negotiated with oob off', () => {
    expect(open.protocol).toBe('qmp');
    expect(open.monitor.version).toMatch(/^\d+\.\d+\.\d+$/);
    const [greeting, negotiation] = trace;
    expect(JSON.parse(greeting?.text ?? '')).toHaveProperty('QMP.version');
    expect(JSON.parse(negotiation?.text ?? '')).toEqual({ execute: 'qmp_capabilities', id: 'labdeck-1' });
  });

  test('runs and stops', async () => {
    const events: string[] = [];
    const off = open.monitor.onEvent(({ event }) => events.push(event));
    expect(await open.monitor.status()).toEqual({ running: false, status: 'prelaunch' });
    await open.monitor.cont();
    expect(await open.monitor.status()).toEqual({ running: true, status: 'running' });
    await open.monitor.stop();
    expect(await open.monitor.status()).toEqual({ running: false, status: 'paused' });
    expect(events).toEqual(expect.arrayContaining(['RESUME', 'STOP']));
    off();
  });

  test('takes any QMP command, and human monitor lines', async () => {
    expect(await open.monitor.qmp('query-name')).toEqual({});
    expect(await open.monitor.hmp('info status')).toBe('VM status: paused');
    expect(await open.monitor.kvmEnabled()).toBe(false);
  });

  test('gives an error its class and its text', async () => {
    await expect(open.monitor.qmp('no-such-command')).rejects.toMatchObject({ kind: 'unsupported', errorClass: 'CommandNotFound', command: 'no-such-command' });
    await expect(open.monitor.qmp('device_del', { id: 'nobody' })).rejects.toMatchObject({ kind: 'exit', errorClass: 'DeviceNotFound', desc: "Device 'nobody' not found" });
    await expect(open.monitor.qmp('blockdev-add', { driver: 'qcow2' })).rejects.toMatchObject({ errorClass: 'GenericError' });
  });

  test('answers a large reply whole', async () => {
    const schema = await open.monitor.qmp('query-qmp-schema');
    expect(Array.isArray(schema) && schema.length).toBeGreaterThan(500);
  });

  test('saves, lists, loads and deletes whole-VM snapshots', async () => {
    const statuses: string[] = [];
    const saved = await open.monitor.snapshotSave("it's \"ready\"; 1", { onStatus: (status) => statuses.push(status) });
    expect(saved.vmStateBytes).toBeGreaterThan(10_000);
    expect(Math.abs(saved.savedAt - Date.now() / 1000)).toBeLessThan(60);
    expect(statuses.at(-1)).toBe('concluded');
    expect(await open.monitor.snapshotList()).toEqual([saved]);
    await expect(open.monitor.snapshotSave(saved.name)).rejects.toMatchObject({ kind: 'refused' });
    await open.monitor.snapshotLoad(saved.name);
    await open.monitor.snapshotDelete(saved.name);
    expect(await open.monitor.snapshotList()).toEqual([]);
    expect(await open.monitor.qmp('query-jobs')).toEqual([]);
  });

  test('names a snapshot that is not there', async () => {
    await expect(open.monitor.snapshotLoad('nope')).rejects.toMatchObject({ kind: 'usage', message: 'there is no snapshot nope' });
    await expect(open.monitor.snapshotDelete('nope')).rejects.toMatchObject({ kind: 'usage' });
  });

  test('carries the text of a job that failed, and dismisses it', async () => {
    const qmp = open.connection as QmpConnection;
    const job = runJob(qmp, 'snapshot-load', { tag: 'nope', vmstate: 'no-node', devices: [] });
    await expect(job).rejects.toMatchObject({ name: 'QmpJobError', kind: 'exit', message: /snapshot-load failed: .*no-node/ });
    expect(await open.monitor.qmp('query-jobs')).toEqual([]);
  });
});

describe.skipIf(!hasQemu)('a job that nobody follows any more', () => {
  /** A copy of the disk that stays under way until it is cancelled: one whose starter was killed, or gave up. */
  const startMirror = async (qmp: QmpConnection, id: string): Promise<void> => {
    const nodes = (await qmp.execute('query-block')) as { inserted?: { 'node-name': string } }[];
    await qmp.execute('blockdev-add', { driver: 'null-co', 'node-name': `to-${id}`, size: 16 * 1024 * 1024 });
    await qmp.execute('blockdev-mirror', { 'job-id': id, device: nodes[0]?.inserted?.['node-name'], target: `to-${id}`, sync: 'full', 'auto-dismiss': false });
  };

  test('is dismissed when the monitor is bound again, at once or when it concludes; jobs of others are left alone', async () => {
    await using qemu = await pausedQemu();
    const killed = await connectMonitor(qemu.qmp);
    const qmp = killed.connection as QmpConnection;
    await qmp.execute('snapshot-save', { 'job-id': 'labdeck-1-1', tag: 'x', vmstate: 'no-node', devices: [] });
    await qmp.execute('snapshot-save', { 'job-id': 'mine', tag: 'x', vmstate: 'no-node', devices: [] });
    await startMirror(qmp, 'labdeck-1-2');
    await killed.monitor.close();
    const next = await connectMonitor(qemu.qmp);
    const again = next.connection as QmpConnection;
    const ids = async () => ((await again.execute('query-jobs')) as { id: string }[]).map(({ id }) => id).toSorted();
    expect((await dismissLeftovers(again)).map(({ id }) => id).toSorted()).toEqual(['labdeck-1-1', 'labdeck-1-2']);
    expect(await ids()).toEqual(['labdeck-1-2', 'mine']);
    const gone = new Promise((resolve) => again.onEvent(({ data }) => data['id'] === 'labdeck-1-2' && data['status'] === 'null' && resolve(true)));
    await again.execute('job-cancel', { id: 'labdeck-1-2' });
    await gone;
    expect(await ids()).toEqual(['mine']);
    await next.monitor.close();
  });

  test('is dismissed when its limit was over before it was', async () => {
    await using qemu = await pausedQemu();
    const { connection, monitor } = await connectMonitor(qemu.qmp);
    const qmp = connection as QmpConnection;
    const nodes = (await qmp.execute('query-block')) as { inserted?: { 'node-name': string } }[];
    await qmp.execute('blockdev-add', { driver: 'null-co', 'node-name': 'to', size: 16 * 1024 * 1024 });
    const seen: string[] = [];
    const args = { device: nodes[0]?.inserted?.['node-name'], target: 'to', sync: 'full', 'auto-dismiss': false };
    const gone = new Promise((resolve) => qmp.onEvent(({ data }) => data['status'] === 'null' && resolve(true)));
    await expect(runJob(qmp, 'blockdev-mirror', args, { timeoutMs: 50, onStatus: (status) => seen.push(status) })).rejects.toMatchObject({ kind: 'timeout' });
    const [job] = (await qmp.execute('query-jobs')) as { id: string }[];
    await qmp.execute('job-cancel', { id: job?.id });
    await gone;
    expect(await qmp.execute('query-jobs')).toEqual([]);
    await monitor.close();
  });
});

describe.skipIf(!hasQemu)('a failed load', () => {
  test('leaves a VM that ran running, and says so', async () => {
    await using qemu = await pausedQemu(['-device', 'virtio-serial-pci,id=extra']);
    const { monitor } = await connectMonitor(qemu.qmp);
    await monitor.snapshotSave('before');
    await monitor.cont();
    // Another machine than the one that was saved: the load must fail.
    await monitor.deviceAdd('virtserialport', { id: 'late', name: 'late' });
    const failed = monitor.snapshotLoad('before');
    await expect(failed).rejects.toMatchObject({ name: 'QmpJobError', evidence: { detail: expect.stringContaining('was continued') } });
    expect(await monitor.status()).toEqual({ running: true, status: 'running' });
    await monitor.close();
  });

  test('a writable disk that cannot hold snapshots is named', async () => {
    await using qemu = await pausedQemu(['-drive', 'driver=null-co,read-zeroes=on,if=virtio,id=scratch'], { disk: true });
    const { monitor } = await connectMonitor(qemu.qmp);
    await expect(monitor.snapshotSave('x')).rejects.toMatchObject({ kind: 'refused', message: /scratch \(null-co\) is writable/ });
    await monitor.close();
  });

  test('a VM without a disk cannot be saved', async () => {
    await using qemu = await pausedQemu([], { disk: false });
    const { monitor } = await connectMonitor(qemu.qmp);
    await expect(monitor.snapshotSave('x')).rejects.toMatchObject({ kind: 'refused', message: /no qcow2 disk/ });
    await monitor.close();
  });
});

describe.skipIf(!hasQemu)('the end of a QEMU', () => {
  test('quit is over when the connection is', async () => {
    await using qemu = await pausedQemu();
    const { monitor } = await connectMonitor(qemu.qmp);
    await monitor.quit();
    await expect(monitor.status()).rejects.toMatchObject({ kind: 'lost' });
  });

  test('a kill in the middle of a command names the command', async () => {
    await using qemu = await pausedQemu();
    const { monitor } = await connectMonitor(qemu.qmp);
    qemu.kill('SIGSTOP');
    const asked = monitor.qmp('query-block');
    qemu.kill('SIGKILL');
    await expect(asked).rejects.toMatchObject({ name: 'LostError', message: /while query-block was under way/ });
    expect(await monitor.closed).toMatchObject({ name: 'LostError' });
  });

  test('a kill in the middle of a snapshot names the snapshot', async () => {
    await using qemu = await pausedQemu();
    const { monitor } = await connectMonitor(qemu.qmp);
    const saving = monitor.snapshotSave('half', { onStatus: (status) => status === 'running' && qemu.kill('SIGKILL') });
    await expect(saving).rejects.toMatchObject({ name: 'LostError', evidence: { argv: ['qmp', 'snapshot-save'] } });
  });

  test('no command hangs past its limit while QEMU is stopped, and its late answer is only traced', async () => {
    await using qemu = await pausedQemu();
    const trace: TraceEntry[] = [];
    const { monitor } = await connectMonitor(qemu.qmp, { trace: (entry) => trace.push(entry) });
    qemu.kill('SIGSTOP');
    await expect(monitor.qmp('query-block', {}, { timeoutMs: 50 })).rejects.toMatchObject({ name: 'TimeoutError', message: 'query-block was not answered within 50 ms' });
    qemu.kill('SIGCONT');
    expect(await monitor.status()).toEqual({ running: false, status: 'prelaunch' });
    expect(trace.filter(({ remark }) => remark !== undefined).map(({ remark }) => remark)).toEqual(['late reply to query-block, nobody waits for it']);
    await monitor.close();
  });

  test('a monitor that somebody holds is refused with its holder', async () => {
    await using qemu = await pausedQemu();
    const { monitor } = await connectMonitor(qemu.qmp);
    const second = connectMonitor(qemu.qmp, { greetMs: 200 });
    await expect(second).rejects.toMatchObject({ kind: 'refused', message: new RegExp(`held by .*\\(pid ${process.pid}\\)`) });
    await monitor.close();
    const third = await connectMonitor(qemu.qmp);
    await third.monitor.close();
  });

  test('a stopped QEMU is told from a held monitor', async () => {
    await using qemu = await pausedQemu();
    qemu.kill('SIGSTOP');
    await expect(connectMonitor(qemu.qmp, { greetMs: 200 })).rejects.toMatchObject({ kind: 'lost', message: new RegExp(`pid ${qemu.pid}\\) is stopped`) });
  });

  test('a socket that is not there, or that nobody serves any more, is lost', async () => {
    const qemu = await pausedQemu();
    await expect(connectMonitor(`${qemu.dir}/none.sock`)).rejects.toMatchObject({ kind: 'lost' });
    qemu.kill('SIGKILL');
    await qemu.gone;
    await expect(connectMonitor(qemu.qmp)).rejects.toMatchObject({ kind: 'lost', message: /nothing listens/ });
    await qemu[Symbol.asyncDispose]();
  });
});
