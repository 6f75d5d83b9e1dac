import type { NodeArch } from '../../model/lab-node.ts';
import type { DomainPlan } from './common.ts';
import { identity, limits, ovsInterface } from './common.ts';
import { artefact, nodePaths, OUTER } from './outer-paths.ts';
import { element } from './xml.ts';
import type { Element } from './xml.ts';

/** What differs between machines. */
interface Machine {
  readonly type: string;
  readonly console: string;
  readonly features: readonly Element[];
  readonly emulatedCpu: Element | undefined;
  /** Devices of one's own bus address; undefined leaves it to libvirt (PCI). */
  readonly address: Element | undefined;
  readonly extra: readonly Element[];
  /** Words for QEMU itself, for an emulated node. */
  readonly emulated: readonly string[];
}

/**
 * The clock of jetson-1 runs with its instructions, 128 ns for each, and with real time while it idles. With real time alone
 * a slow CPU is busy with the 250 ticks of each second: on a busy host it needed 415 s to its first ping instead of 153, or never got there.
 * Its clock is late for it; `clockStep` sets it. A PC gains nothing by it: its firmware and kernel wait for timers.
 */
const INSTRUCTION_CLOCK = ['-icount', 'shift=7,sleep=on'] as const;

const MACHINES: Readonly<Record<NodeArch, Machine>> = {
  x86_64: {
    type: 'pc',
    console: 'ttyS0',
    features: [element('acpi')],
    emulatedCpu: undefined,
    address: undefined,
    extra: [element('panic', { model: 'isa' })],
    emulated: [],
  },
  aarch64: {
    type: 'virt',
    console: 'ttyAMA0',
    features: [element('gic', { version: 3 })],
    emulatedCpu: element('cpu', { mode: 'custom', match: 'exact' }, element('model', { fallback: 'forbid' }, 'cortex-a57')),
    // A bus to walk costs an emulated machine seconds; these devices are in its device tree.
    address: element('address', { type: 'virtio-mmio' }),
    extra: [],
    emulated: INSTRUCTION_CLOCK,
  },
};

/** Each byte on the console is an exit: 44 s instead of 22 to a login without `quiet`. */
const CMDLINE = 'quiet';
/**
 * What an emulated node can do without halves its boot: the kernel's tests of its own ciphers take a third of it (those of kdf108 can only be
 * left out whole), and watchdogs (of RCU too) take a busy host for a dead CPU.
 */
const EMULATED_CMDLINE = 'quiet cryptomgr.notests initcall_blacklist=crypto_kdf108_init,init_kprobe_trace nowatchdog audit=0 mitigations=off rcupdate.rcu_expedited=1 rcupdate.rcu_cpu_stall_suppress=1';

/** The translation cache is QEMU's own memory; unlimited it takes an eighth of the outer VM's. */
const TRANSLATION_CACHE_MIB = 128;
/** libvirt has no words for it, and takes QEMU's own in this namespace (drvqemu: pass-through of arbitrary qemu commands). */
const QEMU_NAMESPACE = 'http://libvirt.org/schemas/domain/qemu/1.0';

/** n3x gives 128 MiB on top of a node's memory; QEMU without KVM needs its translations besides. */
const HEADROOM_MIB = { kvm: 128, tcg: 256 + TRANSLATION_CACHE_MIB } as const;

/**
 * A node as a QEMU domain with direct kernel boot.
 * The panic device of aarch64 (`pvpanic` on PCI) is known to libvirt from 9.1 and to no Debian cloud kernel for arm64: {@link lacksOf} says so.
 */
export function qemuDomain(plan: DomainPlan & { readonly kind: 'kvm' | 'tcg' }): Element {
  const { node, kind } = plan;
  const machine = MACHINES[node.arch];
  return element(
    'domain',
    kind === 'kvm' ? { type: 'kvm' } : { type: 'qemu', 'xmlns:qemu': QEMU_NAMESPACE },
    identity(plan),
    limits(plan, HEADROOM_MIB[kind], node.memory + HEADROOM_MIB[kind]),
    boot(plan, machine),
    element('features', {}, [...machine.features], kind === 'tcg' ? translationCache() : undefined),
    kind === 'kvm' ? element('cpu', { mode: 'host-passthrough' }) : machine.emulatedCpu,
    element('clock', { offset: 'utc' }),
    element('on_poweroff', {}, 'destroy'),
    element('on_reboot', {}, 'restart'),
    // A panicked node stays to be seen, as `crashed`.
    element('on_crash', {}, 'preserve'),
    element('devices', {}, devices(plan, machine)),
    kind === 'tcg' ? commandline(machine.emulated) : undefined,
  );
}

function commandline(words: readonly string[]): Element | undefined {
  return words.length === 0 ? undefined : element('qemu:commandline', {}, words.map((value) => element('qemu:arg', { value })));
}

function boot({ node, kind }: DomainPlan, machine: Machine): Element {
  return element(
    'os',
    {},
    element('type', { arch: node.arch, machine: machine.type }, 'hvm'),
    element('kernel', {}, artefact(node.arch, 'vmlinuz')),
    element('initrd', {}, nodePaths(node.name).initrd),
    element('cmdline', {}, `console=${machine.console} ${kind === 'kvm' ? CMDLINE : EMULATED_CMDLINE}`),
  );
}

function translationCache(): Element {
  return element('tcg', {}, element('tb-cache', { unit: 'MiB' }, String(TRANSLATION_CACHE_MIB)));
}

function devices(plan: DomainPlan, machine: Machine): Element[] {
  const { lab, node, k3sBytes } = plan;
  const { address } = machine;
  const nics = node.nics.map((nic) => ovsInterface(lab.network.bridge, nic, present(element('model', { type: 'virtio' }), address)));
  return [
    ...dataDisks(plan, address),
    ...(k3sBytes > 0 ? [k3sDisk(address)] : []),
    element('controller', { type: 'usb', model: 'none' }),
    element('controller', { type: 'virtio-serial', index: 0 }, address),
    ...nics,
    ...consoles(nodePaths(node.name).consoleLog),
    element('channel', { type: 'unix' }, element('target', { type: 'virtio', name: 'org.qemu.guest_agent.0' })),
    element('rng', { model: 'virtio' }, element('backend', { model: 'random' }, '/dev/urandom'), address),
    element('memballoon', { model: 'virtio' }, element('stats', { period: 10 }), address),
    ...machine.extra,
  ];
}

/** virtlogd writes the log, whoever is attached and when nobody is. */
function consoles(log: string): Element[] {
  return [
    element('serial', { type: 'pty' }, element('log', { file: log, append: 'on' }), element('target', { port: 0 })),
    element('console', { type: 'pty' }, element('target', { type: 'serial', port: 0 })),
  ];
}

function dataDisks({ node }: DomainPlan, address: Element | undefined): Element[] {
  const paths = nodePaths(node.name);
  return node.disks.map((_, index) =>
    element(
      'disk',
      { type: 'file', device: 'disk' },
      element('driver', { name: 'qemu', type: 'qcow2', cache: 'writeback' }),
      element('source', { file: paths.disk(index, 'qcow2') }),
      element('target', { dev: `vd${'abcdefghijklmnopqrstuvwxy'[index] ?? 'y'}`, bus: 'virtio' }),
      element('serial', {}, `data-${index + 1}`),
      address,
    ),
  );
}

/** The bare binary as a disk: a node copies it, by the length that its seed names. */
function k3sDisk(address: Element | undefined): Element {
  return element(
    'disk',
    { type: 'file', device: 'disk' },
    element('driver', { name: 'qemu', type: 'raw' }),
    element('source', { file: `${OUTER.k3s}/k3s` }),
    element('target', { dev: 'vdz', bus: 'virtio' }),
    element('readonly'),
    element('shareable'),
    element('serial', {}, 'k3s'),
    address,
  );
}

function present(...elements: readonly (Element | undefined)[]): Element[] {
  return elements.filter((each) => each !== undefined);
}
