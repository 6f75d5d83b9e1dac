import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connectMonitor } from '../../../src/client/monitor.ts';
import { loadLab } from '../../../src/config/load-lab.ts';
import { attach } from '../../../src/lab/attach/attach.ts';
import { attachForeign, attachJournal, findForeign, foreignSockets } from '../../../src/lab/attach/foreign.ts';
import { look, undoAll } from '../../../src/lab/attach/undo.ts';
import type { Progress } from '../../../src/model/progress.ts';
import { hasQemu, pausedQemu, type PausedQemu } from '../../client/paused-qemu.ts';
import { answering } from '../answering.ts';

const N3X = loadLab({ name: 'n3x', file: join(import.meta.dirname, '../../../profiles/lab/n3x.yaml') });

function foreign({ dir, hmp }: PausedQemu, answer: (argv: readonly string[]) => string | undefined, onProgress: (line: Progress) => void = () => undefined) {
  const paths = { state: dir, channelSocket: (index: number) => join(dir, `channel-${index}.sock`) };
  return { sockets: { monitor: hmp, serial: join(dir, 'serial.sock') }, paths, channelScript: 'exit 0\n', shell: () => answering(answer), onProgress };
}

const loaded = (argv: readonly string[]): string | undefined => (argv.join(' ').includes('virtio_console') ? 'there\n' : undefined);

describe.skipIf(!hasQemu)('a VM without a channel', () => {
  test('whose machine takes no device is served over its serial line, and the reason is said', async () => {
    await using qemu = await pausedQemu([], { machine: 'q35' });
    const options = foreign(qemu, loaded);
    const served = await attachForeign(options);
    expect(served).toMatchObject({ why: expect.stringContaining('no bus of its machine takes a device'), outer: served.shell });
    expect(attachJournal(options.paths).read()).toMatchObject({ before: options.sockets, steps: [] });
    expect(await served.detach()).toEqual({ asFound: true, differences: [] });
    expect(existsSync(attachJournal(options.paths).path)).toBe(false);
  });

  test('whose guest cannot run our script gives back what was plugged', async () => {
    await using qemu = await pausedQemu();
    const { monitor } = await connectMonitor(qemu.qmp);
    // There is no guest to let go of the device: a reset does it.
    const timer = setInterval(() => void monitor.systemReset(), 50);
    const before = await look(monitor);
    const served = await attachForeign(foreign(qemu, (argv) => (argv.includes('labdeck') && argv.includes('0') ? undefined : 'there\n')));
    expect(served.why).toMatch(/bash on outer ended with status 127/);
    expect(await served.detach()).toEqual({ asFound: true, differences: [] });
    clearInterval(timer);
    expect((await look(monitor)).qtree).toBe(before.qtree);
    await monitor.close();
  });

  test('without a serial line there is its monitor', async () => {
    await using qemu = await pausedQemu();
    const open = await connectMonitor(qemu.hmp);
    const served = await attach({ machine: 'outer', monitor: open.monitor, journal: attachJournal({ state: qemu.dir }), sockets: [], channelScript: '', onProgress: () => undefined });
    expect(served).toMatchObject({ why: 'no serial line was named: shells cannot be bound' });
    await served.detach();
    await open.monitor.close();
  });
});

describe('the sockets of a foreign VM', () => {
  test.skipIf(!hasQemu)('are those of the request, of the attachment that lasts, of the lab file', async () => {
    await using qemu = await pausedQemu([], { machine: 'q35' });
    const journal = attachJournal({ state: qemu.dir });
    const env = { XDG_RUNTIME_DIR: '/run/user/7' };
    expect(foreignSockets(N3X, journal, env)).toEqual({ monitor: '/run/user/7/n3x-emulation/monitor.sock', serial: '/run/user/7/n3x-emulation/serial.sock' });
    const served = await attachForeign(foreign(qemu, loaded));
    expect(foreignSockets(N3X, journal, env)).toEqual({ monitor: qemu.hmp, serial: join(qemu.dir, 'serial.sock') });
    expect(foreignSockets(N3X, journal, env, { monitor: '/other' })).toEqual({ monitor: '/other', serial: join(qemu.dir, 'serial.sock') });
    await served.release();
    expect(journal.read()).toBeDefined();
    const { monitor } = await connectMonitor(qemu.hmp);
    expect(await undoAll(journal, { monitor, shell: answering(loaded) })).toEqual({ asFound: true, differences: [] });
    await monitor.close();
    expect(journal.read()).toBeUndefined();
  });

  test('may not be known at all', async () => {
    const lab = { ...N3X, outer: { ...N3X.outer, monitor: undefined } };
    expect(() => foreignSockets(lab as typeof N3X, attachJournal({ state: '/nonexistent' }), {})).toThrow(expect.objectContaining({ kind: 'usage' }));
  });

  test.skipIf(!hasQemu)('tell the process that serves them', async () => {
    await using qemu = await pausedQemu();
    expect(await findForeign(qemu.hmp)).toEqual({ pid: qemu.pid, startedAt: expect.toSatisfy((at: number) => Math.abs(at - Date.now()) < 60_000) });
    expect(await findForeign(join(qemu.dir, 'none.sock'))).toBeUndefined();
  });
});
