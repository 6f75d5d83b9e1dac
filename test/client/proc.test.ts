import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Proc, procBatch, procHeld } from '../../src/client/proc.ts';
import { runnerOn } from '../../src/client/run.ts';
import { LocalTransport } from '../../src/transport/local.ts';
import { HOST_FILES, machineWith } from '../fakes/proc-tree.ts';

const ODD = `odd name 'q' "dq"; &<é 5`;
const SCOPE = '/machine.slice/machine-lxc\\x2d1204\\x2dn100\\x2d1.scope';

/** A root directory with the files of a machine that has nodes. */
function tree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'labdeck-proc-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const local = new LocalTransport('host');

describe.each(['held', 'one shot'] as const)('what the kernel counts, %s', (how) => {
  function proc(root?: string): Proc {
    const session = how === 'held' ? procHeld(local, root) : procBatch(runnerOn(local), root);
    onTestFinished(() => session.close());
    return new Proc({ session });
  }

  it('is read of this very machine, again and again', async () => {
    const client = proc();
    const [one, two] = [await client.sample(), await client.sample()];
    expect(one.cpu.cpus).toBeGreaterThan(0);
    expect(one.memoryUsedBytes).toBeLessThan(one.memoryTotalBytes);
    expect(two.uptimeSec).toBeGreaterThanOrEqual(one.uptimeSec);
    expect(two.cpu.total).toBeGreaterThanOrEqual(one.cpu.total);
  });

  it('finds the nodes of both drivers by the pids that libvirt wrote down', async () => {
    const root = tree(machineWith([
      { kind: 'lxc', name: 'n100-1', pid: 1204, group: `${SCOPE}/libvirt`, scope: SCOPE, usageUsec: 41_500_000, memoryBytes: 124_000_000 },
      { kind: 'lxc', name: ODD, pid: 1300, group: '/machine/lxc-1300-odd.libvirt-lxc', scope: '/machine/lxc-1300-odd.libvirt-lxc', usageUsec: 7 },
      { kind: 'qemu', name: 'jetson-1', pid: 1401, comm: 'qemu-system-aar', ticks: [600, 50], rssKiB: 300_000 },
    ]));
    expect((await proc(root).sample()).nodes).toEqual([
      { name: 'jetson-1', cpuSec: 6.5, memoryBytes: 300_000 * 1024 },
      { name: 'n100-1', cpuSec: 41.5, memoryBytes: 124_000_000 },
      { name: ODD, cpuSec: 0.000007 },
    ]);
  });

  it('leaves out the daemon itself, a node that has gone, and a pid that is another process by now', async () => {
    const root = tree({
      ...machineWith([{ kind: 'qemu', name: 'stolen', pid: 9, comm: 'bash) (qemu', ticks: [1, 1], rssKiB: 1 }]),
      'run/libvirt/qemu/driver.pid': '1',
      'run/libvirt/qemu/gone.pid': '77',
      'run/libvirt/lxc/empty.pid': '',
    });
    expect((await proc(root).sample()).nodes).toEqual([]);
  });

  it('has no nodes where there is no libvirt', async () => {
    expect((await proc(tree(HOST_FILES)).sample()).nodes).toEqual([]);
  });
});
