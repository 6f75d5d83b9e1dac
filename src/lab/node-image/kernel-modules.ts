import { ParseError } from '../../model/errors.ts';

/** A module of the kernel package: its name as `lsmod` prints it, where it lies, and what it needs to be loaded first. */
export interface KernelModule {
  readonly name: string;
  /** Path in the tree, without a leading slash. */
  readonly path: string;
  readonly depends: readonly string[];
}

/** `kernel/drivers/net/virtio_net.ko` -> `virtio_net`; the kernel knows no `-` in a module's name. */
export function moduleName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.ko$/, '').replaceAll('-', '_');
}

/**
 * Reads a module's own `.modinfo` (NUL-separated `key=value`), so that neither depmod nor modules.dep is needed.
 * @throws ParseError when the bytes are no kernel module
 */
export function readModule(path: string, bytes: Buffer): KernelModule {
  const depends = /(?:^|\0)depends=([^\0]*)\0/.exec(bytes.toString('latin1'))?.[1];
  if (depends === undefined) throw new ParseError({ what: `${path} is no kernel module`, detail: 'no depends= in it' });
  const names = depends.split(',').filter((name) => name !== '');
  return { name: moduleName(path), path, depends: names.map((name) => name.replaceAll('-', '_')) };
}

/**
 * The wanted modules and all they depend on, in an order in which insmod can load them one by one.
 * Names that `load` does not know are built into the kernel (or left out of it) and are passed over.
 */
export function loadOrder(wanted: readonly string[], load: (name: string) => KernelModule | undefined): KernelModule[] {
  const order = new Map<string, KernelModule>();
  const visit = (name: string): void => {
    const found = order.has(name) ? undefined : load(name);
    if (found === undefined) return;
    found.depends.forEach(visit);
    order.set(name, found);
  };
  wanted.forEach(visit);
  return [...order.values()];
}
