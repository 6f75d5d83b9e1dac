import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connectMonitor } from '../../../src/client/monitor.ts';
import { AttachJournal, type AttachStep } from '../../../src/lab/attach/journal.ts';
import { plugPorts } from '../../../src/lab/attach/plug.ts';
import { look, undoAll } from '../../../src/lab/attach/undo.ts';
import { hasQemu, pausedQemu, type PausedQemu } from '../../client/paused-qemu.ts';

function sockets({ dir }: PausedQemu): string[] {
  return [0, 1, 2, 3].map((index) => join(dir, `channel ${index},x.sock`));
}

/** Without a guest nobody acknowledges an unplug; a reset does it, as a rebooting guest would (QEMU's acpi_pcihp_reset). */
async function guestless<T>(monitor: { systemReset(): Promise<void> }, work: Promise<T>): Promise<T> {
  const timer = setInterval(() => void monitor.systemReset(), 50);
  return work.finally(() => clearInterval(timer));
}

describe.skipIf(!hasQemu).each(['qmp', 'hmp'] as const)('ports plugged into a running machine by %s', (protocol) => {
  test.each([
    { machine: 'pc', more: [] },
    { machine: 'q35', more: ['-device', 'pcie-root-port,id=rp1,slot=1', '-device', 'pcie-root-port,slot=2'] },
    { machine: 'q35', more: ['-device', 'pcie-root-port,id=free,slot=3,chassis=3', '-device', 'virtio-rng-pci,bus=pcie.0', '-device', 'pcie-root-port,id=busy,slot=4', '-device', 'virtio-rng-pci,bus=busy'] },
  ])('$machine $more: go in, and out again without a trace', async ({ machine, more }) => {
    await using qemu = await pausedQemu(more, { machine });
    const { monitor } = await connectMonitor(qemu[protocol]);
    const journal = new AttachJournal(join(qemu.dir, 'attach.jsonl'));
    const before = await look(monitor);
    journal.begin({ monitor: monitor.name, ...before });
    await plugPorts(monitor, sockets(qemu), journal);
    expect(sockets(qemu).every((path) => existsSync(path))).toBe(true);
    expect(await monitor.hmp('info qtree')).toContain('name = "labdeck.3"');
    expect(await guestless(monitor, undoAll(journal, { monitor, shell: undefined }))).toEqual({ asFound: true, differences: [] });
    expect(await look(monitor)).toEqual(before);
    expect(sockets(qemu).some((path) => existsSync(path))).toBe(false);
    expect(existsSync(journal.path)).toBe(false);
    await monitor.close();
  });

  test.each([
    ['a q35 without a free root port', { machine: 'q35', more: [] as string[] }, /no bus of its machine takes a device/],
    ['a q35 whose root port has no name of its own', { machine: 'q35', more: ['-device', 'pcie-root-port'] }, /no bus of its machine takes a device/],
    ['a microvm', { machine: 'microvm', more: [] as string[] }, /no bus of its machine takes a device/],
    ['a full bus', { machine: 'pc', more: Array.from({ length: 29 }, () => ['-device', 'virtio-rng-pci']).flat() }, /no slot\/function available/],
  ])('%s has no room: nothing is left behind', async (_what, { machine, more }, why) => {
    await using qemu = await pausedQemu(more, { machine, disk: machine === 'pc' });
    const { monitor } = await connectMonitor(qemu[protocol]);
    const journal = new AttachJournal(join(qemu.dir, 'attach.jsonl'));
    journal.begin({ monitor: monitor.name, ...(await look(monitor)) });
    await expect(plugPorts(monitor, sockets(qemu), journal)).rejects.toMatchObject({ kind: 'unsupported', message: why });
    expect(await undoAll(journal, { monitor, shell: undefined })).toEqual({ asFound: true, differences: [] });
    await monitor.close();
  });

  test('what a killed owner left is taken out by the next one, however far it had come', async () => {
    await using qemu = await pausedQemu();
    const path = join(qemu.dir, 'attach.jsonl');
    const first = (await connectMonitor(qemu[protocol])).monitor;
    const before = await look(first);
    const writer = new AttachJournal(path);
    writer.begin({ monitor: first.name, ...before });
    await plugPorts(first, sockets(qemu).slice(0, 2), writer);
    // Announced, never done: the owner was killed in between, the last line half written.
    writer.note({ step: 'chardev', id: 'labdeck-chardev-2', socket: join(qemu.dir, 'never') });
    writeFileSync(path, '{"step":"dev', { flag: 'a' });
    await first.close();
    const second = (await connectMonitor(qemu[protocol])).monitor;
    expect(await guestless(second, undoAll(new AttachJournal(path), { monitor: second, shell: undefined }))).toEqual({ asFound: true, differences: [] });
    expect(await look(second)).toEqual(before);
    await second.close();
  });

  test('a machine that was changed by somebody else meanwhile is not passed off as found', async () => {
    await using qemu = await pausedQemu(['-device', 'virtio-serial-pci,id=other']);
    const { monitor } = await connectMonitor(qemu[protocol]);
    const journal = new AttachJournal(join(qemu.dir, 'attach.jsonl'));
    journal.begin({ monitor: monitor.name, ...(await look(monitor)) });
    await monitor.deviceAdd('virtserialport', { id: 'theirs', bus: 'other.0', name: 'theirs' });
    const report = await undoAll(journal, { monitor, shell: undefined });
    expect(report.asFound).toBe(false);
    expect(report.differences.join('\n')).toContain('dev: virtserialport, id "theirs"');
    await monitor.close();
  });
});

describe('the journal', () => {
  test('is for one attachment at a time, and for this user alone', async () => {
    await using qemu = await pausedQemu();
    const journal = new AttachJournal(join(qemu.dir, 'attach.jsonl'));
    expect(journal.read()).toBeUndefined();
    journal.begin({ monitor: 'm', serial: 's', qtree: 'a\n"b"', chardev: '' });
    expect(() => journal.begin({ monitor: 'm', qtree: '', chardev: '' })).toThrow(/EEXIST/);
    const steps: AttachStep[] = [{ step: 'module', name: 'virtio_console' }, { step: 'guest', dir: '/run/x', lanes: [[0, 1]] }];
    for (const step of steps) journal.note(step);
    expect(journal.read()).toEqual({ before: { monitor: 'm', serial: 's', qtree: 'a\n"b"', chardev: '' }, steps });
    journal.clear();
    expect(journal.read()).toBeUndefined();
  });

  test('that is something else is an error, not an empty one', async () => {
    await using qemu = await pausedQemu();
    const path = join(qemu.dir, 'attach.jsonl');
    writeFileSync(path, 'hello\n');
    expect(() => new AttachJournal(path).read()).toThrow(expect.objectContaining({ kind: 'parse' }));
  });
});
