import { spawnLater } from '../lab/attach/later.ts';
import { downError } from '../lab/outer-hold.ts';
import type { Exec, ExecRequest, Transport } from '../transport/transport.ts';

/** What tells whether a machine is there at all. */
export interface Presence {
  /** Its monitor is held: it is there. */
  readonly isBound: boolean;
  /** Looks for the machine itself. */
  isOff(): Promise<boolean>;
}

/**
 * A way in that says at once that the machine is off, instead of waiting for a shell that will not come. What was read of it once is not asked: it may
 * have been started or killed since.
 */
export class Gated implements Transport {
  readonly #way: Transport;
  readonly #presence: Presence;

  constructor(way: Transport, presence: Presence) {
    this.#way = way;
    this.#presence = presence;
  }

  get name(): Transport['name'] {
    return this.#way.name;
  }

  get machine(): string {
    return this.#way.machine;
  }

  spawn(request: ExecRequest): Exec {
    return this.#presence.isBound ? this.#way.spawn(request) : spawnLater(this.#looked(), request);
  }

  close(): Promise<void> {
    return this.#way.close();
  }

  async #looked(): Promise<Transport> {
    if (await this.#presence.isOff()) throw downError();
    return this.#way;
  }
}
