import { lines, type Tool, type ToolRun } from './tool.ts';
import { portsOf } from './ovs.ts';
import type { FakeChange, World } from './world.ts';

type Answer = (world: World, words: readonly string[]) => string | undefined;

interface Device {
  readonly name: string;
  readonly index: number;
  readonly mac: string;
  readonly ip?: string;
  readonly qdisc: 'noqueue' | 'fq_codel' | 'htb';
}

function devices(world: World): Device[] {
  const ports = portsOf(world).map(({ name, mac, owner }, index): Device => ({ name, mac, index: index + 4, qdisc: owner?.driver === 'qemu' ? 'htb' : 'noqueue', ...(name === 'ovshost0' ? { ip: '192.168.100.1' } : {}) }));
  return [{ name: 'lo', index: 1, mac: '00:00:00:00:00:00', qdisc: 'noqueue', ip: '127.0.0.1' }, { name: 'ens5', index: 2, mac: '52:54:00:1a:bd:01', ip: '10.0.2.15', qdisc: 'fq_codel' }, ...ports];
}

const COUNTS = { drops: 0, overlimits: 0, requeues: 0, backlog: 0, qlen: 0 };

function linkJson({ name, index, mac, ip, qdisc }: Device, { traffic, down }: World): unknown {
  const isUp = !down.has(name);
  const address = ip === undefined ? [] : [{ family: 'inet', local: ip, prefixlen: 24, scope: 'global', label: name, valid_life_time: 4294967295, preferred_life_time: 4294967295 }];
  const counters = { bytes: traffic * 90, packets: traffic, errors: 0, dropped: 0 };
  const same = { mtu: 1500, operstate: isUp ? 'UP' : 'DOWN', group: 'default', txqlen: 1000, link_type: name === 'lo' ? 'loopback' : 'ether', promiscuity: 1, min_mtu: 68, max_mtu: 65535 };
  const stats64 = { rx: { ...counters, over_errors: 0, multicast: 0 }, tx: { ...counters, carrier_errors: 0, collisions: 0 } };
  return { ifindex: index, ifname: name, flags: ['BROADCAST', 'MULTICAST', ...(isUp ? ['UP', 'LOWER_UP'] : [])], qdisc, ...same, address: mac, broadcast: 'ff:ff:ff:ff:ff:ff', addr_info: address, stats64 };
}

function qdiscJson({ name, qdisc }: Device, traffic: number): unknown[] {
  const counters = { bytes: traffic * 90, packets: traffic, ...COUNTS };
  if (qdisc !== 'htb') return [{ kind: qdisc, handle: '0:', dev: name, root: true, refcnt: 2, options: {}, ...counters }];
  return [
    { kind: 'htb', handle: '1:', dev: name, root: true, refcnt: 2, options: { r2q: 10, default: '0x1', direct_packets_stat: 0, direct_qlen: 1000 }, ...counters },
    { kind: 'ingress', handle: 'ffff:', dev: name, parent: 'ffff:fff1', options: {}, ...counters },
  ];
}

/** As recorded: classes are text up to iproute2 6.1, whatever `-j` asks for. */
const classText = (traffic: number): string =>
  ['1:1 parent 1:fffe prio 0 rate 800Mbit ceil 1600Mbit burst 10Mb cburst 10Mb ', '1:fffe root rate 1600Mbit ceil 1600Mbit burst 1400b cburst 1400b ']
    .map((head) => `class htb ${head}\n Sent ${traffic * 90} bytes ${traffic} pkt (dropped 0, overlimits 0 requeues 0) \n backlog 0b 0p requeues 0\n lended: ${traffic} borrowed: 0 giants: 0\n tokens: 112 ctokens: 112\n\n`)
    .join('');

const POLICE = {
  order: 1, kind: 'police', index: 2, control_action: { type: 'drop' }, overhead: 0, ref: 1, bind: 1, installed: 123, last_used: 123, stats: { bytes: 0, packets: 0, ...COUNTS },
};
const INGRESS = [{ protocol: 'all', pref: 1, kind: 'matchall', chain: 0 }, { protocol: 'all', pref: 1, kind: 'matchall', chain: 0, options: { handle: 1, not_in_hw: true, rule_hit: 0, actions: [POLICE] } }];

const tcAnswer: Answer = (world, [object, verb, , dev, where]) => {
  if (verb !== 'show') return undefined;
  if (object === 'qdisc') return `${JSON.stringify(devices(world).flatMap((device) => qdiscJson(device, world.traffic)))}\n`;
  const device = devices(world).find(({ name }) => name === dev);
  if (object === 'class') return device?.qdisc === 'htb' ? classText(world.traffic) : '';
  if (object === 'filter') return `${JSON.stringify(where === 'ingress' && device?.qdisc === 'htb' ? INGRESS : [])}\n`;
  return undefined;
};

const ipAnswer: Answer = (world, [object, verb]) => {
  if (verb !== 'show') return undefined;
  if (object === 'addr') return `${JSON.stringify(devices(world).map((device) => linkJson(device, world)))}\n`;
  if (object === 'neigh') return `${JSON.stringify(world.running.map(({ ip, mac }) => ({ dst: ip, dev: 'ovshost0', lladdr: mac, used: 4, confirmed: 4, updated: 4, probes: 1, state: ['STALE'] })))}\n`;
  return undefined;
};

/** A tool of iproute2: `-batch -`, `monitor`, or one question. */
function iproute(name: 'tc' | 'ip', answer: Answer, monitor: (run: ToolRun) => void): Tool {
  return (run) => {
    const { world, argv, stdin, out, err, exit } = run;
    if (argv.includes('monitor')) return monitor(run);
    const [, verb, , dev = '', state] = argv;
    if (name === 'ip' && verb === 'set') return (world.setLink(dev, state === 'up'), exit(0));
    if (!argv.includes('-batch')) {
      const text = answer(world, argv.filter((word) => !word.startsWith('-')));
      if (text === undefined) err(`Object "${argv[0] ?? ''}" is unknown, try "${name} help".\n`);
      else out(text);
      return exit(text === undefined ? 1 : 0);
    }
    let number = 0;
    const take = (line: string): void => {
      number += 1;
      const text = answer(world, line.split(' '));
      if (text === undefined) err(`Object "${line}" is unknown, try "${name} help".\nCommand failed -:${number}\n`);
      else out(text);
    };
    lines(stdin, take, () => exit(0));
  };
}

function telling(line: (change: FakeChange) => string | undefined): (run: ToolRun) => void {
  return ({ world, out, onGone }) => {
    const tell = (change: FakeChange): void => {
      const text = line(change);
      if (text !== undefined) out(`${text}\n`);
    };
    world.on('change', tell);
    onGone(() => world.off('change', tell));
  };
}

const RULE = 'root r2q 10 default 0x1 direct_packets_stat 0 direct_qlen 1000';

export const tc = iproute('tc', tcAnswer, telling(({ domain, port }) => (port === undefined || domain.driver === 'lxc' ? undefined : `${port === 'delete' ? 'deleted ' : ''}qdisc htb 1: dev ${domain.tap} ${RULE}`)));

export const ip = iproute('ip', ipAnswer, telling(({ domain, port }) => (port === undefined ? undefined : `${port === 'delete' ? 'Deleted ' : ''}${domain.ofport + 3}: ${domain.tap}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc htb master ovs-system state UP`)));
