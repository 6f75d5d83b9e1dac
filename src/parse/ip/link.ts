import type { Link } from '../../model/link.ts';
import { type Json, number, readJson, text } from '../json.ts';
import { present } from '../present.ts';

/**
 * `ip -j -s -d addr show`, or `ip -j -s -d link show` (no addresses then). With a filter iproute2 prints an empty object for each
 * device that does not match; those are left out.
 */
export function parseLinks(raw: string): Link[] {
  return readJson('ip -j addr show', raw, (json) => json.list().filter((each) => each.at('ifname').exists).map(linkOf));
}

function linkOf(json: Json): Link {
  return present({
    name: json.at('ifname').text(),
    index: json.at('ifindex').number(),
    mac: json.at('address').maybe(text),
    mtu: json.at('mtu').number(),
    operState: json.at('operstate').text(),
    flags: json.at('flags').list().map(text),
    master: json.at('master').maybe(text),
    kind: json.at('linkinfo').maybe((info) => info.at('info_kind').maybe(text)),
    qdisc: json.at('qdisc').maybe(text),
    addresses: json.at('addr_info').maybe((list) => list.list().flatMap(addressOf)) ?? [],
    rxBytes: counter(json, 'rx'),
    txBytes: counter(json, 'tx'),
  });
}

/** `192.168.100.1/24` */
function addressOf(json: Json): string[] {
  return json.at('local').exists ? [`${json.at('local').text()}/${json.at('prefixlen').number()}`] : [];
}

function counter(json: Json, way: 'rx' | 'tx'): number | undefined {
  return json.at('stats64').maybe((stats) => stats.at(way).at('bytes').maybe(number));
}
