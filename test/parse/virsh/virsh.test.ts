import { describe, expect, it } from 'vitest';
import { ParseError } from '../../../src/model/errors.ts';
import { parseDomblklist } from '../../../src/parse/virsh/domblklist.ts';
import { parseDomifaddr } from '../../../src/parse/virsh/domifaddr.ts';
import { parseDomiflist } from '../../../src/parse/virsh/domiflist.ts';
import { parseDominfo } from '../../../src/parse/virsh/dominfo.ts';
import { parseDomstate } from '../../../src/parse/virsh/domstate.ts';
import { parseDomstats, statNumber, statState } from '../../../src/parse/virsh/domstats.ts';
import { parseEventLine } from '../../../src/parse/virsh/event.ts';
import { parseList, parseUuids } from '../../../src/parse/virsh/list.ts';
import { parseSnapshotList } from '../../../src/parse/virsh/snapshot-list.ts';
import { parseTtyconsole } from '../../../src/parse/virsh/ttyconsole.ts';
import { parseVcpuinfo } from '../../../src/parse/virsh/vcpuinfo.ts';
import { fixture } from '../fixture.ts';

const virsh = (name: string) => fixture(`debian12-host/virsh/${name}`);
const ODD = `odd name 'q' "dq"; &<é 5`;

describe('virsh list', () => {
  it('reads ids, names with any character, and states', () => {
    expect(parseList(virsh('list-lxc.txt'))).toEqual([
      { id: 564, name: 'n100-1', state: 'running' },
      { id: 596, name: 'n100-2', state: 'running' },
      { id: 628, name: 'n100-3', state: 'running' },
      { name: '-x', state: 'shut off' },
      { name: '5', state: 'shut off' },
      { name: ODD, state: 'shut off' },
    ]);
  });

  it('reads UUIDs with the whole rest of the line as the name', () => {
    const all = parseUuids(virsh('list-uuid-lxc.txt'));
    expect(all.map(({ name }) => name)).toEqual(['n100-1', 'n100-2', 'n100-3', '-x', '5', ODD]);
    expect(all[0]?.uuid).toBe('94d7964c-07e0-48ef-ae7e-3d0b0ea2b523');
    expect(parseUuids('\n')).toEqual([]);
  });

  it('refuses a state it does not know', () => {
    expect(() => parseList(virsh('list-qemu.txt').replace('running', 'flying '))).toThrow(ParseError);
  });
});

describe('virsh domstate, dominfo', () => {
  it('reads state and reason', () => {
    expect(parseDomstate(virsh('domstate-running.txt'))).toEqual({ state: 'running', reason: 'booted' });
    expect(parseDomstate(virsh('domstate-off.txt'))).toEqual({ state: 'shut off', reason: 'unknown' });
  });

  it('reads a running container', () => {
    expect(parseDominfo(virsh('dominfo-lxc.txt'))).toEqual({
      id: 564,
      name: 'n100-1',
      uuid: '94d7964c-07e0-48ef-ae7e-3d0b0ea2b523',
      osType: 'exe',
      state: 'running',
      vcpus: 1,
      cpuTimeNs: 500_000_000,
      maxMemoryKiB: 262144,
      usedMemoryKiB: 492,
      persistent: true,
      autostart: false,
      managedSave: false,
    });
  });
});

describe('virsh domstats', () => {
  const stats = parseDomstats(virsh('domstats-qemu.txt')).get('jetson-1') ?? new Map<string, string>();

  it('reads numbers, and the state by its number', () => {
    expect(statState(stats)).toBe('running');
    expect(statNumber(stats, 'balloon.rss')).toBe(59512);
    expect(statNumber(stats, 'net.1.rx.bytes')).toBe(90);
    expect(statNumber(stats, 'no.such')).toBeUndefined();
  });

  it('says so when a number is none', () => {
    expect(() => statNumber(stats, 'net.0.name')).toThrow(ParseError);
  });
});

describe('virsh tables', () => {
  it('reads several interfaces of a domain, and what a driver leaves out', () => {
    expect(parseDomiflist(virsh('domiflist-qemu.txt'))).toEqual([
      { target: 'vnet8', type: 'bridge', source: 'ovsbr0', model: 'virtio', mac: '52:54:00:12:34:10' },
      { target: 'vnet9', type: 'bridge', source: 'ovsbr0', model: 'virtio', mac: '52:54:00:12:34:11' },
    ]);
    expect(parseDomiflist(virsh('domiflist-lxc.txt'))).toEqual([{ target: 'vnet0', type: 'bridge', source: 'ovsbr0', mac: '52:54:00:12:34:01' }]);
    expect(parseDomiflist(virsh('domiflist-none.txt'))).toEqual([]);
  });

  it('reads disks', () => {
    expect(parseDomblklist(virsh('domblklist-qemu.txt'))).toEqual([{ target: 'vda', source: '/var/lib/libvirt/images/jetson-1.qcow2', device: 'disk' }]);
    expect(parseDomblklist(virsh('domblklist-lxc.txt'))).toEqual([]);
  });

  it('reads addresses, a second one of an interface too', () => {
    const [one] = parseDomifaddr(virsh('domifaddr-lxc.txt'));
    expect(one).toEqual({ device: 'vnet0', mac: '52:54:00:12:34:01', protocol: 'ipv4', address: '192.168.100.10', prefix: 0 });
    const second = ' -          -                    ipv6         fe80::1/64\n\n';
    expect(parseDomifaddr(virsh('domifaddr-lxc.txt').trimEnd() + `\n${second}`)[1]).toEqual({ ...one, protocol: 'ipv6', address: 'fe80::1', prefix: 64 });
  });

  it('reads snapshots with a space in the name', () => {
    expect(parseSnapshotList(virsh('snapshot-list-one.txt'))).toEqual([{ name: 'first snap', createdAt: '2026-11-21 07:40:02 +0000', state: 'shutoff' }]);
    expect(parseSnapshotList(virsh('snapshot-list-none.txt'))).toEqual([]);
  });

  it('refuses other columns', () => {
    expect(() => parseDomiflist(virsh('list-qemu.txt'))).toThrow(ParseError);
  });
});

describe('virsh vcpuinfo, ttyconsole', () => {
  it('reads each virtual CPU', () => {
    const raw = virsh('vcpuinfo-qemu.txt');
    expect(parseVcpuinfo(raw)).toEqual([{ vcpu: 0, cpu: 1, state: 'running', cpuTimeSec: 8.2, affinity: 'yy' }]);
    expect(parseVcpuinfo(raw + raw.replace('VCPU:           0', 'VCPU:           1')).map(({ vcpu }) => vcpu)).toEqual([0, 1]);
  });

  it('knows that a domain that is off has no console', () => {
    expect(parseTtyconsole(virsh('ttyconsole-lxc.txt'))).toBe('/dev/pts/0');
    expect(parseTtyconsole(virsh('ttyconsole-off.txt'))).toBeUndefined();
  });
});

describe('virsh event', () => {
  it('reads both drivers', () => {
    const lines = (virsh('event-qemu.txt') + virsh('event-lxc.txt')).trimEnd().split('\n');
    expect(lines.map((line) => parseEventLine(line)).map(({ event, domain, detail }) => [event, domain, detail])).toEqual([
      ['lifecycle', 'jetson-1', 'Suspended Paused'],
      ['lifecycle', 'jetson-1', 'Resumed Unpaused'],
      ['lifecycle', 'n100-3', 'Stopped Destroyed'],
      ['lifecycle', 'n100-3', 'Started Booted'],
    ]);
    expect(parseEventLine(lines[0] ?? '').at).toBe(Date.UTC(2026, 10, 21, 7, 49, 17, 733));
  });

  it('finds the end of a name that holds quotes and colons', () => {
    const line = "2026-11-21 07:49:18.964+0000: event 'lifecycle' for domain 'a': b' c': Started Booted";
    expect(parseEventLine(line)).toMatchObject({ domain: "a': b' c", detail: 'Started Booted' });
  });

  it('reads an event without a detail', () => {
    expect(parseEventLine("2026-11-21 07:49:18.964+0000: event 'reboot' for domain 'n'")).toMatchObject({ event: 'reboot', domain: 'n', detail: '' });
  });
});
