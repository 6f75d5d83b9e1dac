import { expect, test, vi } from 'vitest';
import { type Ask, awaitSeen, awaitUnits, seenStage } from '../../../src/lab/outer/boot-stages.ts';
import { LocalTransport } from '../../../src/transport/local.ts';

/** Answers of QEMU 7.2, cut to what is read: before the kernel, then with it. */
const BLOCK = (bytes: number) => [{ device: '', 'node-name': 'seed', stats: { rd_bytes: 0 } }, { device: '', 'node-name': 'disk', stats: { rd_bytes: bytes } }];
const CHARDEV = (open: boolean) => [{ label: 'hmp', 'frontend-open': true, filename: '' }, { label: 'channel0', 'frontend-open': open, filename: '' }];

test.each([
  ['kernel', 'query-blockstats', BLOCK(512), BLOCK(4608)],
  ['systemd', 'query-chardev', CHARDEV(false), CHARDEV(true)],
] as const)('%s is there when the machine says so, and not before', async (stage, command, before, after) => {
  const ask = vi.fn<Ask>().mockResolvedValueOnce(before).mockResolvedValueOnce(before).mockResolvedValue(after);
  await awaitSeen(stage, ask, { limitMs: 60_000 });
  expect(ask).toHaveBeenCalledTimes(3);
  expect(ask.mock.lastCall?.[0]).toBe(command);
});

test('the last stage that the machine shows is told without a wait', async () => {
  const at = (bytes: number, open: boolean) => seenStage(async (execute) => (execute === 'query-chardev' ? CHARDEV(open) : BLOCK(bytes)));
  // After a start from a snapshot nothing was read yet, and the guest's port is open.
  expect([await at(512, false), await at(4608, false), await at(4608, true), await at(0, true)]).toEqual(['qemu', 'kernel', 'systemd', 'systemd']);
});

test('patience ends with the name of the stage', async () => {
  await expect(awaitSeen('kernel', async () => BLOCK(512), { limitMs: 0 })).rejects.toMatchObject({ kind: 'timeout', message: expect.stringContaining('"kernel"') });
});

test('a boot that is taken back is not waited for', async () => {
  const signal = AbortSignal.abort(new Error('taken back'));
  await expect(awaitSeen('kernel', async () => BLOCK(512), { limitMs: 60_000, signal })).rejects.toThrow('taken back');
});

test("units that fail are told in systemd's own words", async () => {
  const host = new LocalTransport();
  const spawn = vi.spyOn(host, 'spawn').mockImplementation((request) => LocalTransport.prototype.spawn.call(host, { ...request, argv: ['sh', '-c', 'echo "Job for libvirtd.service failed" >&2; exit 1'] }));
  await expect(awaitUnits('libvirt', host, { limitMs: 60_000 })).rejects.toMatchObject({ kind: 'exit', evidence: { detail: 'Job for libvirtd.service failed' } });
  expect(spawn.mock.calls[0]?.[0].argv).toEqual(['systemctl', 'start', 'libvirtd.service']);
});
