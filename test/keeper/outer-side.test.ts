import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectMonitor } from '../../src/client/monitor.ts';
import { labSchema } from '../../src/config/lab.ts';
import { type LabPaths, labPaths } from '../../src/config/paths.ts';
import { createOuterSide } from '../../src/keeper/outer-side.ts';
import { waysIn } from '../../src/keeper/ways-in.ts';
import { LocalTransport } from '../../src/transport/local.ts';
import { hasQemu, pausedQemu } from '../client/paused-qemu.ts';

const LAB = labSchema.parse({ lab: 'side', outer: { source: { type: 'script', command: 'x' }, memory: 64, monitor: '/none' }, network: { address: '10.0.0.1/24', dhcp: { from: '10.0.0.2', to: '10.0.0.3' } } });

const nobody = new LocalTransport('outer');

function side(paths: LabPaths, lines: string[] = []) {
  return createOuterSide({ config: LAB, paths, env: { HOME: paths.state }, now: Date.now, log: (line) => lines.push(line), onEvent: () => undefined, onLost: () => undefined, shell: () => nobody, ssh: nobody });
}

function sandbox(qmpSocket: string): LabPaths {
  const home = mkdtempSync(join(tmpdir(), 'labdeck-side-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const paths = { ...labPaths('side', { HOME: home, XDG_RUNTIME_DIR: home }, process.getuid?.() ?? 0), qmpSocket };
  for (const dir of [paths.runtime, paths.state]) mkdirSync(dir, { recursive: true, mode: 0o700 });
  return paths;
}

describe.skipIf(!hasQemu)('the outer side of a keeper, on a real QEMU', () => {
  it('dismisses the jobs that a killed keeper left, when it binds the monitor', async () => {
    await using qemu = await pausedQemu();
    const killed = await connectMonitor(qemu.qmp);
    await killed.monitor.qmp('snapshot-save', { 'job-id': 'labdeck-7-1', tag: 'x', vmstate: 'no-node', devices: [] });
    await killed.monitor.close();
    const lines: string[] = [];
    const { hold } = side(sandbox(qemu.qmp), lines);
    expect(await (await hold.monitor()).qmp('query-jobs')).toEqual([]);
    expect(lines).toContain('the job labdeck-7-1 (snapshot-save) of an earlier keeper is dismissed');
    await hold.close();
  });

  it('says of a VM that labdeck did not start only what that VM shows', async () => {
    await using qemu = await pausedQemu();
    const paths = sandbox(qemu.qmp);
    writeFileSync(paths.serialLog, 'Kernel panic - not syncing: of another machine\n');
    const made = side(paths);
    await (await made.hold.monitor()).cont();
    expect(await made.hold.read()).toEqual({ state: 'running', monitor: 'qmp', pid: qemu.pid, startedAt: expect.any(Number), qemuVersion: expect.any(String) });
    expect(waysIn(made)).toEqual({});
    const death = made.hold.death();
    qemu.kill('SIGKILL');
    await expect(death.promise).rejects.toMatchObject({ message: 'the outer VM ended', evidence: { detail: '' } });
    await made.hold.close();
  });
});
