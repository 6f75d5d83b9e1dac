import type { Lease, Link } from '../model/link.ts';
import { notUnderstood, linesOf } from '../parse/lines.ts';
import { parseLinks } from '../parse/ip/link.ts';
import { parseNeighbours } from '../parse/ip/neigh.ts';
import { readText, type Runner } from './run.ts';

export interface IpReading {
  readonly links: readonly Link[];
  readonly neighbours: readonly (Lease & { readonly dev: string })[];
}

export class Ip {
  readonly #read: Runner;

  constructor({ read }: { readonly read: Runner }) {
    this.#read = read;
  }

  /** Links with addresses and counters. */
  async addrShow(): Promise<Link[]> {
    return parseLinks(await readText(this.#read, ['ip', '-j', '-s', '-d', 'addr', 'show']));
  }

  async neighShow(): Promise<IpReading['neighbours']> {
    return parseNeighbours(await readText(this.#read, ['ip', '-j', 'neigh', 'show']));
  }

  /** Both with one process: `ip -batch` prints one line of JSON for each command. */
  async all(): Promise<IpReading> {
    const raw = await readText(this.#read, ['ip', '-j', '-s', '-d', '-batch', '-'], { stdin: 'addr show\nneigh show\n' });
    const [links, neighbours, ...more] = linesOf('ip -batch', raw);
    if (links === undefined || neighbours === undefined || more.length > 0) throw notUnderstood('ip -batch', 'not two answers to two commands', raw);
    return { links: parseLinks(links), neighbours: parseNeighbours(neighbours) };
  }
}
