import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { LabConfig, LabNodeConfig } from '../../src/config/lab.ts';
import { domainUuid, domainXml, lacksOf } from '../../src/lab/domain-xml.ts';
import type { NodeKind } from '../../src/model/domain.ts';
import { embedded, nodeOf } from './fakes/lab.ts';

/* eslint-disable @typescript-eslint/no-explicit-any -- XML read back is whatever it is: each expectation says what it should be. */
function xmlOf(name: string, kind: NodeKind, change: Partial<LabNodeConfig> = {}, lab: LabConfig = embedded, k3sBytes = 0): any {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false, parseAttributeValue: false });
  return parser.parse(domainXml({ lab, node: { ...nodeOf(name, lab), ...change }, kind, k3sBytes })).domain;
}

const MACS = { 'n100-1': '52:54:00:12:34:01', 'n100-2': '52:54:00:12:34:02', 'n100-3': '52:54:00:12:34:03', 'jetson-1': '52:54:00:12:34:10' };

describe('domainXml', () => {
  it.each(Object.entries(MACS))('puts %s with its MAC on the lab\'s bridge by an openvswitch port', (name, mac) => {
    for (const kind of ['tcg', 'lxc'] as const) {
      const nic = xmlOf(name, kind).devices.interface;
      expect(nic).toMatchObject({ type: 'bridge', mac: { address: mac }, source: { bridge: 'ovsbr0' }, virtualport: { type: 'openvswitch' } });
    }
  });

  it('writes bandwidth in the kilobytes and kibibytes that libvirt counts in, rounded up', () => {
    const nics = [{ mac: MACS['n100-1'], inbound: { averageBitPerSec: 100_000_001, peakBitPerSec: 200_000_000, burstBytes: 1025 }, outbound: { averageBitPerSec: 8000 } }];
    expect(xmlOf('n100-1', 'lxc', { nics }).devices.interface.bandwidth).toEqual({
      inbound: { average: '12501', peak: '25000', burst: '2' },
      outbound: { average: '1' },
    });
  });

  it('says nothing of bandwidth and VLAN where the lab file does not', () => {
    const plain = xmlOf('n100-1', 'kvm', { nics: [{ mac: MACS['n100-1'] }] }).devices.interface;
    expect([plain.bandwidth, plain.vlan]).toEqual([undefined, undefined]);
    expect(xmlOf('n100-1', 'kvm', { nics: [{ mac: MACS['n100-1'], vlan: 7 }] }).devices.interface.vlan.tag.id).toBe('7');
  });

  it('has a limit and a weight for each node', () => {
    expect(xmlOf('n100-1', 'kvm', { memory: 4096, vcpus: 2 })).toMatchObject({
      type: 'kvm',
      memory: { '#text': '4096', unit: 'MiB' },
      memtune: { hard_limit: { '#text': '4224' }, soft_limit: { '#text': '4224' } },
      cputune: { shares: '2048' },
      vcpu: '2',
    });
    expect(xmlOf('n100-1', 'kvm', { vcpus: 64 }).cputune.shares).toBe('10000');
  });

  it('keeps every line of a QEMU node\'s console, and gives it panic device and agent', () => {
    const { devices, on_crash } = xmlOf('n100-1', 'kvm');
    expect(devices.serial).toMatchObject({ type: 'pty', log: { file: '/var/log/labdeck/console/n100-1.log', append: 'on' } });
    expect(devices.panic.model).toBe('isa');
    expect(devices.channel.target.name).toBe('org.qemu.guest_agent.0');
    expect(on_crash).toBe('preserve');
  });

  it('makes jetson-1 an emulated cortex-a57 on virt', () => {
    expect(xmlOf('jetson-1', 'tcg')).toMatchObject({
      type: 'qemu',
      os: { type: { arch: 'aarch64', machine: 'virt' }, cmdline: expect.stringContaining('console=ttyAMA0 quiet') as unknown },
      features: { gic: { version: '3' } },
      cpu: { model: { '#text': 'cortex-a57' } },
    });
    expect(xmlOf('jetson-1', 'tcg')['qemu:commandline']['qemu:arg'].map((each: any) => each.value)).toEqual(['-icount', 'shift=7,sleep=on']);
    expect([xmlOf('n100-1', 'kvm'), xmlOf('n100-1', 'tcg')].map((xml) => xml['qemu:commandline'])).toEqual([undefined, undefined]);
    expect(xmlOf('jetson-1', 'tcg').devices.panic).toBeUndefined();
    expect(lacksOf('tcg', 'aarch64')[0]).toMatch(/panic device: not supported/);
  });

  it('leaves out of an lxc node what the lxc driver would take and ignore', () => {
    const { devices, description, type } = xmlOf('n100-3', 'lxc');
    expect([type, Object.keys(devices).sort()]).toEqual(['lxc', ['console', 'filesystem', 'interface']]);
    expect(description).toMatch(/a container, not a virtual machine/);
    expect(domainXml({ lab: embedded, node: nodeOf('n100-3'), kind: 'lxc', k3sBytes: 0 })).not.toMatch(/<log|panic|idmap/);
  });

  it('has the data disk of n100-3 in either kind', () => {
    expect(xmlOf('n100-3', 'tcg').devices.disk).toMatchObject({ driver: { type: 'qcow2', cache: 'writeback' }, source: { file: '/var/lib/labdeck/domains/n100-3/data-1.qcow2' } });
    expect(xmlOf('n100-3', 'lxc').devices.filesystem[1]).toMatchObject({ type: 'file', source: { file: '/var/lib/labdeck/domains/n100-3/data-1.img' }, target: { dir: '/data/1' } });
    expect(xmlOf('n100-1', 'tcg').devices.disk).toBeUndefined();
  });

  it('brings k3s in as a disk or a mounted directory, where there is one', () => {
    expect(xmlOf('n100-1', 'tcg', {}, embedded, 70).devices.disk).toMatchObject({ source: { file: '/var/lib/labdeck/k3s/k3s' }, serial: 'k3s', readonly: '' });
    expect(xmlOf('n100-1', 'lxc', {}, embedded, 70).devices.filesystem[1]).toMatchObject({ source: { dir: '/var/lib/labdeck/k3s' }, target: { dir: '/opt/k3s' } });
  });

  it('several NICs are several ports, in order', () => {
    const nics = [{ mac: '52:54:00:00:00:01' }, { mac: '52:54:00:00:00:02' }];
    const found = xmlOf('n100-1', 'lxc', { nics }).devices.interface;
    expect(found.map((nic: any) => [nic.mac.address, nic.guest.dev])).toEqual([['52:54:00:00:00:01', 'eth0'], ['52:54:00:00:00:02', 'eth1']]);
  });

  it('carries any description through', () => {
    const description = `it's "<b>&amp;";\n\t\`rm -rf\` ]]>`;
    const parser = new XMLParser({ ignoreAttributes: false, trimValues: false });
    const text = domainXml({ lab: embedded, node: { ...nodeOf('n100-1'), description }, kind: 'kvm', k3sBytes: 0 });
    expect(parser.parse(text.replaceAll('&#10;', '\n').replaceAll('&#9;', '\t')).domain.description).toBe(description);
  });

  it('is the same text for the same lab', () => {
    const plan = { lab: embedded, node: nodeOf('n100-1'), kind: 'lxc', k3sBytes: 0 } as const;
    expect(domainXml(plan)).toBe(domainXml(structuredClone(plan)));
  });
});

it('domainUuid is a UUID that belongs to lab and node', () => {
  expect(domainUuid('a', 'b')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set([domainUuid('a', 'b'), domainUuid('a', 'c'), domainUuid('b', 'b')]).size).toBe(3);
});
