import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connectMonitor, type OpenMonitor } from '../../../src/client/monitor.ts';
import { labPaths } from '../../../src/config/paths.ts';
import { loadLab } from '../../../src/config/load-lab.ts';
import { ForeignOuter } from '../../../src/lab/attach/foreign-outer.ts';
import { run } from '../../../src/transport/run.ts';
import { hasQemu, pausedQemu, type PausedQemu } from '../../client/paused-qemu.ts';
import { answering } from '../answering.ts';

const N3X = loadLab({ name: 'n3x', file: join(import.meta.dirname, '../../../profiles/lab/n3x.yaml') });
const quiet = () => undefined;

/** A keeper's part of it: one hold on the monitor, made when it is asked for. A q35 takes no device: all goes over the console. */
function keeper(qemu: PausedQemu) {
  const env = { HOME: qemu.dir, XDG_RUNTIME_DIR: qemu.dir };
  const paths = { ...labPaths('n3x', env, 0, join(qemu.dir, 'own')), state: qemu.dir };
  let open: Promise<OpenMonitor> | undefined;
  const outer: ForeignOuter = new ForeignOuter({
    lab: N3X,
    paths,
    env,
    open: () => (open ??= outer.connect()),
    channelScript: () => Promise.resolve('exit 0\n'),
    shell: () => answering((argv) => (argv.join(' ').includes('virtio_console') ? 'there\n' : argv[0] === 'uname' ? 'vm\n' : undefined)),
  });
  const end = async (): Promise<void> => {
    await outer.close();
    await (await open)?.monitor.close();
  };
  return { outer, end };
}

const vm = () => pausedQemu([], { machine: 'q35' });

describe.skipIf(!hasQemu)('a foreign outer VM', () => {
  test('is left to its owner until an attach, and again after the detach', async () => {
    await using qemu = await vm();
    const { outer, end } = keeper(qemu);
    expect(await outer.find()).toBeUndefined();
    await expect(run(outer, { argv: ['uname'] })).rejects.toMatchObject({ kind: 'refused', message: 'labdeck is not attached to the outer VM' });
    await expect(outer.detach()).rejects.toMatchObject({ kind: 'refused' });
    const answer = await outer.attach({ monitor: qemu.hmp, serial: '/s' }, quiet);
    expect(answer).toMatchObject({ monitor: qemu.hmp, serial: '/s', protocol: 'hmp', way: 'local', why: expect.stringContaining('no bus') });
    expect(await outer.find()).toMatchObject({ pid: qemu.pid });
    expect((await run(outer, { argv: ['uname'] })).stdout.toString()).toBe('vm\n');
    expect(await outer.attach({}, quiet)).toMatchObject({ monitor: qemu.hmp });
    expect(await outer.detach()).toEqual({ asFound: true, differences: [] });
    expect(await outer.find()).toBeUndefined();
    await end();
  });

  test('goes on with the next keeper, at its first command', async () => {
    await using qemu = await vm();
    const first = keeper(qemu);
    await first.outer.attach({ monitor: qemu.hmp, serial: '/s' }, quiet);
    await first.end();
    const second = keeper(qemu);
    expect(await second.outer.find()).toMatchObject({ pid: qemu.pid });
    const [one, two] = await Promise.all([run(second.outer, { argv: ['uname'] }), run(second.outer, { argv: ['uname'], stdin: 'x' })]);
    expect([one.stdout.toString(), two.stdout.toString()]).toEqual(['vm\n', 'vm\n']);
    await expect(second.outer.attach({ monitor: '/other' }, quiet)).rejects.toMatchObject({ kind: 'refused', message: `labdeck is attached to another VM, by ${qemu.hmp}` });
    await second.end();
    const third = keeper(qemu);
    expect(await third.outer.detach()).toEqual({ asFound: true, differences: [] });
    await third.end();
  });

  test('a plan holds nothing', async () => {
    await using qemu = await pausedQemu();
    const { outer, end } = keeper(qemu);
    const planned = await outer.planAttach({ monitor: qemu.hmp, serial: '/s' });
    expect(planned[0]).toEqual({ machine: 'host', argv: ['hmp', 'device_add virtio-serial-pci,id=labdeck-serial,bus=pci.0'] });
    expect(await outer.find()).toBeUndefined();
    const other = await connectMonitor(qemu.hmp);
    await other.monitor.close();
    await end();
  });

  test('an attach that fails leaves it to its owner', async () => {
    await using qemu = await vm();
    const { outer, end } = keeper(qemu);
    const held = await connectMonitor(qemu.hmp);
    await expect(outer.attach({ monitor: join(qemu.dir, 'none.sock') }, quiet)).rejects.toMatchObject({ kind: 'lost' });
    expect(await outer.find()).toBeUndefined();
    await held.monitor.close();
    await end().catch(() => undefined);
  });
});
