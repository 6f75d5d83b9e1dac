import { LabdeckError } from '../model/errors.ts';
import { type IpChange, parseIpMonitorLine } from '../parse/ip/monitor.ts';
import { type OvsChange, parseMonitorLine } from '../parse/ovs/monitor.ts';
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
      return { wakes: news.event === 'lifecycle' ? ON_LIFECYCLE : ['domains'], event: { at: news.at, source: 'libvirt', what, about: news.domain } };
    },
  };
}

/** Interfaces without their counters, which change every five seconds. */
const INTERFACE_COLUMNS = 'name,ofport,admin_state,link_state,error,external_ids,ingress_policing_rate';

const interfaces: EventSource = {
  name: 'ovsdb-client monitor Interface',
  argv: ['ovsdb-client', 'monitor', '--format=json', 'Open_vSwitch', 'Interface', INTERFACE_COLUMNS],
  feeds: SWITCH,
  read: (line) => {
    const changes = understood(() => parseMonitorLine(line));
    if (changes === undefined || changes.every(({ action }) => action === 'initial')) return undefined;
    const told = changes.map((change) => ({ about: String(change.columns['name']), says: interfaceWords(change) })).filter(({ says }) => says !== '');
    const [{ about } = {}] = told;
    if (about === undefined) return { wakes: SWITCH };
    return { wakes: SWITCH, event: { source: 'ovsdb', what: told.map((each) => `${each.about} ${each.says}`).join(', '), about } };
  },
};

const SEEN: Readonly<Record<string, string>> = { insert: 'added to the switch', delete: 'removed from the switch' };

/** Columns whose change is worth a line; the numbers of ports and the ids come and go with the interface itself. */
const TOLD_COLUMNS = ['admin_state', 'link_state', 'error', 'ingress_policing_rate'] as const;

function interfaceWords({ action, columns, before = {} }: OvsChange): string {
  if (action !== 'modify') return SEEN[action] ?? '';
  return TOLD_COLUMNS.filter((column) => worthTelling(column, before[column], columns[column])).map((column) => `${column} ${wordOf(columns[column])}`).join(', ');
}

/** From or to nothing an interface goes while it is plugged in or out; that is told by itself. Errors come and go. */
function worthTelling(column: (typeof TOLD_COLUMNS)[number], was: unknown, is: unknown): boolean {
  return was !== undefined && (column === 'error' || (wordOf(was) !== 'none' && wordOf(is) !== 'none'));
}

/** OVSDB writes an optional value that is not there as an empty set (RFC 7047, 5.1). */
function wordOf(value: unknown): string {
  return Array.isArray(value) ? 'none' : String(value);
}

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
    return listed ? { wakes: ['tc'], event: { source: 'tc', what: change.line, ...(change.dev === undefined ? {} : { about: change.dev }) } } : { wakes: ['tc'] };
  },
};

/** The kernel tells of a link again and again while it is set up: a line is news when its state is another than the last one told. */
function addressing(): EventSource {
  const told = new Map<string, string>();
  const linkNews = ({ what, deleted, dev, link }: IpChange): News['event'] => {
    if (what !== 'link' || (link === undefined && !deleted)) return undefined;
    const says = deleted ? 'deleted' : `state ${link?.state ?? ''}${link?.isSetUp === true ? '' : ', set down'}`;
    if (told.get(dev) === says) return undefined;
    told.set(dev, says);
    return { source: 'link', what: `${dev} ${says}`, about: dev };
  };
  return {
    name: 'ip monitor',
    argv: ['ip', '-o', 'monitor', 'link', 'address', 'neigh'],
    feeds: ['links', 'leases'],
    read: (line) => {
      const change = parseIpMonitorLine(line);
      if (change === undefined) return undefined;
      const event = linkNews(change);
      return { wakes: change.what === 'neighbour' ? ['leases'] : ['links'], ...(event === undefined ? {} : { event }) };
    },
  };
}

/** All that pushes changes. Nothing here needs fast polling. */
export function eventSources(): readonly EventSource[] {
  return [libvirt('qemu:///system'), libvirt('lxc:///system'), interfaces, configuration, shaping, addressing()];
}

/** A line that is not understood is not an event: the slow tick sees what it spoke of. */
function understood<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof LabdeckError && error.kind === 'parse') return undefined;
    throw error;
  }
}
