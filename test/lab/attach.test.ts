import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectMonitor } from '../../src/client/monitor.ts';
import { look } from '../../src/lab/attach/undo.ts';
import { type ForeignVm, foreignVm, onConsole } from './foreign-vm.ts';
import { document, labdeck } from './labdeck.ts';

const lab = fileURLToPath(new URL('labdeck-foreign.yaml', import.meta.url));

/** What the monitor says of the VM, while nobody of ours is on it. Chardevs come in the order of a hash table. */
async function asItStands({ monitor: path }: ForeignVm) {
  const { monitor } = await connectMonitor(path);
  const { qtree, chardev } = await look(monitor);
  await monitor.close();
  return { qtree, chardev: chardev.split('\n').toSorted() };
}

async function keeperPid(): Promise<number> {
  return (await document<{ readonly pid: number }>(['keeper', 'status'], { lab })).pid;
}

describe('a VM that labdeck did not start, with a human monitor and a serial line', () => {
  let vm: ForeignVm;
  let before: Awaited<ReturnType<typeof asItStands>>;

  beforeAll(async () => {
    vm = await foreignVm();
    before = await asItStands(vm);
  });
  afterAll(async () => {
    await labdeck(['keeper', 'stop'], { lab });
    await (vm as ForeignVm | undefined)?.[Symbol.asyncDispose]();
  });

  const attach = () => labdeck(['attach', '--monitor', vm.monitor, '--serial', vm.serial], { lab });

  test('a dry run says what would be plugged, and plugs nothing', async () => {
    const { status, stdout } = await labdeck(['attach', '--monitor', vm.monitor, '--serial', vm.serial, '--dry-run'], { lab });
    expect(status).toBe(0);
    expect(stdout).toContain('device_add virtio-serial-pci,id=labdeck-serial,bus=pci.0');
    expect(await asItStands(vm)).toEqual(before);
  });

  test('is served through channels: exact status, streams apart, several at a time', async () => {
    expect((await attach()).status).toBe(0);
    const answer = await labdeck(['exec', 'outer', '--', 'sh', '-c', 'echo out; echo err >&2; exit 7'], { lab });
    expect(answer).toMatchObject({ status: 7, stdout: 'out\n' });
    expect(answer.stderr).toContain('err\n');
    const [first, second] = await Promise.all(['a b', "c'd"].map((word) => labdeck(['exec', 'outer', '--', 'printf', '%s', word], { lab })));
    expect([first?.stdout, second?.stdout]).toEqual(['a b', "c'd"]);
    expect((await labdeck(['hmp', 'info', 'status'], { lab })).stdout).toContain('VM status: running');
  });

  test('a keeper that is killed leaves a channel that the next one takes over', async () => {
    process.kill(await keeperPid(), 'SIGKILL');
    expect(await labdeck(['exec', 'outer', '--', 'cat', '/proc/sys/kernel/ostype'], { lab })).toMatchObject({ status: 0, stdout: 'Linux\n' });
  });

  test('is as it was found after a detach', async () => {
    const inGuest = ['exec', 'outer', '--', 'sh', '-c', 'ls -d /run/labdeck-attach; ls /dev/virtio-ports'];
    expect((await labdeck(inGuest, { lab })).stdout).toContain('labdeck.0');
    expect((await labdeck(['attach', '--detach'], { lab })).status).toBe(0);
    expect(await asItStands(vm)).toEqual(before);
  });

  test('a keeper that is killed and never used again leaves nothing that a detach does not find', async () => {
    expect((await attach()).status).toBe(0);
    process.kill(await keeperPid(), 'SIGKILL');
    expect((await labdeck(['attach', '--detach'], { lab })).status).toBe(0);
    expect(await asItStands(vm)).toEqual(before);
  });

  test('a monitor that somebody holds is refused with its holder', async () => {
    const held = await connectMonitor(vm.monitor);
    const answer = await attach();
    expect(answer.status).toBe(4);
    expect(answer.stderr).toContain(`(pid ${process.pid})`);
    await held.monitor.close();
  });

  test('the guest has no process and no file of ours', async () => {
    const screen = await onConsole(vm.serial, 'pgrep -cf labdeck-attach/channel; ls -d /run/labdeck-attach; history | grep -c labdeck');
    expect(screen).toMatch(/\n0\n/);
    expect(screen).toContain("cannot access '/run/labdeck-attach'");
    // The line that asks is in the history itself, and is all that is.
    expect(screen).toMatch(/\n1\n/);
  });
});
