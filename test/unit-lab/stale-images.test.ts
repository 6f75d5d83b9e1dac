import { describe, expect, test } from 'vitest';
import { staleNodes } from '../../src/lab/stale-images.ts';
import { answering } from './answering.ts';

const SCRIPT = `
  cp /nix/store/bbb/n100-1.qcow2 /var/lib/libvirt/images/n100-1.qcow2
virsh dominfo n100-1 &>/dev/null || virsh define /nix/store/ccc-n100-1.xml
  qemu-img create -f qcow2 /var/lib/libvirt/images/jetson-1.qcow2 8G
virsh dominfo jetson-1 &>/dev/null || virsh define /nix/store/ddd-jetson-1.xml
`;

/** An outer VM with `times` (birth, change) of paths. */
function outer(times: Readonly<Record<string, readonly [born: number | '-', changed: number]>>) {
  return answering((argv) => {
    if (argv[0] === 'systemctl') return '{ path=/nix/store/aaa/start ; argv[]=/nix/store/aaa/start }\n';
    if (argv[0] === 'cat') return SCRIPT;
    if (argv[0] === 'stat') return argv.flatMap((path) => (times[path] === undefined ? [] : [`${times[path].join(' ')} ${path}\n`])).join('');
    return undefined;
  });
}

describe('nodes that a rebuild has not reached', () => {
  test('an image and a definition older than the store', async () => {
    const stale = await staleNodes(outer({
      '/nix/store/bbb/n100-1.qcow2': [0, 2000],
      '/var/lib/libvirt/images/n100-1.qcow2': [1000, 9000],
      '/nix/store/ccc-n100-1.xml': [0, 2000],
      '/var/lib/libvirt/qemu/n100-1.xml': [900, 1000],
    }));
    expect(stale.map(({ domain, what }) => [domain, what])).toEqual([['n100-1', 'image'], ['n100-1', 'definition'], ['jetson-1', 'no OS image']]);
    expect(stale[0]?.next).toBe('virsh destroy n100-1; cp /nix/store/bbb/n100-1.qcow2 /var/lib/libvirt/images/n100-1.qcow2; chmod 644 /var/lib/libvirt/images/n100-1.qcow2');
    expect(stale[1]?.next).toBe('virsh define /nix/store/ccc-n100-1.xml');
  });

  test('none where all is newer, or where the file system does not tell', async () => {
    const fresh = { '/nix/store/bbb/n100-1.qcow2': [0, 500], '/var/lib/libvirt/images/n100-1.qcow2': [1000, 9000], '/nix/store/ccc-n100-1.xml': [0, 500], '/var/lib/libvirt/qemu/n100-1.xml': [900, 1000] } as const;
    expect((await staleNodes(outer(fresh))).map(({ domain }) => domain)).toEqual(['jetson-1']);
    const unborn = { '/nix/store/bbb/n100-1.qcow2': [0, 5000], '/var/lib/libvirt/images/n100-1.qcow2': ['-', 9000] } as const;
    expect((await staleNodes(outer(unborn))).map(({ domain }) => domain)).toEqual(['jetson-1']);
  });

  test('none on a machine that is no n3x', async () => {
    expect(await staleNodes(answering((argv) => (argv[0] === 'systemctl' ? '\n' : undefined)))).toEqual([]);
  });
});
