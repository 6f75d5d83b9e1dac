import { RefusedError } from '../model/errors.ts';
import type { Lease, Link } from '../model/link.ts';
import { parseLinks } from '../parse/ip/link.ts';
import { parseNeighbours } from '../parse/ip/neigh.ts';
import { iprouteBatch, type IprouteSession } from './iproute-session.ts';
import { readText, type Runner } from './run.ts';

/** An address that ARP has seen, with the device it was seen on. */
export type Neighbour = Lease & { readonly dev: string };

export class Ip {
  readonly #session: IprouteSession;
  readonly #act: Runner | undefined;

  /** @param act for what changes something; without it nothing does */
  constructor({ read, act, session = iprouteBatch(read, 'ip') }: { readonly read: Runner; readonly act?: Runner; readonly session?: IprouteSession }) {
    this.#session = session;
    this.#act = act;
  }

  /** Links with addresses and counters. */
  async addrShow(): Promise<Link[]> {
    return parseLinks(await this.#session.ask('addr show\n'));
  }

  async neighShow(): Promise<Neighbour[]> {
    return parseNeighbours(await this.#session.ask('neigh show\n'));
  }

  /** `ip link set dev DEV up|down`. @throws ExitError, RefusedError where nothing may be changed */
  async linkSet(dev: string, state: 'up' | 'down'): Promise<void> {
    const argv = ['ip', 'link', 'set', 'dev', dev, state];
    if (this.#act === undefined) throw new RefusedError({ what: 'this client only reads', argv });
    await readText(this.#act, argv);
  }
}
