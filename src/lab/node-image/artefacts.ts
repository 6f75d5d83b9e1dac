/**
 * What a build leaves behind, all of one architecture. The archives are `newc` cpio and not compressed on purpose: a node
 * without KVM would pay more for the inflating than the disk for the bytes.
 */
export const NODE_ARTEFACTS = {
  kernel: 'vmlinuz',
  /** The root of every node: unpacked it is an lxc node's, in memory a QEMU node's. */
  userland: 'userland.cpio',
  /** Kernel modules of a QEMU node. */
  modules: 'modules.cpio',
  /** More of them, for nodes that run k3s. */
  k3sModules: 'k3s-modules.cpio',
} as const;
