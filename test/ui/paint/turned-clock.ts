import type { Clock } from '../../../src/model/clock.ts';

/** Time that a test turns by hand. */
export class TurnedClock implements Clock {
  #now = 1_000_000;
  #rings: { readonly at: number; readonly ring: () => void }[] = [];

  now = (): number => this.#now;
  after = (ms: number, ring: () => void): (() => void) => {
    const entry = { at: this.#now + ms, ring };
    this.#rings.push(entry);
    return () => void (this.#rings = this.#rings.filter((each) => each !== entry));
  };

  /** Timers that wait. */
  get waiting(): number {
    return this.#rings.length;
  }

  /** Lets `ms` pass, and then microtasks. */
  async turn(ms: number): Promise<void> {
    this.#now += ms;
    const due = this.#rings.filter(({ at }) => at <= this.#now);
    this.#rings = this.#rings.filter(({ at }) => at > this.#now);
    due.forEach(({ ring }) => ring());
    await new Promise((resolve) => setImmediate(resolve));
  }
}
