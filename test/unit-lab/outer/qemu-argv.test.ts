import { expect, test } from 'vitest';
import { labSchema } from '../../../src/config/lab.ts';
import { labPaths } from '../../../src/config/paths.ts';
import { CHANNEL_PORTS, type QemuInputs, qemuArgv, stateArgv } from '../../../src/lab/outer/qemu-argv.ts';
import { LAB } from './lab.ts';

const inputs = (over: Partial<QemuInputs> = {}): QemuInputs => ({
  lab: labSchema.parse(LAB),
  paths: labPaths('tiny', { HOME: '/home/it', XDG_RUNTIME_DIR: '/run/user/1' }, 1),
  image: { disk: '/c/outer.raw', kernel: '/c/vmlinuz', initrd: '/c/initrd' },
  accelerator: 'tcg',
  sshPort: 2222,
  ...over,
});
const after = (argv: readonly string[], word: string) => argv.flatMap((each, index) => (each === word ? [argv[index + 1] ?? ''] : []));

test('every PCI device of ours has a slot of its own', () => {
  const slots = after(qemuArgv(inputs()), '-device').filter((device) => device.includes('-pci')).map((device) => /addr=(0x\d)/.exec(device)?.[1]);
  expect(slots).not.toContain(undefined);
  expect(new Set(slots).size).toBe(slots.length);
});

test('every channel port has its number, its socket and its name', () => {
  const argv = qemuArgv(inputs());
  const { paths } = inputs();
  const ports = after(argv, '-device').filter((device) => device.startsWith('virtserialport'));
  expect(ports).toHaveLength(CHANNEL_PORTS + 1);
  expect(new Set(ports.map((port) => /nr=(\d+)/.exec(port)?.[1])).size).toBe(ports.length);
  expect(ports).toContain('virtserialport,bus=serial0.0,nr=5,chardev=channel3,name=labdeck.3');
  expect(after(argv, '-chardev')).toContain(`socket,id=channel3,path=${paths.channelSocket(3)},server=on,wait=off`);
});

test('nothing listens beyond this machine, and the lab reaches nothing', () => {
  expect(after(qemuArgv(inputs()), '-netdev')).toEqual(['user,id=user0,restrict=on,hostfwd=tcp:127.0.0.1:2222-:22']);
});

test('a lab file may open the network', () => {
  const lab = labSchema.parse({ ...LAB, outer: { ...LAB.outer, network: { restrict: false } } });
  expect(after(qemuArgv(inputs({ lab })), '-netdev')[0]).toContain('restrict=off');
});

test('emulated SVM is hidden under TCG, the real CPU is shown under KVM', () => {
  expect(after(qemuArgv(inputs()), '-cpu')).toEqual(['max,svm=off,la57=off']);
  expect(after(qemuArgv(inputs({ accelerator: 'kvm' })), '-cpu')).toEqual(['host']);
});

test('a comma in a path stays in the path', () => {
  const paths = labPaths('tiny', { HOME: '/home/a,b', XDG_RUNTIME_DIR: '/run/a,b' }, 1);
  const argv = qemuArgv(inputs({ paths }));
  expect(after(argv, '-chardev').find((each) => each.includes('id=qmp'))).toContain('path=/run/a,,b/');
  expect(after(argv, '-blockdev')[0]).toContain('"/home/a,b/');
});

test('a snapshot changes nothing but where it starts', () => {
  expect(qemuArgv(inputs({ snapshot: 'ready' }))).toEqual([...qemuArgv(inputs()), '-loadvm', 'ready']);
});

test('what a machine state depends on names no path and no port, but the memory', () => {
  const words = stateArgv(inputs());
  expect(words.join(' ')).not.toMatch(/\/c\/|\/home|2222/);
  const larger = labSchema.parse({ ...LAB, outer: { ...LAB.outer, memory: '2 GiB' } });
  expect(stateArgv(inputs({ lab: larger }))).not.toEqual(words);
});
