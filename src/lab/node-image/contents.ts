import type { NodeArch } from '../../model/lab-node.ts';

/** Debian's names of one architecture. */
export interface DebianArch {
  readonly debian: string;
  /** Multiarch triplet: where its libraries lie. */
  readonly triplet: string;
  /** A kernel without drivers for real hardware: small, and all of virtio is in it. */
  readonly kernel: string;
}

export const DEBIAN: Readonly<Record<NodeArch, DebianArch>> = {
  x86_64: { debian: 'amd64', triplet: 'x86_64-linux-gnu', kernel: 'linux-image-cloud-amd64' },
  aarch64: { debian: 'arm64', triplet: 'aarch64-linux-gnu', kernel: 'linux-image-cloud-arm64' },
};

/** bash for logins and dash as `sh`: busybox's own shell takes its own `ip` and `ping` before those in PATH. */
export const PACKAGES = ['bash', 'busybox-static', 'dash', 'dropbear-bin', 'iperf3', 'iproute2', 'iputils-ping', 'qemu-guest-agent'] as const;

/** What a node keeps of those packages; the libraries follow from it. */
export const PROGRAMS = [
  'bin/bash', 'bin/busybox', 'bin/dash', 'bin/ip', 'bin/ping', 'bin/ss', 'sbin/ip', 'sbin/tc', 'sbin/bridge', 'usr/bin/iperf3', 'usr/bin/dropbearkey', 'usr/sbin/dropbear', 'usr/sbin/qemu-ga',
] as const;

/**
 * Kernel modules in lists, each loaded in order with dependencies first: `boot` stands between the kernel and the first
 * ping, `disk` is for nodes that have one, `late` for the rest, `k3s` for nodes that run it. What a kernel has built in,
 * or does not have at all, is passed over.
 */
export const MODULE_LISTS = {
  boot: ['virtio_mmio', 'virtio_pci', 'virtio_net', 'virtio_rng'],
  disk: ['virtio_blk', 'ext4'],
  late: ['virtio_console', 'virtio_balloon', 'pvpanic_mmio'],
  k3s: [
    'overlay', 'br_netfilter', 'veth', 'vxlan', 'nf_conntrack', 'nf_nat', 'nf_tables', 'nft_chain_nat', 'nft_compat', 'ip_tables', 'iptable_filter', 'iptable_nat', 'iptable_mangle',
    'xt_conntrack', 'xt_comment', 'xt_mark', 'xt_MASQUERADE', 'xt_addrtype', 'xt_multiport', 'xt_nat', 'xt_statistic', 'xt_physdev', 'xt_limit', 'xt_nflog', 'xt_set', 'ip_set', 'ip_set_hash_net', 'ip_set_hash_ip',
  ],
} as const;
export type ModuleList = keyof typeof MODULE_LISTS;

/** There before anything is mounted or written into them. */
export const EMPTY_DIRECTORIES = ['dev', 'proc', 'sys', 'run', 'tmp', 'mnt', 'data', 'root', 'var/log', 'bin', 'sbin', 'usr/bin', 'usr/sbin', 'usr/local/bin', 'etc/dropbear', 'root/.ssh'] as const;
