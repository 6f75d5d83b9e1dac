import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { connectMonitor } from '../../../src/client/monitor.ts';
import { openLab } from '../../../src/config/dirs.ts';
import { labSchema } from '../../../src/config/lab.ts';
import type { LabPaths } from '../../../src/config/paths.ts';
import { findLaunched, launch, type LaunchContext, prepareLaunch } from '../../../src/lab/launch.ts';
import { seenStage } from '../../../src/lab/outer/boot-stages.ts';
import { findQemu, killQemu } from '../../../src/lab/outer/qemu-process.ts';
import { LocalTransport } from '../../../src/transport/local.ts';
import { hasQemu } from '../../client/paused-qemu.ts';
import { LAB } from './lab.ts';
import { tinyKernel } from './tiny-kernel.ts';

let dir: string;
let paths: LabPaths;
let ctx: LaunchContext;
const image = () => ({ key: 'k', dir, disk: join(dir, 'outer.raw'), kernel: join(dir, 'vmlinuz'), initrd: join(dir, 'initrd') });
const prepare = () => prepareLaunch(image(), 'tcg', ctx);

beforeEach(async () => {
  // A space and a comma: QEMU's option syntax has an opinion on both.
  dir = await mkdtemp(join(tmpdir(), 'labdeck a,b-'));
  await Promise.all([writeFile(join(dir, 'outer.raw'), Buffer.alloc(1 << 20)), writeFile(join(dir, 'vmlinuz'), tinyKernel()), writeFile(join(dir, 'initrd'), 'initrd')]);
  paths = openLab('tiny', { HOME: dir, XDG_RUNTIME_DIR: await mkdtemp(join(tmpdir(), 'r,')) }, process.getuid?.() ?? 0);
  ctx = { host: new LocalTransport(), lab: labSchema.parse(LAB), paths, now: Date.now };
  return async () => {
    await killQemu(paths.qemuPid);
    await ctx.host.close();
    await rm(dir, { recursive: true });
    await rm(join(paths.runtime, '../..'), { recursive: true });
  };
});

/** The first line that a monitor says. */
async function greeting(path: string): Promise<string> {
  const socket = createConnection(path);
  const [data] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return data.toString();
}

describe.skipIf(!hasQemu)('the outer VM', () => {
  test('QEMU starts detached with monitor, serial line and channels in place', async () => {
    const qemu = await launch(await prepare(), ctx);
    expect(qemu.accelerator).toBe('tcg');
    expect(Math.abs(qemu.startedAt - Date.now())).toBeLessThan(60_000);
    expect(await findLaunched(paths)).toEqual(qemu);
    expect(await greeting(paths.qmpSocket)).toContain('"QMP"');
    expect(await greeting(paths.hmpSocket)).toContain('QEMU');
    for (const socket of [paths.serialSocket, paths.agentSocket, paths.channelSocket(0), paths.channelSocket(11)]) expect((await stat(socket)).isSocket()).toBe(true);
    expect((await readFile(`/proc/${qemu.pid}/stat`, 'utf8')).split(') ')[1]?.split(' ')[1], 'its parent is not us').not.toBe(String(process.pid));
    expect(await readFile(paths.knownHosts, 'utf8')).toContain(`:${qemu.sshPort} ssh-ed25519 `);
  });

  test('its monitor shows how far the boot has come', async () => {
    await launch(await prepare(), ctx);
    const { monitor } = await connectMonitor(paths.qmpSocket);
    expect(await seenStage((execute, args) => monitor.qmp(execute, { ...args }))).toBe('qemu');
    // What later stages are told by is there under its name.
    expect(await monitor.qmp('query-blockstats')).toContainEqual(expect.objectContaining({ 'node-name': 'disk' }));
    expect(await monitor.qmp('query-chardev')).toContainEqual(expect.objectContaining({ label: 'channel0', 'frontend-open': false }));
    await monitor.close();
  });

  test('a second start finds the first', async () => {
    const prepared = await prepare();
    const first = await launch(prepared, ctx);
    expect((await launch(prepared, ctx)).pid).toBe(first.pid);
  });

  test('what is prepared while it runs touches nothing and tells what it was started with', async () => {
    await launch(await prepare(), ctx);
    const before = await stat(paths.overlay);
    const newer = await prepareLaunch({ ...image(), key: 'newer', disk: join(dir, 'newer.raw') }, 'tcg', { ...ctx, lab: labSchema.parse({ ...LAB, outer: { ...LAB.outer, memory: '256 MiB' } }) });
    expect(newer.image.key).toBe('k');
    expect(newer.stateArgv).toContain('128M');
    expect(await stat(paths.overlay)).toMatchObject({ ino: before.ino });
  });

  test('after a power cut it is gone, its disk stays, and the next start has the same port', async () => {
    const { sshPort } = await launch(await prepare(), ctx);
    await killQemu(paths.qemuPid);
    expect(await findLaunched(paths)).toBeUndefined();
    const again = await prepare();
    expect(again.overlay).toBe('kept');
    expect((await launch(again, ctx)).sshPort).toBe(sshPort);
  });

  test('another image below it makes the disk new', async () => {
    expect((await prepare()).overlay).toBe('new');
    expect((await prepare()).overlay).toBe('kept');
    await writeFile(join(dir, 'other.raw'), Buffer.alloc(1 << 20));
    expect((await prepareLaunch({ ...image(), disk: join(dir, 'other.raw') }, 'tcg', ctx)).overlay).toBe('new');
  });

  test('the same image built again has other bytes: a disk over the first does not go over the second', async () => {
    await prepare();
    expect((await prepareLaunch({ ...image(), key: 'k2' }, 'tcg', ctx)).overlay).toBe('new');
    await rm(`${paths.overlay}.base`);
    expect((await prepareLaunch({ ...image(), key: 'k2' }, 'tcg', ctx)).overlay).toBe('new');
  });

  test("a start that fails says it in QEMU's words", async () => {
    await expect(launch(await prepare(), ctx, 'ready')).rejects.toMatchObject({
      kind: 'exit', message: 'QEMU did not start', evidence: { detail: expect.stringContaining("Snapshot 'ready' does not exist"), next: `its log: ${paths.qemuLog}` },
    });
    expect(await findLaunched(paths)).toBeUndefined();
  });

  test('a pid that belongs to another process is neither found nor killed', async () => {
    const other = spawn('sleep', ['600']);
    await writeFile(paths.qemuPid, `${other.pid}\n`);
    expect(await findQemu(paths.qemuPid)).toBeUndefined();
    await killQemu(paths.qemuPid);
    expect(other.exitCode).toBeNull();
    expect(process.kill(other.pid ?? 0, 0)).toBe(true);
    other.kill();
  });
});
