import { describe, expect, it } from 'vitest';
import { parseLinks } from '../../../src/parse/ip/link.ts';
import { parseIpMonitorLine } from '../../../src/parse/ip/monitor.ts';
import { parseNeighbours } from '../../../src/parse/ip/neigh.ts';
import { fixture } from '../fixture.ts';

const ip = (name: string) => fixture(`debian12-host/ip/${name}`);

describe('ip addr', () => {
  const links = parseLinks(ip('addr.json'));
  const link = (name: string) => links.find((each) => each.name === name);

  it('reads the host port with its address', () => {
    expect(link('ovshost0')).toMatchObject({ kind: 'openvswitch', mtu: 1500, operState: 'UNKNOWN' });
    expect(link('ovshost0')?.addresses).toContain('192.168.100.1/24');
  });

  it('reads taps and veths with their master and counters', () => {
    expect(link('vnet8')).toMatchObject({ kind: 'tun', master: 'ovs-system', mac: 'fe:54:00:12:34:10', qdisc: 'htb' });
    expect(link('vnet0')).toMatchObject({ kind: 'veth', master: 'ovs-system' });
    expect(link('vnet0')?.txBytes).toBeGreaterThan(0);
    expect(link('ifb-t')).toMatchObject({ kind: 'ifb' });
  });

  it('leaves out the empty objects of a filtered answer', () => {
    expect(parseLinks('[{},{}]')).toEqual([]);
  });
});

describe('ip neigh', () => {
  it('reads IPv4 neighbours that answered', () => {
    expect(parseNeighbours(ip('neigh.json'))).toEqual([
      { mac: '52:54:00:12:34:01', ip: '192.168.100.10', source: 'arp', dev: 'ovshost0' },
      { mac: '52:55:0a:00:02:02', ip: '10.0.2.2', source: 'arp', dev: 'enp0s1' },
    ]);
  });

  it('leaves out who did not', () => {
    expect(parseNeighbours('[{"dst":"192.168.100.12","dev":"ovshost0","state":["FAILED"]},{"dst":"1.2.3.4","dev":"x","lladdr":"52:54:00:00:00:01","state":["FAILED"]}]')).toEqual([]);
  });
});

describe('ip monitor', () => {
  it('reads every kind of line', () => {
    const lines = ip('monitor.txt').trimEnd().split('\n');
    const changes = lines.map((line) => parseIpMonitorLine(line));
    expect(changes).not.toContain(undefined);
    expect(changes.filter((change) => change?.what === 'link').map((change) => [change?.dev, change?.deleted])).toContainEqual(['vnet10', true]);
    expect(changes.filter((change) => change?.what === 'address').at(-1)).toMatchObject({ dev: 'vnet14', deleted: false });
    expect(changes.at(-1)).toMatchObject({ what: 'neighbour', dev: 'ovshost0', deleted: false });
  });

  it('leaves other lines alone', () => {
    expect(parseIpMonitorLine('    link/ether 2a:fb:2b:a8:5a:06')).toBeUndefined();
  });
});
