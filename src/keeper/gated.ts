import { downError } from '../lab/outer-hold.ts';
import { Job } from '../transport/job.ts';
import type { Exec, ExecRequest, Transport } from '../transport/transport.ts';

/** A way in that says at once that the machine is off, instead of waiting for a shell that will not come. */
export class Gated implements Transport {
  readonly #way: Transport;
  readonly #isOff: () => boolean;

  constructor(way: Transport, isOff: () => boolean) {
    this.#way = way;
    this.#isOff = isOff;
  }

  get name(): Transport['name'] {
    return this.#way.name;
  }

  get machine(): string {
    return this.#way.machine;
  }

  spawn(request: ExecRequest): Exec {
    if (!this.#isOff()) return this.#way.spawn(request);
    const job = new Job(this.machine, request);
    job.fail(downError());
    return job;
  }

  close(): Promise<void> {
    return this.#way.close();
  }
}
