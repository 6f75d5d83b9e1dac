import { describe, expect, it } from 'vitest';
import { ParseError } from '../../../src/model/errors.ts';
import { parseBridges } from '../../../src/parse/ovs/bridges.ts';
import { parseFdb } from '../../../src/parse/ovs/fdb.ts';
import { parseFlows } from '../../../src/parse/ovs/flows.ts';
import { parseMonitorLine } from '../../../src/parse/ovs/monitor.ts';
import { readTable } from '../../../src/parse/ovs/rows.ts';
import { fixture } from '../fixture.ts';

const ovs = (name: string) => fixture(`debian12-host/ovs/${name}`);

describe('the whole switch in one transaction', () => {
  const [bridge, ...others] = parseBridges(ovs('transact.json'));

  it('reads the bridge', () => {
    expect(others).toEqual([]);
    expect(bridge).toMatchObject({ name: 'ovsbr0', stpEnable: true, otherConfig: { 'stp-forward-delay': '4', 'stp-hello-time': '1', 'stp-max-age': '6' } });
    expect(bridge?.failMode).toBeUndefined();
    expect(bridge?.ports.map(({ name }) => name)).toContain('ovshost0');
  });

  it('joins ports with their interfaces, and libvirt\'s marks on them', () => {
    const marked = bridge?.ports.flatMap((port) => port.interfaces).find((each) => each.externalIds['attached-mac'] === '52:54:00:12:34:10');
    expect(marked).toMatchObject({ adminState: 'up', linkState: 'up', type: '', ingressPolicingRateKbitPerSec: 800000, ingressPolicingBurstKbit: 81920 });
    expect(marked?.ofport).toBeGreaterThan(0);
    expect(marked?.statistics['tx_packets']).toBeGreaterThan(0);
    expect(bridge?.ports.find(({ name }) => name === 'ovshost0')?.interfaces[0]).toMatchObject({ type: 'internal' });
  });

  it('joins QoS and queues with the port they shape', () => {
    const shaped = bridge?.ports.filter((port) => port.qos !== undefined);
    expect(shaped).toHaveLength(1);
    expect(shaped?.[0]?.qos).toMatchObject({ type: 'linux-htb', otherConfig: { 'min-rate': '800000000', 'max-rate': '1600000000' } });
    expect(shaped?.[0]?.qos?.queues['0']?.otherConfig).toMatchObject({ 'max-rate': '1600000000' });
  });

  it('gives an error of the server as one', () => {
    expect(() => parseBridges(ovs('transact-refused.json'))).toThrow(/No table named Nosuch/);
  });

  it('refuses rows that lead nowhere', () => {
    const raw = ovs('transact.json');
    const port = bridge?.ports[0]?.uuid ?? '';
    expect(() => parseBridges(raw.replace(`{"_uuid":["uuid","${port}"]`, '{"_uuid":["uuid","gone"]'))).toThrow(ParseError);
  });
});

describe('ovs-vsctl --format=json', () => {
  it('reads a table by its headings', () => {
    expect(readTable('ovs-vsctl list bridge', ovs('list-bridge.json'), (row) => row.at('name').text())).toEqual(['ovsbr0']);
  });
});

describe('ovsdb-client monitor', () => {
  it('reads first rows, and a change with the row it is of', () => {
    const lines = ovs('monitor-port.txt').trimEnd().split('\n');
    const first = parseMonitorLine(lines[0] ?? '');
    expect(new Set(first.map(({ action }) => action))).toEqual(new Set(['initial']));
    const host = first.find(({ columns }) => columns['name'] === 'ovshost0');
    const change = lines.slice(1).flatMap((line) => parseMonitorLine(line)).find(({ action }) => action === 'modify');
    expect(change).toMatchObject({ uuid: host?.uuid, columns: { name: 'ovshost0', external_ids: ['map', [['x', '1']]] } });
  });

  it('reads an interface that came and went', () => {
    const changes = ovs('monitor-interface.txt').trimEnd().split('\n').slice(1).flatMap((line) => parseMonitorLine(line));
    expect(changes.map(({ action, columns }) => [action, columns['name']])).toEqual([
      ['modify', 'vnet10'],
      ['delete', 'vnet10'],
      ['insert', 'vnet14'],
      ['modify', 'vnet14'],
      ['modify', 'vnet14'],
    ]);
  });

  it('reads all tables at once', () => {
    expect(ovs('monitor-all.txt').trimEnd().split('\n').flatMap((line) => parseMonitorLine(line)).length).toBeGreaterThan(5);
  });
});

describe('fdb and flows', () => {
  it('reads learnt addresses', () => {
    expect(parseFdb(ovs('fdb.txt'))).toEqual([{ port: '4', vlan: 0, mac: '2a:e2:ea:a0:a1:d8', ageSec: 66 }]);
    expect(parseFdb(` port  VLAN  MAC                Age\nLOCAL     7  76:57:43:bf:5d:4a    0\n`)).toEqual([{ port: 'LOCAL', vlan: 7, mac: '76:57:43:bf:5d:4a', ageSec: 0 }]);
  });

  it('reads flows with and without priority and match', () => {
    expect(parseFlows(ovs('flows-more.txt'))).toMatchObject([
      { table: 0, priority: 0, match: '', actions: 'NORMAL', packets: 74, bytes: 5660, durationSec: 1013.937, cookie: '0x0' },
      { table: 4, priority: 32768, match: '', actions: 'drop' },
      { table: 4, priority: 32768, match: 'ip', actions: 'output:1,output:2' },
    ]);
  });

  it('reads the same flows without statistics', () => {
    const same = parseFlows(ovs('flows-no-stats.txt'));
    expect(same.map(({ table, priority, match, actions }) => [table, priority, match, actions])).toEqual(
      parseFlows(ovs('flows-more.txt')).map(({ table, priority, match, actions }) => [table, priority, match, actions]),
    );
  });

  it('reads OpenFlow 1.3, flags included', () => {
    expect(parseFlows(ovs('flows-of13.txt')).map(({ priority, match, actions }) => [priority, match, actions])).toEqual([
      [0, '', 'NORMAL'],
      [32768, '', 'drop'],
      [32768, 'ip', 'output:1,output:2'],
    ]);
  });

  it('reads a match of several fields', () => {
    const line = ' cookie=0xbeef, duration=0.439s, table=3, n_packets=0, n_bytes=0, idle_age=0, priority=77,tcp,nw_src=192.168.100.10,tp_dst=80 actions=strip_vlan,output:1\n';
    expect(parseFlows(line)).toMatchObject([{ table: 3, priority: 77, cookie: '0xbeef', match: 'tcp,nw_src=192.168.100.10,tp_dst=80', actions: 'strip_vlan,output:1' }]);
  });
});
