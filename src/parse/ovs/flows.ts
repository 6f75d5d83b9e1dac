import type { OvsFlow } from '../../model/ovs.ts';
import { linesOf, notUnderstood } from '../lines.ts';

const WHAT = 'ovs-ofctl dump-flows';

/** ovs-ofctl leaves a priority out when it is OFP_DEFAULT_PRIORITY. */
const DEFAULT_PRIORITY = 32768;

/** Words that stand before the match (ofp_print_flow_flags in Open vSwitch). */
const FLAGS = new Set(['send_flow_rem', 'check_overlap', 'reset_counts', 'no_packet_counts', 'no_byte_counts']);

/**
 * `ovs-ofctl dump-flows BRIDGE`, with or without `--no-stats`
 *
 *     NXST_FLOW reply (xid=0x4):
 *      cookie=0x0, duration=390.451s, table=0, n_packets=56, n_bytes=4304, idle_age=67, priority=0 actions=NORMAL
 */
export function parseFlows(raw: string): OvsFlow[] {
  const lines = linesOf(WHAT, raw).filter((line) => !/^(NXST|OFPST)_FLOW reply/.test(line));
  return lines.map((line) => flowOf(line, raw));
}

function flowOf(line: string, raw: string): OvsFlow {
  const [, left, actions] = /^ (.*?)(?:^| )actions=(.*)$/.exec(line) ?? [];
  if (left === undefined || actions === undefined) throw notUnderstood(WHAT, `'${line}' is no flow`, raw);
  // The match stands last, after flags such as `send_flow_rem`; a flow that matches all at the default priority has none.
  const parts = left.split(/, |,$/);
  const stats = new Map(parts.slice(0, -1).map((part) => splitAt(part)));
  const [priority, match] = matchOf((parts.at(-1) ?? '').split(' ').filter((word) => !FLAGS.has(word)).join(' '));
  return {
    table: count(stats.get('table'), raw),
    priority,
    cookie: stats.get('cookie') ?? '0x0',
    match,
    actions,
    packets: count(stats.get('n_packets'), raw),
    bytes: count(stats.get('n_bytes'), raw),
    durationSec: count(stats.get('duration')?.replace(/s$/, ''), raw),
  };
}

function splitAt(part: string): [string, string] {
  const [key = '', ...value] = part.split('=');
  return [key.trim(), value.join('=')];
}

function matchOf(word: string): readonly [number, string] {
  const fields = word.split(',');
  const [, priority] = /^priority=(\d+)$/.exec(fields[0] ?? '') ?? [];
  return priority === undefined ? [DEFAULT_PRIORITY, word] : [Number(priority), fields.slice(1).join(',')];
}

/** Left out means 0: `--no-stats`, and table 0. */
function count(value: string | undefined, raw: string): number {
  if (value === undefined) return 0;
  if (!/^\d+(\.\d+)?$/.test(value)) throw notUnderstood(WHAT, `'${value}' is no number`, raw);
  return Number(value);
}
