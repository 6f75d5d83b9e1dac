import type { Lease } from '../../model/link.ts';
import { type Json, readJson, text } from '../json.ts';

/** States in which the kernel knows no MAC that it would trust (ip-neighbour(8)). */
const NO_ANSWER = new Set(['FAILED', 'INCOMPLETE', 'NONE']);

/** `ip -j neigh show`: IPv4 addresses that ARP has seen, with their device, as leases of source `arp`. */
export function parseNeighbours(raw: string): (Lease & { readonly dev: string })[] {
  return readJson('ip -j neigh show', raw, (json) => json.list().filter(isSeen).map((each) => ({
    mac: each.at('lladdr').text(),
    ip: each.at('dst').text(),
    source: 'arp' as const,
    dev: each.at('dev').text(),
  })));
}

function isSeen(json: Json): boolean {
  const states = json.at('state').maybe((list) => list.list().map(text)) ?? [];
  return json.at('lladdr').exists && json.at('dst').text().includes('.') && !states.some((state) => NO_ANSWER.has(state));
}
