import type { Clock } from '../model/clock.ts';
import type { Link } from './link.ts';

/** How often a keeper that says nothing by itself is asked whether it is there. */
const BEAT_MS = 2_000;
/** An answer that takes longer is worth a word on the screen. */
const LATE_MS = 3_000;

interface Told {
  readonly silent: (since: number, why: string) => void;
  readonly answers: () => void;
}

/** Tells when a keeper is there and does not answer: stopped, swapped out, or busy beyond measure. That a link broke is told by the link. */
export class Heartbeat {
  readonly #clock: Clock;
  readonly #told: Told;
  #watched: Link | undefined;
  #cancel = (): void => undefined;

  constructor(clock: Clock, told: Told) {
    this.#clock = clock;
    this.#told = told;
  }

  watch(link: Link): void {
    this.stop();
    this.#watched = link;
    this.#cancel = this.#clock.after(BEAT_MS, () => void this.#ask(link));
  }

  stop(): void {
    this.#cancel();
    this.#watched = undefined;
  }

  async #ask(link: Link): Promise<void> {
    const asked = this.#clock.now();
    this.#cancel = this.#clock.after(LATE_MS, () => this.#told.silent(asked, `keeper ${link.welcome.keeperPid} is there and does not answer`));
    // A link that broke is told to whoever holds it.
    const answered = await link.request('keeper/status', {}).then(() => true, () => false);
    if (link !== this.#watched) return;
    this.#cancel();
    if (!answered) return;
    this.#told.answers();
    this.watch(link);
  }
}
