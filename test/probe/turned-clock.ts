import type { Clock } from '../../src/model/clock.ts';

/** A clock that stands still until a test turns it; rings in order of time. */
export class TurnedClock implements Clock {
  #now = 1_000_000;
  #next = 0;
  readonly #timers = new Map<number, { readonly at: number; readonly ring: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, ring: () => void): () => void {
    const id = this.#next++;
    this.#timers.set(id, { at: this.#now + ms, ring });
    return () => this.#timers.delete(id);
  }

  /** How many timers are waiting. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Milliseconds until the next ring; undefined when none waits. */
  get nextIn(): number | undefined {
    const times = [...this.#timers.values()].map(({ at }) => at - this.#now);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Lets `ms` pass, with everything that rings meanwhile, and what that starts. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const due = [...this.#timers].filter(([, { at }]) => at <= end).toSorted(([, a], [, b]) => a.at - b.at)[0];
      if (due === undefined) break;
      const [id, { at, ring }] = due;
      this.#timers.delete(id);
      this.#now = at;
      ring();
      await settled();
    }
    this.#now = end;
    await settled();
  }
}

/** Everything that only waits for promises has run. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
