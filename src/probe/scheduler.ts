import { CancelledError, TimeoutError, UsageError } from '../model/errors.ts';
import { didYouMean } from '../model/nearest.ts';
import type { Clock } from '../model/clock.ts';
import { Cycle } from './cycle.ts';
import type { AnyProbe, ProbeStore, ReadingSlot } from './probe.ts';

export interface RefreshLimits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** All probes of a lab: who looks at what, who is woken, who is waited for. */
export class ProbeScheduler {
  readonly #cycles: ReadonlyMap<string, Cycle>;
  readonly #needs: ReadonlyMap<string, ReadingSlot | undefined>;
  readonly #clock: Clock;

  constructor(probes: readonly AnyProbe[], store: ProbeStore, clock: Clock) {
    this.#cycles = new Map(probes.map((probe) => [probe.slot, new Cycle(probe, store, clock)]));
    this.#needs = new Map(probes.map((probe) => [probe.slot, probe.needs]));
    this.#clock = clock;
  }

  get names(): readonly string[] {
    return [...this.#cycles.keys()];
  }

  /** What is looked at from now on, by all together. Names that are no probe's are slots without one, and left alone. */
  show(names: readonly string[]): void {
    const wanted = new Set(names.flatMap((name) => [name, this.#needs.get(name) ?? name]));
    for (const [name, cycle] of this.#cycles) cycle.watch(wanted.has(name));
  }

  /** Something happened that makes these readings old. */
  wake(names: readonly string[]): void {
    for (const name of names) this.#cycles.get(name)?.wake();
  }

  /** These readings tell nothing about what there is now. */
  outdate(names: readonly string[]): void {
    for (const name of names) this.#cycles.get(name)?.outdate();
  }

  /**
   * Resolves when each has read once since now, the outer VM before what is inside it. A failed read counts: the reading says so.
   * @throws UsageError on an unknown probe, TimeoutError, CancelledError
   */
  async refresh(names: readonly string[], limits: RefreshLimits): Promise<void> {
    const cycles = names.map((name) => this.#named(name));
    const first = [...new Set(names.flatMap((name) => this.#needs.get(name) ?? []))];
    const work = this.#all(first.map((name) => this.#named(name))).then(() => this.#all(cycles.filter((_cycle, index) => !first.includes(names[index] as ReadingSlot))));
    await this.#within(work, names, limits);
  }

  close(): void {
    for (const cycle of this.#cycles.values()) cycle.close();
  }

  #named(name: string): Cycle {
    const cycle = this.#cycles.get(name);
    if (cycle !== undefined) return cycle;
    throw new UsageError({ what: `there is no probe '${name}'${didYouMean(name, this.names)}`, detail: `known: ${this.names.join(', ')}` });
  }

  async #all(cycles: readonly Cycle[]): Promise<void> {
    await Promise.all(cycles.map((cycle) => cycle.refresh()));
  }

  #within(work: Promise<void>, names: readonly string[], { timeoutMs, signal }: RefreshLimits): Promise<void> {
    return new Promise((resolve, reject) => {
      const gaveUp = () => finish(() => reject(new CancelledError({ what: `reading ${names.join(', ')} was cancelled` })));
      const late = () => finish(() => reject(new TimeoutError({ what: `${names.join(', ')} could not be read within ${timeoutMs} ms`, next: 'labdeck status --timeout 60' })));
      const cancel = this.#clock.after(timeoutMs, late);
      const finish = (settle: () => void) => {
        cancel();
        signal?.removeEventListener('abort', gaveUp);
        settle();
      };
      signal?.addEventListener('abort', gaveUp, { once: true });
      if (signal?.aborted === true) gaveUp();
      work.then(() => finish(resolve), (error: Error) => finish(() => reject(error)));
    });
  }
}
