import type { NodeArch } from '../../model/lab-node.ts';

/** Where things of the nodes lie in the outer VM. */
export const OUTER = {
  /** From the image: kernel, userland and modules, a directory per architecture. */
  artefacts: '/var/lib/labdeck/nodes',
  /** What is made per node of this lab. */
  domains: '/var/lib/labdeck/domains',
  k3s: '/var/lib/labdeck/k3s',
  /** Console logs of nodes, of both drivers. */
  consoleLogs: '/var/log/labdeck/console',
  /** Sockets of the console relays of lxc nodes. */
  consoleSockets: '/run/labdeck/console',
} as const;

export interface NodePaths {
  readonly dir: string;
  readonly initrd: string;
  readonly rootfs: string;
  readonly seed: string;
  readonly xml: string;
  /** What the prepared files were made from, to see whether they are still right. */
  readonly stamp: string;
  readonly disk: (index: number, format: 'qcow2' | 'raw') => string;
  readonly consoleLog: string;
  readonly consoleSocket: string;
}

export function nodePaths(node: string): NodePaths {
  const dir = `${OUTER.domains}/${node}`;
  return {
    dir,
    initrd: `${dir}/initrd`,
    rootfs: `${dir}/rootfs`,
    seed: `${dir}/seed.cpio`,
    xml: `${dir}/domain.xml`,
    stamp: `${dir}/stamp`,
    disk: (index, format) => `${dir}/data-${index + 1}.${format === 'raw' ? 'img' : 'qcow2'}`,
    consoleLog: `${OUTER.consoleLogs}/${node}.log`,
    consoleSocket: `${OUTER.consoleSockets}/${node}.sock`,
  };
}

export function artefact(arch: NodeArch, file: string): string {
  return `${OUTER.artefacts}/${arch}/${file}`;
}
