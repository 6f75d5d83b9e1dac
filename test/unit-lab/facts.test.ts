import { describe, expect, test } from 'vitest';
import { hostPort } from '../../src/lab/host-port.ts';
import { cpuVendor, nestedRefusal } from '../../src/lab/nested-kvm.ts';
import type { OvsBridge, OvsInterface } from '../../src/model/ovs.ts';

function ovsInterface(name: string, type: string): OvsInterface {
  return { uuid: name, name, type, externalIds: {}, statistics: {}, ingressPolicingRateKbitPerSec: 0, ingressPolicingBurstKbit: 0 };
}

function bridge(name: string, interfaces: readonly OvsInterface[]): OvsBridge {
  const ports = interfaces.map((each) => ({ uuid: each.uuid, name: each.name, trunks: [], externalIds: {}, status: {}, interfaces: [each] }));
  return { uuid: name, name, stpEnable: true, otherConfig: {}, externalIds: {}, status: {}, ports };
}

describe('the host port', () => {
  test.each(['ovshost0', 'vnet0'])('is found by its type, also when it is called %s', (name) => {
    const bridges = [bridge('br-ex', [ovsInterface('other0', 'internal')]), bridge('ovsbr0', [ovsInterface('ovsbr0', 'internal'), ovsInterface('vnet1', ''), ovsInterface(name, 'internal')])];
    expect(hostPort(bridges, 'ovsbr0')?.name).toBe(name);
  });

  test('is not the bridge itself, nor a tap', () => {
    expect(hostPort([bridge('ovsbr0', [ovsInterface('ovsbr0', 'internal'), ovsInterface('vnet0', '')])], 'ovsbr0')).toBeUndefined();
    expect(hostPort([], 'ovsbr0')).toBeUndefined();
  });
});

describe('a snapshot over nested guests', () => {
  const amd = { kvm: true, vendor: 'AuthenticAMD', kvmNodes: ['n100-1', 'n100-2'] };

  test('is refused on AMD while they run', () => {
    expect(nestedRefusal(amd)).toBe('KVM on AMD does not save the state of nested guests, and n100-1, n100-2 run under it: shut them down first');
  });

  test.each([{ ...amd, kvmNodes: [] }, { ...amd, kvm: false }, { ...amd, vendor: 'GenuineIntel' }])('is sound with %o', (facts) => {
    expect(nestedRefusal(facts)).toBeUndefined();
  });

  test('the vendor is read from /proc/cpuinfo', () => {
    expect(cpuVendor('processor\t: 0\nvendor_id\t: AuthenticAMD\ncpu family\t: 25\n')).toBe('AuthenticAMD');
    expect(cpuVendor('processor : 0\nCPU implementer : 0x41\n')).toBe('');
  });
});
