import { DOMAIN_STATES, type DomainState } from '../../model/domain.ts';
import { linesOf, notUnderstood } from '../lines.ts';

/** Statistics of one domain, in virsh's own names: `balloon.rss` (KiB), `cpu.time` (ns), `net.0.rx.bytes`, … */
export type Domstats = ReadonlyMap<string, string>;

const WHAT = 'virsh domstats';

/**
 * `virsh domstats --raw`: by domain name. No output at all means no domain.
 *
 *     Domain: 'jetson-1'
 *       state.state=1
 */
export function parseDomstats(raw: string): Map<string, Domstats> {
  const all = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const line of linesOf(WHAT, raw)) {
    if (line === '') continue;
    const [, name] = /^Domain: '(.*)'$/.exec(line) ?? [];
    if (name !== undefined) all.set(name, (current = new Map()));
    else addStat(current, line, raw);
  }
  return all;
}

function addStat(stats: Map<string, string> | undefined, line: string, raw: string): void {
  const [, key, value] = /^ {2}([^=]+)=(.*)$/.exec(line) ?? [];
  if (stats === undefined || key === undefined || value === undefined) throw notUnderstood(WHAT, `'${line}' is no statistic`, raw);
  stats.set(key, value);
}

/** A number among the statistics; undefined where the hypervisor gave none. @throws ParseError when it is no number */
export function statNumber(stats: Domstats, key: string): number | undefined {
  const value = stats.get(key);
  if (value === undefined) return undefined;
  if (!/^-?\d+$/.test(value)) throw notUnderstood(WHAT, `${key} is no number`, value);
  return Number(value);
}

/** `state.state` is libvirt's virDomainState: its numbers are the order in which `virsh domstate` has its words. */
export function statState(stats: Domstats): DomainState | undefined {
  const state = statNumber(stats, 'state.state');
  return state === undefined ? undefined : DOMAIN_STATES[state];
}
