import { describe, expect, it } from 'vitest';
import { ParseError } from '../../../src/model/errors.ts';
import { parseDumpxml } from '../../../src/parse/virsh/dumpxml.ts';
import { fixture } from '../fixture.ts';

const virsh = (name: string) => fixture(`debian12-host/virsh/${name}`);

describe('virsh dumpxml', () => {
  it('reads a running QEMU domain with two NICs', () => {
    expect(parseDumpxml(virsh('dumpxml-qemu.xml'))).toEqual({
      driver: 'qemu',
      kind: 'tcg',
      name: 'jetson-1',
      uuid: '0ad03894-3c58-4534-978a-740474c839d1',
      id: 3,
      arch: 'x86_64',
      vcpus: 1,
      maxMemoryKiB: 131072,
      balloonKiB: 131072,
      interfaces: [
        { target: 'vnet8', type: 'bridge', source: 'ovsbr0', model: 'virtio', mac: '52:54:00:12:34:10' },
        { target: 'vnet9', type: 'bridge', source: 'ovsbr0', model: 'virtio', mac: '52:54:00:12:34:11' },
      ],
      blocks: [{ target: 'vda', source: '/var/lib/libvirt/images/jetson-1.qcow2', device: 'disk' }],
      console: { tty: '/dev/pts/3', log: '/var/log/libvirt/qemu/jetson-1-console.log' },
    });
  });

  it('reads a container, and never calls it anything else', () => {
    const domain = parseDumpxml(virsh('dumpxml-lxc.xml'));
    expect(domain).toMatchObject({ driver: 'lxc', kind: 'lxc', id: 564, description: 'N100 miniPC - k3s-server', console: { tty: '/dev/pts/0' } });
    expect(domain.interfaces).toEqual([{ target: 'vnet0', type: 'bridge', source: 'ovsbr0', mac: '52:54:00:12:34:01' }]);
  });

  it('keeps every character of a name', () => {
    expect(parseDumpxml(virsh('dumpxml-odd.xml')).name).toBe(`odd name 'q' "dq"; &<é 5`);
    for (const name of ['007', '5e3', ' leading', 'trailing ', 'true']) {
      expect(parseDumpxml(virsh('dumpxml-lxc.xml').replace('<name>n100-1<', `<name>${name}<`)).name).toBe(name);
    }
  });

  it('takes kvm for kvm', () => {
    expect(parseDumpxml(virsh('dumpxml-qemu.xml').replace("<domain type='qemu'", "<domain type='kvm'"))).toMatchObject({ driver: 'qemu', kind: 'kvm' });
  });

  it('refuses what it does not know', () => {
    const xml = virsh('dumpxml-lxc.xml');
    expect(() => parseDumpxml(xml.replace("type='lxc'", "type='xen'"))).toThrow(/type 'xen'/);
    expect(() => parseDumpxml(xml.replace("<memory unit='KiB'>", "<memory unit='MiB'>"))).toThrow(ParseError);
    expect(() => parseDumpxml('<network><name>x</name></network>')).toThrow(/no <domain>/);
  });
});
