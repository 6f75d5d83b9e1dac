import { LabdeckError } from '../model/errors.ts';
import { parseIpMonitorLine } from '../parse/ip/monitor.ts';
import { parseMonitorLine } from '../parse/ovs/monitor.ts';
import { parseTcMonitorLine } from '../parse/tc/monitor.ts';
import { parseEventLine } from '../parse/virsh/event.ts';
import type { LabEvent } from '../store/state.ts';
import type { ReadingSlot } from './probe.ts';

/** What one line of a source means. */
export interface News {
  readonly wakes: readonly ReadingSlot[];
  readonly event?: Omit<LabEvent, 'at'> & { readonly at?: number };
}

/** A tool that stays and prints a line for each change. */
export interface EventSource {
  readonly name: string;
  readonly argv: readonly string[];
  /** What may have changed unseen while it did not run. */
  readonly feeds: readonly ReadingSlot[];
  /** Undefined: the line tells nothing new. */
  readonly read: (line: string) => News | undefined;
}

const ON_LIFECYCLE = ['domains', 'bridges', 'tc', 'links', 'leases', 'fdb'] as const satisfies readonly ReadingSlot[];
const SWITCH = ['bridges', 'fdb'] as const satisfies readonly ReadingSlot[];

function libvirt(uri: string): EventSource {
  return {
    name: `virsh event ${uri}`,
    argv: ['virsh', '-c', uri, 'event', '--loop', '--all', '--timestamp'],
    feeds: ['domains'],
    read: (line) => {
      const news = understood(() => parseEventLine(line));
      if (news === undefined) return undefined;
      const what = `${news.domain}: ${news.event === 'lifecycle' ? '' : `${news.event} `}${news.detail}`.trimEnd();
      return { wakes: news.event === 'lifecycle' ? ON_LIFECYCLE : ['domains'], event: { at: news.at, source: 'libvirt', what } };
    },
  };
}

/** Interfaces without their counters, which change every five seconds. */
const INTERFACE_COLUMNS = 'name,ofport,admin_state,link_state,error,external_ids,ingress_policing_rate';

/** What happened to an interface, for the list of events; a change of a column is told by the reading. */
const SEEN: Readonly<Record<string, string>> = { insert: 'added to the switch', delete: 'removed from the switch' };

const interfaces: EventSource = {
  name: 'ovsdb-client monitor Interface',
  argv: ['ovsdb-client', 'monitor', '--format=json', 'Open_vSwitch', 'Interface', INTERFACE_COLUMNS],
  feeds: SWITCH,
  read: (line) => {
    const changes = understood(() => parseMonitorLine(line));
    if (changes === undefined || changes.every(({ action }) => action === 'initial')) return undefined;
    const told = changes.find(({ action }) => action in SEEN);
    if (told === undefined) return { wakes: SWITCH };
    return { wakes: SWITCH, event: { source: 'ovsdb', what: `${String(told.columns['name'])} ${SEEN[told.action]}` } };
  },
};

/** `cur_cfg` rises with every configuration that ovs-vswitchd has taken over (ovs-vswitchd.conf.db(5)): bridges, ports, QoS, queues. */
const configuration: EventSource = {
  name: 'ovsdb-client monitor cur_cfg',
  argv: ['ovsdb-client', 'monitor', '--format=json', 'Open_vSwitch', 'Open_vSwitch', 'cur_cfg'],
  feeds: SWITCH,
  read: (line) => {
    const changes = understood(() => parseMonitorLine(line));
    return changes?.some(({ action }) => action !== 'initial') === true ? { wakes: ['bridges', 'tc'] } : undefined;
  },
};

/** Classes are left out of the list of events: Open vSwitch writes them anew with every change of anything. */
const shaping: EventSource = {
  name: 'tc monitor',
  argv: ['tc', 'monitor'],
  feeds: ['tc'],
  read: (line) => {
    const change = parseTcMonitorLine(line);
    if (change === undefined) return undefined;
    const listed = change.what === 'qdisc' || change.what === 'filter';
    return listed ? { wakes: ['tc'], event: { source: 'tc', what: change.line } } : { wakes: ['tc'] };
  },
};

const addressing: EventSource = {
  name: 'ip monitor',
  argv: ['ip', '-o', 'monitor', 'link', 'address', 'neigh'],
  feeds: ['links', 'leases'],
  read: (line) => {
    const change = parseIpMonitorLine(line);
    if (change === undefined) return undefined;
    return { wakes: change.what === 'neighbour' ? ['leases'] : ['links'] };
  },
};

/** All that pushes changes. Nothing here needs fast polling. */
export const EVENT_SOURCES: readonly EventSource[] = [libvirt('qemu:///system'), libvirt('lxc:///system'), interfaces, configuration, shaping, addressing];

/** A line that is not understood is not an event: the slow tick sees what it spoke of. */
function understood<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof LabdeckError && error.kind === 'parse') return undefined;
    throw error;
  }
}
