import { CancelledError } from '../model/errors.ts';

interface Entry {
  readonly what: string;
  readonly stop: AbortController;
  readonly over: Promise<unknown>;
}

/** What {@link UnderWay.end} ended. */
export interface Ended {
  /** `up`; empty when nothing was under way. */
  readonly what: readonly string[];
  /** A machine was started and took no command yet: nobody can have left work in it. */
  readonly young: boolean;
}

/** What brings the lab up at the moment, for a `down` that has to end it first: a lab that is being built or boots is not down. */
export class UnderWay {
  readonly #entries = new Set<Entry>();
  /** Set by the start of a machine, until its first command was answered. */
  young = false;

  get what(): readonly string[] {
    return [...this.#entries].map(({ what }) => what);
  }

  /** Runs `work` so that {@link end} can end it. @throws CancelledError when it did */
  async run<T>(what: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    const running = work(AbortSignal.any([signal, stop.signal]));
    const entry = { what, stop, over: running.catch(() => undefined) };
    this.#entries.add(entry);
    try {
      return await running;
    } catch (error) {
      throw stop.signal.aborted ? stop.signal.reason : error;
    } finally {
      this.#entries.delete(entry);
      this.young = false;
    }
  }

  /** Ends all of it, and waits until it is over. */
  async end(): Promise<Ended> {
    const [entries, { what, young }] = [[...this.#entries], this];
    for (const { stop, what: each } of entries) stop.abort(new CancelledError({ what: `${each} was ended: the lab is to go down`, next: 'labdeck up' }));
    await Promise.all(entries.map(({ over }) => over));
    return { what, young };
  }
}
