import type { Exec, ExecRequest, Transport } from './transport.ts';

/** Rewrites a request for a machine into the request for the machine in front of it. */
export type Wrap = (request: ExecRequest) => ExecRequest;

/** A machine that is reached through another one: every request is wrapped and runs there. Closing it leaves the way open. */
export class ViaTransport implements Transport {
  readonly machine: string;
  readonly #way: () => Transport;
  readonly #wrap: Wrap;

  /** @param way the transport in front, asked for at each request: it may be another one after a reconnect */
  constructor(machine: string, way: () => Transport, wrap: Wrap) {
    this.machine = machine;
    this.#way = way;
    this.#wrap = wrap;
  }

  get name(): Transport['name'] {
    return this.#way().name;
  }

  spawn(request: ExecRequest): Exec {
    return this.#way().spawn(this.#wrap(request));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
