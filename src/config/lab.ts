import { z } from 'zod';
import { cidr4, deviceName, ipv4, label, mac, sizeMiB } from './units.ts';

/** libvirt `<bandwidth>`, one direction. libvirt counts in KILOBYTES per second; here it is bit/s, and is converted where XML is written. */
const bandwidth = z.strictObject({
  averageBitPerSec: z.number().int().positive(),
  peakBitPerSec: z.number().int().positive().optional(),
  burstBytes: z.number().int().positive().optional(),
});

const nic = z.strictObject({
  mac,
  /** The fixed lease; a NIC without one takes what the range gives. */
  ip: ipv4.optional(),
  vlan: z.number().int().min(1).max(4094).optional(),
  inbound: bandwidth.optional(),
  outbound: bandwidth.optional(),
});

const node = z.strictObject({
  name: label,
  role: z.enum(['server', 'agent']),
  arch: z.enum(['x86_64', 'aarch64']).default('x86_64'),
  /** `auto`: kvm where the outer VM really has it, else lxc for the architecture of the outer VM and tcg for others. */
  kind: z.enum(['auto', 'kvm', 'tcg', 'lxc']).default('auto'),
  memory: sizeMiB,
  vcpus: z.number().int().min(1).max(64).default(1),
  nics: z.array(nic).min(1),
  /** Sizes of extra data disks. */
  disks: z.array(sizeMiB).default([]),
  labels: z.record(z.string(), z.string()).default({}),
  /** Started by `up` (true) or only by request and `up --all`. */
  autostart: z.boolean().default(true),
  /** The cockpit asks for its name before it stops it or cuts its power. */
  protected: z.boolean().optional(),
  description: z.string().optional(),
});

const stp = z.strictObject({
  enable: z.boolean().default(true),
  forwardDelaySec: z.number().int().min(4).max(30).default(4),
  helloTimeSec: z.number().int().min(1).max(10).default(1),
  maxAgeSec: z.number().int().min(6).max(40).default(6),
});

const network = z.strictObject({
  bridge: deviceName.default('ovsbr0'),
  /** The outer VM's own address on the bridge: an OVS internal port. Found by type=internal, whatever its name. */
  hostPort: deviceName.default('ovshost0'),
  address: cidr4,
  stp: stp.prefault({}),
  dhcp: z.strictObject({ from: ipv4, to: ipv4, leaseHours: z.number().int().positive().default(12) }),
  /** Names are `<node>.<domain>`. */
  domain: label.default('local'),
});

const login = z.strictObject({
  user: z.string().default('root'),
  /** Absent: the console logs in by itself (getty autologin). Never printed. */
  password: z.string().optional(),
});

/** How the outer VM comes to be. */
const source = z.discriminatedUnion('type', [
  /** Built by labdeck from Debian packages. */
  z.strictObject({ type: z.literal('image') }),
  /** A launcher of somebody else's making, like n3x's `run-*-vm`. */
  z.strictObject({
    type: z.literal('script'),
    /** A glob; exactly one file must match. */
    command: z.string(),
    /** `nix build` attribute that makes the launcher, for the message when it is missing. */
    build: z.string().optional(),
    env: z.record(z.string(), z.string()).default({}),
    /** Where its disk image goes (NIX_DISK_IMAGE); absent: into the lab's state directory. Refused on a file system in memory. */
    disk: z.string().optional(),
    /** Where it writes the pid of its QEMU. */
    pidFile: z.string().optional(),
    /** Patience for the guest's own shutdown before `down` gives up, seconds. */
    stopLimitSec: z.number().int().positive().default(120),
  }),
  /** A QEMU that is there already; its sockets are named below. */
  z.strictObject({ type: z.literal('attach') }),
]);

const outer = z.strictObject({
  source,
  accelerator: z.enum(['auto', 'kvm', 'tcg']).default('auto'),
  vcpus: z.number().int().min(1).max(256).default(2),
  memory: sizeMiB,
  disk: sizeMiB.optional(),
  /** Sockets of a QEMU that labdeck did not start; `~`, `$NAME` and `${NAME:-other}` are expanded. */
  monitor: z.string().optional(),
  serial: z.string().optional(),
  /** Ways in, best first. */
  transports: z.array(z.enum(['channel', 'ssh', 'serial'])).min(1).default(['channel', 'ssh', 'serial']),
  login: login.prefault({}),
  /** restrict: nothing in the lab reaches beyond the machine. */
  network: z.strictObject({ restrict: z.boolean().default(true) }).prefault({}),
  /** Patience for the boot, seconds without KVM; a quarter with it. */
  bootLimitSec: z.number().int().positive().default(600),
  /** systemd units that the lab rests on, by the names they have in this outer VM; absent: those of labdeck's own image. */
  units: z.array(z.string()).min(1).optional(),
});

const k3s = z.strictObject({
  /** A k3s binary on this host, copied into the nodes. */
  binary: z.string().optional(),
  /** Fetched on the host, once; needs both pins. */
  download: z.boolean().default(false),
  version: z.string().optional(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'is not a sha256 in lower-case hex').optional(),
  token: z.string().optional(),
});

/** A lab file: how the outer VM is reached, and what is to be inside. */
export const labSchema = z
  .strictObject({
    $schema: z.string().optional(),
    lab: label,
    description: z.string().optional(),
    /** `user@machine`: the lab runs there and its sockets are tunnelled here. */
    host: z.string().optional(),
    outer,
    network,
    /** How people log in at a node's console. */
    nodeLogin: login.prefault({ password: 'test' }),
    nodes: z.array(node).default([]),
    k3s: k3s.prefault({}),
    /** Suites that belong to this lab, by name. */
    suites: z.array(z.string()).default([]),
  })
  .superRefine((lab, ctx) => {
    for (const twice of repeated(lab.nodes.map((each) => each.name))) ctx.addIssue({ code: 'custom', path: ['nodes'], message: `two nodes are called ${twice}` });
    const nics = lab.nodes.flatMap((each) => each.nics);
    for (const twice of repeated(nics.map((each) => each.mac))) ctx.addIssue({ code: 'custom', path: ['nodes'], message: `two NICs have the MAC ${twice}` });
    for (const twice of repeated(nics.flatMap((each) => each.ip ?? []))) ctx.addIssue({ code: 'custom', path: ['nodes'], message: `two NICs have the address ${twice}` });
    if (lab.k3s.download && (lab.k3s.version === undefined || lab.k3s.sha256 === undefined)) {
      ctx.addIssue({ code: 'custom', path: ['k3s'], message: 'k3s.download needs k3s.version and k3s.sha256' });
    }
  });

export type LabConfig = z.infer<typeof labSchema>;
export type LabNodeConfig = LabConfig['nodes'][number];
export type NicConfig = LabNodeConfig['nics'][number];

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
