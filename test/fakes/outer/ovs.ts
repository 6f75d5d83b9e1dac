import type { OvsTable } from '../../../src/parse/ovs/columns.ts';
import type { Tool } from './tool.ts';
import type { FakeChange, FakeDomain, World } from './world.ts';

type Cell = unknown;
export type Row = Readonly<Record<string, Cell>>;

const BRIDGE_UUID = 'f548de79-6ceb-4f4b-9254-673391349d14';
const BRIDGE_STATUS = { stp_bridge_id: '8000.7ade48f54b4f', stp_designated_root: '8000.7ade48f54b4f', stp_root_path_cost: '0' };
const BRIDGE_CONFIG = { 'forward-bpdu': 'true', 'stp-forward-delay': '4', 'stp-hello-time': '1', 'stp-max-age': '6' };

/** RFC 7047, 5.1: how OVSDB writes what is no plain value. */
const uuid = (id: string): Cell => ['uuid', id];
const set = (...items: Cell[]): Cell => ['set', items];
const map = (entries: Readonly<Record<string, Cell>>): Cell => ['map', Object.entries(entries)];

interface SwitchPort {
  readonly name: string;
  readonly ofport: number;
  readonly type: '' | 'internal';
  readonly mac: string;
  readonly owner?: FakeDomain;
}

const FIRST_PORTS: readonly SwitchPort[] = [
  { name: 'ovsbr0', ofport: 65534, type: 'internal', mac: '7a:de:48:f5:4b:4f' },
  { name: 'ovshost0', ofport: 1, type: 'internal', mac: 'ae:53:cd:58:25:ff' },
];

export function portsOf(world: World): readonly SwitchPort[] {
  const others = world.otherPorts.map((name, index) => ({ name, ofport: 10_000 + index, type: '' as const, mac: `02:00:00:00:${pair(index >> 8)}:${pair(index & 255)}` }));
  return [...FIRST_PORTS, ...world.running.map(portOf), ...others];
}

/** A tap has its node's address with another first byte, as libvirt gives it. */
const portOf = (owner: FakeDomain): SwitchPort => ({ name: owner.tap, ofport: owner.ofport, type: '', mac: owner.mac.replace(/^52/, 'fe'), owner });

const pair = (number: number): string => number.toString(16).padStart(2, '0');
const idOf = (kind: number, number: number): string => `${String(kind).padStart(8, '0')}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

/** The rows of a table, with all columns that labdeck asks for. */
export function rowsOf(world: World, table: OvsTable): Row[] {
  const ports = portsOf(world);
  const shaped = ports.filter(({ owner }) => owner?.driver === 'qemu');
  switch (table) {
    case 'Bridge':
      return [bridgeRow(ports)];
    case 'Port':
      return ports.map(portRow);
    case 'Interface':
      return ports.map((port) => interfaceRow(port, world));
    case 'QoS':
      return shaped.map((port) => ({ ...SHAPING, _uuid: uuid(idOf(3, port.ofport)), type: 'linux-htb', external_ids: ownerIds(port), queues: ['map', [[0, uuid(idOf(4, port.ofport))]]] }));
    case 'Queue':
      return shaped.map(({ ofport }) => ({ ...SHAPING, _uuid: uuid(idOf(4, ofport)) }));
  }
}

function bridgeRow(ports: readonly SwitchPort[]): Row {
  const same = { name: 'ovsbr0', datapath_id: '00007ade48f54b4f', fail_mode: 'standalone', stp_enable: true, external_ids: map({}) };
  return { _uuid: uuid(BRIDGE_UUID), ...same, other_config: map(BRIDGE_CONFIG), status: map(BRIDGE_STATUS), ports: set(...ports.map(({ ofport }) => uuid(idOf(1, ofport)))) };
}

function portRow(port: SwitchPort): Row {
  const { name, ofport, owner, type } = port;
  const stp = type === 'internal' ? {} : { stp_port_id: '32769', stp_role: 'designated', stp_sec_in_state: '0', stp_state: 'forwarding' };
  const qos = owner?.driver === 'qemu' ? uuid(idOf(3, ofport)) : set();
  const ids = owner === undefined ? map({}) : ownerIds(port);
  return { _uuid: uuid(idOf(1, ofport)), name, interfaces: uuid(idOf(2, ofport)), qos, status: map(stp), tag: set(), trunks: set(), vlan_mode: set(), external_ids: ids };
}

function interfaceRow({ name, ofport, type, mac, owner }: SwitchPort, { traffic, down }: World): Row {
  const state = down.has(name) ? 'down' : 'up';
  const ids = owner === undefined ? {} : { 'attached-mac': owner.mac, 'iface-id': idOf(5, ofport), 'iface-status': 'active', 'vm-id': owner.uuid };
  const zero = { collisions: 0, rx_crc_err: 0, rx_dropped: 0, rx_errors: 0, rx_frame_err: 0, rx_missed_errors: 0, rx_multicast_packets: 0, rx_over_err: 0, tx_dropped: 0, tx_errors: 0 };
  const counters = { ...zero, rx_bytes: traffic * 90, rx_packets: traffic, tx_bytes: traffic * 150, tx_packets: traffic * 2 };
  const policed = owner?.driver === 'qemu';
  return {
    _uuid: uuid(idOf(2, ofport)), name, type, ofport, mac_in_use: mac, admin_state: state, link_state: state, error: set(), external_ids: map(ids), statistics: map(counters),
    ingress_policing_rate: policed ? 800_000 : 0, ingress_policing_burst: policed ? 81_920 : 0,
  };
}

const ownerIds = ({ name, owner }: SwitchPort): Cell => map({ ifname: name, ...(owner === undefined ? {} : { 'vm-id': owner.uuid }) });
const SHAPING: Row = { other_config: map({ burst: '83886080', 'max-rate': '1600000000', 'min-rate': '800000000' }) };

/** What `ovs-appctl fdb/show` prints. */
export function fdbText(world: World): string {
  const rows = world.running.map(({ ofport, mac }) => `${String(ofport).padStart(5)}     0  ${mac}    3\n`);
  return ` port  VLAN  MAC                Age\n    1     0  ae:53:cd:58:25:ff    1\n${rows.join('')}`;
}

/** `ovsdb-client transact` and `ovsdb-client monitor`. */
export const ovsdbClient: Tool = ({ world, argv, out, exit, onGone }) => {
  const words = argv.filter((word) => !word.startsWith('--'));
  if (words[0] === 'transact') {
    out(`${JSON.stringify(transact(world, JSON.parse(words[1] ?? '[]') as readonly unknown[]))}\n`);
    return exit(0);
  }
  const [, , table = '', columns = ''] = words;
  const headings = ['row', 'action', ...columns.split(',')];
  const line = (data: readonly (readonly Cell[])[]): void => out(`${JSON.stringify({ data, headings })}\n`);
  if (table !== 'Interface') line([[idOf(9, 1), 'initial', ...headings.slice(2).map(() => 7)]]);
  else line(rowsOf(world, 'Interface').map((row) => cells(row, 'initial', headings)));
  const tell = ({ domain, port }: FakeChange): void => {
    if (port === undefined) return;
    if (table !== 'Interface') return line([[idOf(9, 1), 'old', 7], ['', 'new', 8]]);
    line([cells(interfaceRow(portOf(domain), world), port, headings)]);
  };
  const tellLink = (dev: string): void => {
    const row = rowsOf(world, 'Interface').find(({ name }) => name === dev);
    if (row === undefined || table !== 'Interface') return;
    const now = cells(row, 'new', headings);
    line([cells({ ...row, admin_state: null, link_state: null }, 'old', headings), ['', ...now.slice(1)]]);
  };
  world.on('change', tell);
  world.on('link', tellLink);
  onGone(() => (world.off('change', tell), world.off('link', tellLink)));
};

const cells = (row: Row, action: string, headings: readonly string[]): Cell[] => [(row['_uuid'] as [string, string])[1], action, ...headings.slice(2).map((name) => row[name] ?? set())];

/** The answer to a transaction of selects: whole columns, as RFC 7047, 5.2.2 says; anything else is refused. */
export function transact(world: World, [, ...operations]: readonly unknown[]): unknown[] {
  return operations.map((operation) => {
    const { op, table, columns } = operation as { readonly op: string; readonly table: OvsTable; readonly columns?: readonly string[] };
    if (op !== 'select') return { error: 'not supported', details: `the fake switch cannot ${op}` };
    return { rows: rowsOf(world, table).map((row) => (columns === undefined ? row : Object.fromEntries(columns.map((name) => [name, row[name]])))) };
  });
}

/** `ovs-appctl fdb/show BRIDGE`. */
export const ovsAppctl: Tool = ({ world, argv, out, err, exit }) => {
  if (argv.includes('fdb/show')) return (out(fdbText(world)), exit(0));
  err(`"${argv.join(' ')}" is not a valid command\n`);
  exit(2);
};

/** `ovs-ofctl dump-flows BRIDGE`. */
export const ovsOfctl: Tool = ({ out, exit }) => {
  out(' cookie=0x0, duration=4731.152s, table=0, n_packets=3065, n_bytes=108492, priority=0 actions=NORMAL\n');
  exit(0);
};
