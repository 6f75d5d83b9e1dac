export interface IpChange {
  readonly what: 'link' | 'address' | 'neighbour';
  readonly deleted: boolean;
  readonly dev: string;
  /** Of a link: the kernel's word for its state (`UP`, `DOWN`, `LOWERLAYERDOWN`, …), and whether somebody set it up. */
  readonly link?: { readonly state: string; readonly isSetUp: boolean };
  readonly line: string;
}

/** What a line of each kind looks like after `Deleted `; the first that matches counts. */
const KINDS: readonly (readonly [RegExp, IpChange['what']])[] = [
  [/^\d+: ([^\s:@]+)(?:@\S+)?:(?: |\\)/, 'link'],
  [/^\d+: (\S+)\s+inet6? /, 'address'],
  [/^\S+ dev (\S+) (?:lladdr |[A-Z]+)/, 'neighbour'],
];

/**
 * One line of `ip -o monitor link address neigh`; undefined for anything else: a monitor only says that something changed.
 *
 *     18: vnet10@if17: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 …
 *     Deleted 11: vnet4    inet6 fe80::28fb:2bff:fea8:5a06/64 scope link …
 *     192.168.100.10 dev ovshost0 lladdr 52:54:00:12:34:01 REACHABLE
 */
export function parseIpMonitorLine(line: string): IpChange | undefined {
  const deleted = line.startsWith('Deleted ');
  const rest = deleted ? line.slice('Deleted '.length) : line;
  for (const [pattern, what] of KINDS) {
    const dev = pattern.exec(rest)?.[1];
    if (dev !== undefined) return { what, deleted, dev, ...(what === 'link' ? linkOf(rest) : {}), line: line.trimEnd() };
  }
  return undefined;
}

/** `IFF_UP` is what was asked for, the state what came of it (ip-link(8)). */
function linkOf(rest: string): Pick<IpChange, 'link'> {
  const state = / state ([A-Z]+)(?: |$)/.exec(rest)?.[1];
  const flags = /<([^>]*)>/.exec(rest)?.[1]?.split(',') ?? [];
  return state === undefined ? {} : { link: { state, isSetUp: flags.includes('UP') } };
}
