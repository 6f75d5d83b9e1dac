import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectMonitor } from '../../src/client/monitor.ts';
import { labSchema } from '../../src/config/lab.ts';
import { labPaths } from '../../src/config/paths.ts';
import { createOuterSide } from '../../src/keeper/outer-side.ts';
import { LocalTransport } from '../../src/transport/local.ts';
import { hasQemu, pausedQemu } from '../client/paused-qemu.ts';

const LAB = labSchema.parse({ lab: 'side', outer: { source: { type: 'script', command: 'x' }, memory: 64, monitor: '/none' }, network: { address: '10.0.0.1/24', dhcp: { from: '10.0.0.2', to: '10.0.0.3' } } });

describe.skipIf(!hasQemu)('the outer side of a keeper, on a real QEMU', () => {
  it('dismisses the jobs that a killed keeper left, when it binds the monitor', async () => {
    await using qemu = await pausedQemu();
    const killed = await connectMonitor(qemu.qmp);
    await killed.monitor.qmp('snapshot-save', { 'job-id': 'labdeck-7-1', tag: 'x', vmstate: 'no-node', devices: [] });
    await killed.monitor.close();
    const home = mkdtempSync(join(tmpdir(), 'labdeck-side-'));
    onTestFinished(() => rmSync(home, { recursive: true }));
    const paths = { ...labPaths('side', { HOME: home, XDG_RUNTIME_DIR: home }, process.getuid?.() ?? 0), qmpSocket: qemu.qmp };
    mkdirSync(paths.runtime, { recursive: true, mode: 0o700 });
    const lines: string[] = [];
    const nobody = new LocalTransport('outer');
    const side = createOuterSide({ config: LAB, paths, env: { HOME: home }, now: Date.now, log: (line) => lines.push(line), onEvent: () => undefined, onLost: () => undefined, shell: () => nobody, ssh: nobody });
    expect(await (await side.hold.monitor()).qmp('query-jobs')).toEqual([]);
    expect(lines).toContain('the job labdeck-7-1 (snapshot-save) of an earlier keeper is dismissed');
    await side.hold.close();
  });
});
