import type { Exec, ExecRequest, Transport } from './transport.ts';

export interface Way {
  readonly transport: Transport;
  /** Whether a command given to it now would run. */
  readonly open: () => boolean;
}

/** One machine and several ways in, best first. A command takes the first way that is open; when none is, it waits at the first. */
export class Ways implements Transport {
  readonly machine: string;
  readonly #ways: readonly [Way, ...Way[]];

  constructor(machine: string, ways: readonly [Way, ...Way[]]) {
    this.machine = machine;
    this.#ways = ways;
  }

  get name(): Transport['name'] {
    return this.best.name;
  }

  get best(): Transport {
    return (this.#ways.find((way) => way.open()) ?? this.#ways[0]).transport;
  }

  spawn(request: ExecRequest): Exec {
    return this.best.spawn(request);
  }

  async close(): Promise<void> {
    await Promise.all(this.#ways.map(({ transport }) => transport.close()));
  }
}
