import type { Lease, Link } from '../model/link.ts';
import { parseLinks } from '../parse/ip/link.ts';
import { parseNeighbours } from '../parse/ip/neigh.ts';
import { iprouteBatch, type IprouteSession } from './iproute-session.ts';
import type { Runner } from './run.ts';

/** An address that ARP has seen, with the device it was seen on. */
export type Neighbour = Lease & { readonly dev: string };

export class Ip {
  readonly #session: IprouteSession;

  constructor({ read, session = iprouteBatch(read, 'ip') }: { readonly read: Runner; readonly session?: IprouteSession }) {
    this.#session = session;
  }

  /** Links with addresses and counters. */
  async addrShow(): Promise<Link[]> {
    return parseLinks(await this.#session.ask('addr show\n'));
  }

  async neighShow(): Promise<Neighbour[]> {
    return parseNeighbours(await this.#session.ask('neigh show\n'));
  }
}
