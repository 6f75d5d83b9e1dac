import { describe, expect, it } from 'vitest';
import { ParseError } from '../../src/model/errors.ts';
import { loadOrder, moduleName, readModule } from '../../src/lab/node-image/kernel-modules.ts';
import type { KernelModule } from '../../src/lab/node-image/kernel-modules.ts';

const modinfo = (depends: string) => Buffer.from(`\x7fELF\0license=GPL\0depends=${depends}\0intree=Y\0name=x\0`);
const PATH = 'lib/modules/6.1/kernel/drivers/net/virtio-net.ko';

describe('readModule', () => {
  it('reads name and dependencies as lsmod writes them', () => {
    expect(readModule(PATH, modinfo('net-failover,virtio,virtio_ring'))).toEqual({ name: 'virtio_net', path: PATH, depends: ['net_failover', 'virtio', 'virtio_ring'] });
    expect(readModule(PATH, modinfo('')).depends).toEqual([]);
    expect(moduleName('a/b-c.ko')).toBe('b_c');
  });

  it.each(['', 'no module at all', 'depends=cut off'])('refuses %j', (text) => {
    expect(() => readModule(PATH, Buffer.from(text))).toThrow(ParseError);
  });
});

describe('loadOrder', () => {
  const tree: Record<string, string[]> = { net: ['failover', 'virtio'], failover: ['core'], virtio: ['ring'], ring: [], core: [], blk: ['virtio'] };
  const load = (name: string): KernelModule | undefined => (tree[name] === undefined ? undefined : { name, path: name, depends: tree[name] });
  const order = (...wanted: string[]) => loadOrder(wanted, load).map((module) => module.name);

  it('puts each module once, behind all that it needs', () => {
    expect(order('net', 'blk')).toEqual(['core', 'failover', 'ring', 'virtio', 'net', 'blk']);
  });

  it('passes over what is built in', () => {
    expect(order('ext4', 'ring')).toEqual(['ring']);
  });
});
