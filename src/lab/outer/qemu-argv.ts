import { createHash } from 'node:crypto';
import type { LabConfig } from '../../config/lab.ts';
import type { LabPaths } from '../../config/paths.ts';
import type { Image } from '../image/recipe.ts';

export type Accelerator = 'kvm' | 'tcg';

/** All that the outer VM's command line follows from. */
export interface QemuInputs {
  readonly lab: Pick<LabConfig, 'lab' | 'outer'>;
  readonly paths: Pick<LabPaths, 'overlay' | 'seedDisk' | 'qemuPid' | 'qemuLog' | 'serialLog' | 'qmpSocket' | 'hmpSocket' | 'serialSocket' | 'agentSocket' | 'channelSocket'>;
  readonly image: Pick<Image, 'disk' | 'kernel' | 'initrd'>;
  readonly accelerator: Accelerator;
  /** The port on 127.0.0.1 that leads to the outer VM's sshd. */
  readonly sshPort: number;
  /** The snapshot to start from instead of booting. */
  readonly snapshot?: string;
}

export const QEMU = 'qemu-system-x86_64';

/** node-name of the overlay: what `snapshot-save` and its kin take as `vmstate` and `devices`. */
export const DISK_NODE = 'disk';

/** Ports of the command channels, in pairs: the even one carries a shell's input and output, the odd one its standard error. */
export const CHANNEL_PORTS = 12;

/** The QOM path of virtio-serial port 1 and so on is its number: it is part of a machine state like a PCI address. */
const FIRST_CHANNEL_NR = 2;

/** PCI slots. A machine state only loads into the same devices at the same addresses; slots above are left for hot-plug. */
const SLOT = { disk: '0x3', seed: '0x4', network: '0x5', serial: '0x6', balloon: '0x7', random: '0x8' } as const;

/** Locally administered; the image knows it by this (71-labdeck-uplink.rules). */
const USER_NIC_MAC = '52:54:00:1a:bd:01';

/** svm: an emulated KVM would be taken for a real one, and it is not steady. la57: five-level paging costs time and brings nothing. */
const ACCELERATION: Readonly<Record<Accelerator, readonly string[]>> = {
  kvm: ['-accel', 'kvm', '-cpu', 'host'],
  tcg: ['-accel', 'tcg,thread=multi', '-cpu', 'max,svm=off,la57=off'],
};

/**
 * `labdeck.seed` and `labdeck.channels` switch on what is ours in the guest: the same image started by somebody else's hand comes up without.
 * mitigations: there are no secrets between lab nodes, and each costs time under TCG.
 */
const KERNEL_LINE = 'root=/dev/vda rw rootflags=noinit_itable console=ttyS0 quiet mitigations=off labdeck.seed labdeck.channels';

/** The command line of the outer VM: the same inputs give the same words. */
export function qemuArgv(inputs: QemuInputs): string[] {
  const { lab, image, accelerator, snapshot } = inputs;
  return [
    QEMU, '-name', `labdeck-${lab.lab}`, '-uuid', uuidOf(lab.lab), '-nodefaults', '-no-user-config', '-machine', 'pc', ...ACCELERATION[accelerator],
    '-smp', String(lab.outer.vcpus), '-m', `${lab.outer.memory}M`, '-display', 'none', '-action', 'panic=pause',
    '-kernel', image.kernel, '-initrd', image.initrd, '-append', KERNEL_LINE,
    ...disks(inputs), ...network(inputs), ...channels(inputs),
    '-device', `virtio-balloon-pci,addr=${SLOT.balloon}`, '-device', `virtio-rng-pci,addr=${SLOT.random}`, '-device', 'pvpanic',
    ...monitors(inputs), '-pidfile', inputs.paths.qemuPid, '-D', inputs.paths.qemuLog, '-daemonize',
    ...(snapshot === undefined ? [] : ['-loadvm', snapshot]),
  ];
}

/** What of the command line a machine state depends on: all but where this lab's files lie and which TCP port was free. */
export function stateArgv(inputs: Omit<QemuInputs, 'paths' | 'sshPort' | 'snapshot'>): string[] {
  const paths = {
    overlay: 'overlay', seedDisk: 'seed', qemuPid: 'pid', qemuLog: 'log', serialLog: 'serial-log', qmpSocket: 'qmp', hmpSocket: 'hmp', serialSocket: 'serial', agentSocket: 'agent',
    channelSocket: (index: number) => `channel-${index}`,
  };
  return qemuArgv({ ...inputs, paths, image: { disk: 'disk', kernel: 'kernel', initrd: 'initrd' }, sshPort: 0 });
}

function disks({ paths, image }: QemuInputs): string[] {
  const base = { driver: 'raw', 'read-only': true, file: { driver: 'file', filename: image.disk } };
  const overlay = { driver: 'qcow2', 'node-name': DISK_NODE, discard: 'unmap', file: { driver: 'file', filename: paths.overlay }, backing: base };
  const seed = { driver: 'raw', 'node-name': 'seed', 'read-only': true, file: { driver: 'file', filename: paths.seedDisk } };
  return [
    '-blockdev', JSON.stringify(overlay), '-device', `virtio-blk-pci,addr=${SLOT.disk},drive=${DISK_NODE},serial=labdeck-disk`,
    '-blockdev', JSON.stringify(seed), '-device', `virtio-blk-pci,addr=${SLOT.seed},drive=seed,serial=labdeck-seed`,
  ];
}

function network({ lab, sshPort }: QemuInputs): string[] {
  const restrict = lab.outer.network.restrict ? 'on' : 'off';
  return [
    '-netdev', `user,id=user0,restrict=${restrict},hostfwd=tcp:127.0.0.1:${sshPort}-:22`,
    '-device', `virtio-net-pci,addr=${SLOT.network},netdev=user0,mac=${USER_NIC_MAC},romfile=`,
  ];
}

function channels({ paths }: QemuInputs): string[] {
  const ports = Array.from({ length: CHANNEL_PORTS }, (_, index) => port(`channel${index}`, paths.channelSocket(index), FIRST_CHANNEL_NR + index, `labdeck.${index}`));
  return [
    '-device', `virtio-serial-pci,id=serial0,addr=${SLOT.serial},max_ports=31`,
    ...port('agent', paths.agentSocket, 1, 'org.qemu.guest_agent.0'),
    ...ports.flat(),
  ];
}

function port(id: string, socket: string, nr: number, name: string): string[] {
  return ['-chardev', socketChardev(id, socket), '-device', `virtserialport,bus=serial0.0,nr=${nr},chardev=${id},name=${name}`];
}

function monitors({ paths }: QemuInputs): string[] {
  return [
    '-chardev', `${socketChardev('console', paths.serialSocket)},logfile=${word(paths.serialLog)},logappend=on`, '-serial', 'chardev:console',
    '-chardev', socketChardev('qmp', paths.qmpSocket), '-mon', 'chardev=qmp,mode=control',
    '-chardev', socketChardev('hmp', paths.hmpSocket), '-mon', 'chardev=hmp,mode=readline',
  ];
}

const socketChardev = (id: string, path: string): string => `socket,id=${id},path=${word(path)},server=on,wait=off`;

/** A comma ends a value in QEMU's option syntax; two are one (qemu(1)). */
const word = (text: string): string => text.replaceAll(',', ',,');

/** The same lab has the same machine-id at every boot: systemd takes it from here (machine-id(5)). */
function uuidOf(lab: string): string {
  const hex = createHash('sha256').update(`labdeck ${lab}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
