import { describe, expect, it } from 'vitest';
import type { Domain } from '../../src/model/domain.ts';
import type { WantedNode } from '../../src/model/lab.ts';
import type { OvsBridge, OvsInterface, OvsPort } from '../../src/model/ovs.ts';
import type { Qdisc } from '../../src/model/qdisc.ts';
import { failed, fresh } from '../../src/model/reading.ts';
import { ageMs, ages, oldestMs } from '../../src/store/select/ages.ts';
import { labIsDown, layers } from '../../src/store/select/layers.ts';
import { labNodes } from '../../src/store/select/nodes.ts';
import type { LabState } from '../../src/store/state.ts';
import { EMPTY } from './empty.ts';

const MAC_A = '52:54:00:12:34:01';
const MAC_B = '52:54:00:12:34:02';

const wanted = (name: string, ...macs: string[]): WantedNode => ({ name, role: 'agent', arch: 'x86_64', kind: 'auto', autostart: true, nics: macs.map((mac, index) => ({ mac, ip: `192.168.100.1${index}` })) });

function domain(name: string, more: Partial<Domain> = {}): Domain {
  return { driver: 'qemu', kind: 'kvm', name, uuid: `uuid-${name}`, state: 'running', interfaces: [], blocks: [], unsupported: [], ...more };
}

function iface(name: string, externalIds: Record<string, string>, ofport = 1): OvsInterface {
  return { uuid: `i-${name}`, name, type: '', ofport, externalIds, statistics: {}, ingressPolicingRateKbitPerSec: 0, ingressPolicingBurstKbit: 0 };
}

function port(name: string, ...interfaces: OvsInterface[]): OvsPort {
  return { uuid: `p-${name}`, name, trunks: [], externalIds: {}, status: {}, interfaces };
}

function bridge(name: string, ...ports: OvsPort[]): OvsBridge {
  return { uuid: `b-${name}`, name, stpEnable: true, otherConfig: {}, externalIds: {}, status: {}, ports };
}

const netem = (dev: string): Qdisc => ({ dev, kind: 'netem', handle: '1de7:', root: true, options: {} });

function state(nodes: readonly WantedNode[], more: Partial<LabState>): LabState {
  return { ...EMPTY, wanted: { ...EMPTY.wanted, nodes }, ...more };
}

describe('labNodes', () => {
  it('joins by MAC and external_ids when every name misleads', () => {
    const [row] = labNodes(
      state([wanted('n1', MAC_A)], {
        domains: fresh([domain('n1', { interfaces: [{ type: 'bridge', source: 'ovsbr0', mac: MAC_A.toUpperCase() }], vcpus: 2, maxMemoryKiB: 1024, balloonKiB: 512 })], 1),
        bridges: fresh([bridge('br', port('n1', iface('n1', {})), port('odd', iface('tap-x', { 'attached-mac': MAC_A, 'vm-id': 'uuid-n1' }, 7)))], 1),
        tc: fresh({ qdiscs: [netem('n1'), netem('tap-x')], classes: [], filters: [] }, 1),
        leases: fresh([{ mac: MAC_A, ip: '10.0.0.9', source: 'arp' }, { mac: MAC_A, ip: '10.0.0.8', source: 'dhcp' }], 1),
      }),
    );
    expect(row).toMatchObject({ name: 'n1', kind: 'kvm', state: 'running', domainUuid: 'uuid-n1', vcpus: 2, memoryKiB: 512, wantedIp: '192.168.100.10' });
    expect(row?.nics).toEqual([{ mac: MAC_A, tap: 'tap-x', ovsPort: 'odd', ofport: 7, bridge: 'br', ip: '10.0.0.8', qdiscs: [netem('tap-x')] }]);
  });

  it('takes the port in use where a failed start left another with the same marks', () => {
    const marks = { 'attached-mac': MAC_A, 'vm-id': 'uuid-n1' };
    const [row] = labNodes(
      state([wanted('n1', MAC_A)], {
        domains: fresh([domain('n1', { interfaces: [{ target: 'vnet2', type: 'bridge', source: 'br', mac: MAC_A }] })], 1),
        bridges: fresh([bridge('br', port('vnet0', iface('vnet0', marks, 2)), port('vnet2', iface('vnet2', marks, 4)))], 1),
      }),
    );
    expect(row?.nics).toMatchObject([{ tap: 'vnet2', ovsPort: 'vnet2', ofport: 4 }]);
  });

  it('knows every NIC of a node, one in a bond, and one that the lab file does not want', () => {
    const [row] = labNodes(
      state([wanted('n1', MAC_A)], {
        domains: fresh([domain('n1', { interfaces: [{ target: 'vnet0', type: 'bridge', source: 'a', mac: MAC_A }, { target: 'vnet1', type: 'bridge', source: 'b', mac: MAC_B }] })], 1),
        bridges: fresh([bridge('a', port('bond0', iface('eth9', {}), iface('vnet0', { 'attached-mac': MAC_A, 'vm-id': 'uuid-n1' }, 3))), bridge('b', port('vnet1', iface('vnet1', {}, -1)))], 1),
      }),
    );
    expect(row?.nics).toEqual([
      { mac: MAC_A, tap: 'vnet0', ovsPort: 'bond0', ofport: 3, bridge: 'a', qdiscs: [] },
      { mac: MAC_B, tap: 'vnet1', ovsPort: 'vnet1', bridge: 'b', qdiscs: [] },
    ]);
  });

  it('does not take the port of another domain that has the same MAC', () => {
    const twins = [domain('n1', { interfaces: [{ type: 'bridge', source: 'br', mac: MAC_A }] }), domain('n2', { interfaces: [{ type: 'bridge', source: 'br', mac: MAC_A }] })];
    const rows = labNodes(
      state([wanted('n1', MAC_A), wanted('n2', MAC_A)], {
        domains: fresh(twins, 1),
        bridges: fresh([bridge('br', port('p2', iface('t2', { 'attached-mac': MAC_A, 'vm-id': 'uuid-n2' })), port('p1', iface('t1', { 'attached-mac': MAC_A, 'vm-id': 'uuid-n1' })))], 1),
      }),
    );
    expect(rows.map(({ nics }) => nics[0]?.tap)).toEqual(['t1', 't2']);
  });

  it('finds a domain of another name by its MAC, and says nothing of one that libvirt does not know', () => {
    const rows = labNodes(state([wanted('n1', MAC_A), wanted('n2', MAC_B)], { domains: fresh([domain('other', { driver: 'lxc', kind: 'lxc', state: 'shut off', unsupported: ['domiftune'], interfaces: [{ type: 'bridge', source: 'br', mac: MAC_A }] })], 1) }));
    expect(rows[0]).toMatchObject({ name: 'n1', kind: 'lxc', state: 'shut off', unsupported: ['domiftune'] });
    expect(rows[1]).toEqual({ name: 'n2', role: 'agent', arch: 'x86_64', wantedIp: '192.168.100.10', nics: [{ mac: MAC_B, qdiscs: [] }], k3s: 'none', unsupported: [] });
  });

  it('says of each node whether it has k3s: the binary of the lab is for one architecture', () => {
    const nodes = [wanted('n1', MAC_A), { ...wanted('n2', MAC_B), arch: 'aarch64' as const }];
    const sentences = (k3s: string) => labNodes({ ...state(nodes, {}), wanted: { ...EMPTY.wanted, nodes, k3s } }).map((row) => row.k3s);
    expect(sentences('no k3s in this lab: none was given')).toEqual(Array(2).fill('no k3s in this lab: none was given'));
    expect(sentences('k3s from /usr/bin/k3s')).toEqual(['k3s from /usr/bin/k3s', "no k3s on this node: the lab's binary is for x86_64, the node is aarch64"]);
  });

  it('shows the last good reading of a probe that fails', () => {
    const good = fresh([domain('n1')], 1);
    const failure = { kind: 'lost' as const, what: 'gone', detail: '' };
    expect(labNodes(state([wanted('n1', MAC_A)], { domains: failed(good, failure, 2) }))[0]?.state).toBe('running');
  });

  it('gives the same rows back while nothing they rest on has changed', () => {
    const first = state([wanted('n1', MAC_A)], { domains: fresh([domain('n1')], 1) });
    const rows = labNodes(first);
    if (first.domains.state !== 'fresh') throw new Error('not read');
    expect(labNodes({ ...first, events: [], domains: { ...first.domains, at: 2 } })).toBe(rows);
    expect(labNodes({ ...first, domains: fresh([domain('n1', { state: 'paused' })], 3) })).not.toBe(rows);
  });
});

describe('layers', () => {
  it('shows every layer, and one that nobody read as unknown', () => {
    const up = { name: 'ovs' as const, state: 'up' as const, says: 'ovsbr0', since: 1, at: 2 };
    const all = layers({ ...EMPTY, layers: [up] });
    expect(all.map(({ name }) => name)).toEqual(['qemu', 'monitor', 'serial', 'kernel', 'systemd', 'channels', 'libvirt', 'ovs', 'dnsmasq', 'nodes', 'k3s']);
    expect(all.find(({ name }) => name === 'ovs')).toBe(up);
    expect(all[0]).toMatchObject({ state: 'unknown' });
  });

  it('calls a lab down only when no QEMU is known to run', () => {
    const failure = { kind: 'timeout' as const, what: 'late', detail: '' };
    const running = fresh({ state: 'running' as const }, 1);
    expect(labIsDown(EMPTY)).toBe(true);
    expect(labIsDown({ ...EMPTY, outer: fresh({ state: 'off' }, 1) })).toBe(true);
    expect(labIsDown({ ...EMPTY, outer: running })).toBe(false);
    expect(labIsDown({ ...EMPTY, outer: failed(running, failure, 2) })).toBe(false);
  });
});

describe('ages', () => {
  it('counts from the value that is shown, not from the last failure', () => {
    const failure = { kind: 'timeout' as const, what: 'late', detail: '' };
    const reading = failed(fresh([], 100), failure, 900);
    expect(ageMs(reading, 1000)).toBe(900);
    expect(ageMs(fresh([], 2000), 1000)).toBe(0);
    const known = { ...EMPTY, leases: reading, units: fresh([], 990) };
    expect(ages(known, 1000)).toEqual({ leases: 900, units: 10 });
    expect(oldestMs(known, ['leases', 'units'], 1000)).toBe(900);
    expect(oldestMs(known, ['leases', 'tc'], 1000)).toBeUndefined();
  });
});
