import { OVS_TRANSACTION } from '../../src/parse/ovs/columns.ts';
import { UNIT_PROPERTIES } from '../../src/parse/systemctl/show.ts';

/** One answer of a tool in the outer VM, kept as it came. */
export interface Recording {
  /** Below the host's folder in test/fixtures: `virsh/list-qemu.txt`. */
  readonly file: string;
  readonly argv: readonly string[];
}

/** Per driver: its URI, and a node that is of it where the lab runs without KVM. */
const DRIVERS = [
  ['qemu', 'qemu:///system', 'jetson-1'],
  ['lxc', 'lxc:///system', 'n100-1'],
] as const;

/** Verbs that read one domain; what a driver cannot do answers on standard error, and is kept too. */
const PER_DOMAIN: readonly (readonly [name: string, argv: readonly string[], suffix?: string])[] = [
  ['domstate', ['domstate', '--reason']],
  ['dominfo', ['dominfo']],
  ['domiflist', ['domiflist']],
  ['domblklist', ['domblklist', '--details']],
  ['domifaddr', ['domifaddr', '--source', 'arp']],
  ['vcpuinfo', ['vcpuinfo']],
  ['domstats', ['domstats']],
  ['dommemstat', ['dommemstat']],
  ['snapshot-list', ['snapshot-list']],
  ['ttyconsole', ['ttyconsole']],
  ['dumpxml', ['dumpxml'], 'xml'],
];

const virsh = DRIVERS.flatMap(([driver, uri, node]): Recording[] => [
  { file: `virsh/list-${driver}.txt`, argv: ['virsh', '-c', uri, 'list', '--all'] },
  { file: `virsh/list-uuid-${driver}.txt`, argv: ['virsh', '-c', uri, 'list', '--all', '--uuid', '--name'] },
  { file: `virsh/domstate-missing-${driver}.txt`, argv: ['virsh', '-c', uri, 'domstate', 'no-such-node'] },
  ...PER_DOMAIN.map(([name, [verb = '', ...options], suffix = 'txt']) => ({ file: `virsh/${name}-${driver}.${suffix}`, argv: ['virsh', '-c', uri, verb, node, ...options] })),
]);

const text = (file: string, ...argv: string[]): Recording => ({ file, argv });

/** What `npm run record` asks of the running lab. Reads only. */
export const RECORDINGS: readonly Recording[] = [
  ...virsh,
  text('ovs/transact.json', 'ovsdb-client', '--timeout=25', 'transact', OVS_TRANSACTION),
  text('ovs/show.txt', 'ovs-vsctl', '--timeout=25', 'show'),
  text('ovs/fdb.txt', 'ovs-appctl', '--timeout=25', 'fdb/show', 'ovsbr0'),
  text('ovs/fdb-missing.txt', 'ovs-appctl', '--timeout=25', 'fdb/show', 'no-such-br'),
  text('ovs/flows.txt', 'ovs-ofctl', '--timeout=25', 'dump-flows', 'ovsbr0'),
  text('tc/qdisc.json', 'tc', '-j', '-s', 'qdisc', 'show'),
  text('tc/class-vnet0.json', 'tc', '-j', '-s', 'class', 'show', 'dev', 'vnet0'),
  text('tc/filter-vnet0.json', 'tc', '-j', '-s', 'filter', 'show', 'dev', 'vnet0'),
  text('tc/filter-vnet0-ingress.json', 'tc', '-j', '-s', 'filter', 'show', 'dev', 'vnet0', 'ingress'),
  text('ip/addr.json', 'ip', '-j', '-s', '-d', 'addr', 'show'),
  text('ip/neigh.json', 'ip', '-j', 'neigh', 'show'),
  text('systemctl/is-system-running.txt', 'systemctl', 'is-system-running'),
  text('systemctl/show.txt', 'systemctl', 'show', '--timestamp=unix', `--property=${UNIT_PROPERTIES.join(',')}`, '--', 'libvirtd.service', 'ovs-vswitchd.service', 'no-such.service'),
  text('dnsmasq/dnsmasq.leases', 'cat', '--', '/var/lib/misc/dnsmasq.leases'),
];
