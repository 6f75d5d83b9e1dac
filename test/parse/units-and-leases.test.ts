import { describe, expect, it } from 'vitest';
import { ParseError } from '../../src/model/errors.ts';
import { parseLeases } from '../../src/parse/dnsmasq/leases.ts';
import { parseSystemState } from '../../src/parse/systemctl/running.ts';
import { parseUnits } from '../../src/parse/systemctl/show.ts';
import { fixture } from './fixture.ts';

const host = (name: string) => fixture(`debian12-host/${name}`);

describe('systemctl', () => {
  it('reads units, the missing one too', () => {
    expect(parseUnits(host('systemctl/show-usec.txt'))).toEqual([
      { name: 'libvirtd.service', loadState: 'loaded', activeState: 'active', subState: 'running', since: 1795246802_000 },
      { name: 'ovs-vswitchd.service', loadState: 'loaded', activeState: 'active', subState: 'running', since: 1795246799_000 },
      { name: 'ovsdb-server.service', loadState: 'loaded', activeState: 'active', subState: 'running', since: 1795246794_000 },
      { name: 'nosuch.service', loadState: 'not-found', activeState: 'inactive', subState: 'dead' },
    ]);
  });

  it('reads the same times in words', () => {
    expect(parseUnits(host('systemctl/show.txt')).map(({ since }) => since)).toEqual(parseUnits(host('systemctl/show-usec.txt')).map(({ since }) => since));
  });

  it('reads the state of the system', () => {
    expect(parseSystemState(host('systemctl/is-system-running.txt'))).toBe('running');
  });
});

describe('dnsmasq leases', () => {
  it('reads fixed, named and nameless leases', () => {
    expect(parseLeases(host('dnsmasq/dnsmasq.leases'))).toEqual([
      { mac: '52:54:00:aa:bb:cd', ip: '192.168.100.162', expiresAt: 1795291078, source: 'dhcp' },
      { mac: '52:54:00:aa:bb:cc', ip: '192.168.100.161', expiresAt: 1795291075, hostname: 'guest-7', source: 'dhcp' },
      { mac: '52:54:00:12:34:01', ip: '192.168.100.10', expiresAt: 1795291071, hostname: 'n100-1', source: 'dhcp' },
    ]);
  });

  it('stops at DHCPv6', () => {
    const six = 'duid 00:01:00:01:2d:bb:57:39:52:54:00:12:34:56\n1795291071 1 fe80::1 * 00:01\n';
    expect(parseLeases(host('dnsmasq/dnsmasq.leases') + six)).toHaveLength(3);
    expect(() => parseLeases('1795291071 52:54:00:12:34:01 nowhere n100-1 *\n')).toThrow(ParseError);
  });
});
