import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connectMonitor } from '../../../src/client/monitor.ts';
import type { Progress } from '../../../src/model/progress.ts';
import { findQemu } from '../../../src/lab/outer/qemu-process.ts';
import { powerDown } from '../../../src/lab/power-down.ts';
import { launchScript, planScriptLaunch } from '../../../src/lab/script-launch.ts';
import { hasQemu } from '../../client/paused-qemu.ts';
import { type FakeN3x, fakeN3x, UID } from './fake-n3x.ts';

const never = new AbortController().signal;

function start(n3x: FakeN3x, onProgress: (line: Progress) => void = () => undefined, signal: AbortSignal = never) {
  const plan = planScriptLaunch(n3x.lab, n3x.paths, n3x.env, join(n3x.dir, 'checkout'));
  return launchScript(plan, { onProgress, signal, uid: UID });
}

describe('the plan of a start', () => {
  test('follows the rules of the profile and adds what n3x lacks', async () => {
    await using n3x = await fakeN3x();
    const plan = planScriptLaunch(n3x.lab, n3x.paths, n3x.env, join(n3x.dir, 'checkout'));
    const theirs = join(n3x.dir, 'run/n3x-emulation');
    expect(plan.script).toBe(join(n3x.dir, 'checkout/result/bin/run-nixos-vm'));
    expect(plan.sockets).toEqual({ monitor: `${theirs}/monitor.sock`, serial: `${theirs}/serial.sock`, pidFile: `${theirs}/qemu.pid`, qmp: n3x.paths.qmpSocket, agent: n3x.paths.agentSocket });
    expect(plan).toMatchObject({ first: true, disk: join(n3x.paths.state, 'nixos.qcow2'), env: { NIX_DISK_IMAGE: plan.disk, QEMU_NET_OPTS: 'restrict=on' } });
    expect(plan.env['QEMU_OPTS']).toContain(`-qmp unix:${n3x.paths.qmpSocket},server=on,wait=off`);
    expect(plan.env['QEMU_OPTS']).toContain('name=org.qemu.guest_agent.0');
    expect(existsSync(theirs)).toBe(false);
  });

  test('keeps what the operator sets', async () => {
    await using n3x = await fakeN3x({ QEMU_OPTS: '-smp 2', QEMU_NET_OPTS: 'hostname=x' });
    const plan = planScriptLaunch(n3x.lab, n3x.paths, { ...n3x.env, NIX_DISK_IMAGE: '/var/tmp/mine.qcow2' }, join(n3x.dir, 'checkout'));
    expect(plan.disk).toBe('/var/tmp/mine.qcow2');
    expect(plan.env['QEMU_OPTS']).toMatch(/^-smp 2 -daemonize /);
    expect(plan.env['QEMU_NET_OPTS']).toBe('hostname=x,restrict=on');
  });

  test('refuses a disk in memory, and says why', async () => {
    await using n3x = await fakeN3x();
    const env = { ...n3x.env, NIX_DISK_IMAGE: '/dev/shm/nixos.qcow2' };
    expect(() => planScriptLaunch(n3x.lab, n3x.paths, env, join(n3x.dir, 'checkout'))).toThrow(expect.objectContaining({ kind: 'refused', message: "the outer VM's disk may not lie at /dev/shm/nixos.qcow2: that is on tmpfs" }));
  });

  test('refuses a path that a shell would split', async () => {
    await using n3x = await fakeN3x();
    const env = { ...n3x.env, XDG_RUNTIME_DIR: '/tmp/with blank' };
    expect(() => planScriptLaunch(n3x.lab, n3x.paths, env, join(n3x.dir, 'checkout'))).toThrow(expect.objectContaining({ kind: 'refused', message: expect.stringContaining('"/tmp/with blank/n3x-emulation/') }));
  });

  test('finds exactly one script, or says what builds it', async () => {
    await using n3x = await fakeN3x();
    expect(() => planScriptLaunch(n3x.lab, n3x.paths, n3x.env, n3x.dir)).toThrow(expect.objectContaining({ kind: 'usage', evidence: expect.objectContaining({ next: 'nix build .#packages.x86_64-linux.emulation-vm' }) }));
    const bin = join(n3x.dir, 'checkout/result/bin');
    writeFileSync(join(bin, 'run-emulator-vm-vm'), '');
    expect(() => planScriptLaunch(n3x.lab, n3x.paths, n3x.env, join(n3x.dir, 'checkout'))).toThrow(/2 files match/);
  });
});

describe.skipIf(!hasQemu)('a start', () => {
  test('is patient while the first image is made, and both monitors and the agent port are there', async () => {
    await using n3x = await fakeN3x();
    const gate = join(n3x.dir, 'gate');
    execFileSync('mkfifo', [gate]);
    const lines: Progress[] = [];
    const sizes = Promise.withResolvers<void>();
    const started = start({ ...n3x, env: { ...n3x.env, FIRST_START: gate } }, (line) => {
      lines.push(line);
      if (line.says?.startsWith('disk image') === true) sizes.resolve();
    });
    await sizes.promise;
    expect(lines.at(-1)).toMatchObject({ step: 'first start', state: 'running' });
    await writeFile(gate, '\n');
    const { pid } = await started;
    expect(readFileSync(join(n3x.dir, 'run/n3x-emulation/qemu.pid'), 'utf8').trim()).toBe(String(pid));
    const human = await connectMonitor(join(n3x.dir, 'run/n3x-emulation/monitor.sock'));
    expect(human.protocol).toBe('hmp');
    const qmp = await connectMonitor(n3x.paths.qmpSocket);
    expect(qmp.protocol).toBe('qmp');
    expect(await qmp.monitor.hmp('info qtree')).toContain('name = "org.qemu.guest_agent.0"');
    expect(await qmp.monitor.hmp('info network')).toContain('restrict=on');
    await human.monitor.close();
    await qmp.monitor.close();
    expect(await start(n3x)).toMatchObject({ pid });
  });

  test('that fails brings the last words of the script', async () => {
    await using n3x = await fakeN3x({ FAIL: '1' });
    await expect(start(n3x)).rejects.toMatchObject({ kind: 'exit', status: 3, evidence: { detail: expect.stringContaining('qemu-kvm: could not do it') } });
  });

  test('that is cancelled ends the script', async () => {
    await using n3x = await fakeN3x();
    const gate = join(n3x.dir, 'gate');
    execFileSync('mkfifo', [gate]);
    const abort = new AbortController();
    const started = start({ ...n3x, env: { ...n3x.env, FIRST_START: gate } }, ({ says }) => says !== undefined && abort.abort(), abort.signal);
    await expect(started).rejects.toMatchObject({ kind: 'cancelled' });
    expect(spawnSync('pgrep', ['-f', join(n3x.dir, 'checkout')]).status).toBe(1);
  });

  test('takes a dead pid file for what it is, and says so', async () => {
    await using n3x = await fakeN3x();
    const theirs = join(n3x.dir, 'run/n3x-emulation');
    mkdirSync(theirs);
    // Alive, but no QEMU of ours: pids are used again.
    writeFileSync(join(theirs, 'qemu.pid'), String(process.pid));
    expect(await findQemu(join(theirs, 'qemu.pid'))).toBeUndefined();
    const lines: Progress[] = [];
    const { pid } = await start(n3x, (line) => lines.push(line));
    expect(pid).not.toBe(process.pid);
    expect(lines).toContainEqual(expect.objectContaining({ step: 'leftovers', says: expect.stringContaining('qemu.pid') }));
  });

  test('never takes the sockets of a QEMU that runs without its pid file', async () => {
    await using n3x = await fakeN3x();
    const { pid } = await start(n3x);
    const pidFile = join(n3x.dir, 'run/n3x-emulation/qemu.pid');
    writeFileSync(pidFile, '');
    await expect(start(n3x)).rejects.toMatchObject({ kind: 'refused', message: new RegExp(`served by .*\\(pid ${pid}\\)`) });
    writeFileSync(pidFile, `${pid}\n`);
  });
});

describe.skipIf(!hasQemu)('a stop', () => {
  test('presses the power button and cuts the power only when it is told to', async () => {
    await using n3x = await fakeN3x();
    await start(n3x);
    const { monitor } = await connectMonitor(n3x.paths.qmpSocket);
    const pressed = new Promise((resolve) => monitor.onEvent(({ event }) => event === 'POWERDOWN' && resolve(event)));
    // There is no guest that could hear it.
    await expect(powerDown(monitor, { limitMs: 100, force: false, signal: never })).rejects.toMatchObject({ kind: 'timeout', evidence: { next: expect.stringContaining('--force') } });
    expect(await pressed).toBe('POWERDOWN');
    expect((await monitor.status()).running).toBe(true);
    expect(await powerDown(monitor, { limitMs: 100, force: true, signal: never })).toBe('quit');
    expect(await monitor.closed).toBeDefined();
  });
});
