import { toFailure } from '../model/errors.ts';
import { failed, fresh, type Reading, UNKNOWN } from '../model/reading.ts';
import type { Clock } from '../model/clock.ts';
import type { AnyProbe, ProbeStore } from './probe.ts';

/** After an event the rest of its kind is waited for; reads that events call for are never closer than this. */
export const SETTLE_MS = 60;

/** A probe that fails is asked again after its tick, then twice, four times, … that, and never later than this. */
export const LONGEST_PAUSE_MS = 120_000;

/** One probe's life: it reads when asked, when woken and on its slow tick, and never while it still reads. */
export class Cycle {
  readonly #probe: AnyProbe;
  readonly #store: ProbeStore;
  readonly #clock: Clock;
  #running: Promise<void> | undefined;
  #following: Promise<void> | undefined;
  #cancel: (() => void) | undefined;
  #watched = false;
  #failures = 0;
  /** An event came while a read was under way, which may have seen the state before it. */
  #woken = false;

  constructor(probe: AnyProbe, store: ProbeStore, clock: Clock) {
    this.#probe = probe;
    this.#store = store;
    this.#clock = clock;
  }

  /** Resolves when it has read once since now; a read that is under way began earlier and does not count. Never rejects: a failure is a reading. */
  refresh(): Promise<void> {
    if (this.#running === undefined) return this.#run();
    this.#following ??= this.#running.then(() => {
      this.#following = undefined;
      return this.#run();
    });
    return this.#following;
  }

  /** Whether somebody looks. Who begins to look gets a reading at once; when nobody does, no timer is left. */
  watch(watched: boolean): void {
    if (watched === this.#watched) return;
    this.#watched = watched;
    this.#stopTimer();
    if (watched) this.#wait(0);
  }

  /** Something happened: read soon, whatever pause a failure has earned. Nothing while nobody looks. */
  wake(): void {
    if (!this.#watched) return;
    this.#failures = 0;
    this.#woken = true;
    if (this.#running === undefined) this.#wait(SETTLE_MS);
  }

  /** What was read is of a machine that is gone: whoever looks gets a new reading soon, whoever asks later gets none of before. */
  outdate(): void {
    if (this.#watched) this.wake();
    else this.#put(UNKNOWN);
  }

  close(): void {
    this.#watched = false;
    this.#stopTimer();
  }

  #run(): Promise<void> {
    this.#stopTimer();
    this.#woken = false;
    this.#running = this.#read().finally(() => {
      this.#running = undefined;
      if (this.#watched && this.#following === undefined) this.#wait(this.#woken ? SETTLE_MS : this.#pause());
    });
    return this.#running;
  }

  /** The one place of this room where an error becomes data. */
  async #read(): Promise<void> {
    const { slot, read } = this.#probe;
    try {
      const value = await read();
      this.#failures = 0;
      this.#put(fresh(value, this.#clock.now()));
    } catch (error) {
      this.#failures += 1;
      this.#put(failed(this.#store.get()[slot] as Reading<unknown>, toFailure(error), this.#clock.now()));
    }
  }

  #put(reading: Reading<unknown>): void {
    this.#store.set(this.#probe.slot, reading as never);
  }

  #pause(): number {
    return Math.max(this.#probe.everyMs, Math.min(this.#probe.everyMs * 2 ** this.#failures, LONGEST_PAUSE_MS));
  }

  #wait(ms: number): void {
    this.#stopTimer();
    this.#cancel = this.#clock.after(ms, () => {
      this.#cancel = undefined;
      void this.refresh();
    });
  }

  #stopTimer(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
