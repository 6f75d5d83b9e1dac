import { LostError } from '../../model/errors.ts';
import { pause } from '../limits.ts';
import type { KillSignal } from '../job.ts';
import type { Lane } from './lane.ts';
import type { RunOnLane } from './run-on-lane.ts';

/** Limits of the control lane's own words, which run in milliseconds unless the machine is stopped. */
const WORD_MS = 5_000;
/** Between SIGTERM and SIGKILL, and between SIGKILL and the end of the lane's shell. */
const GRACE_MS = 2_000;
/** How often a command that takes long is asked about. */
const WATCH_MS = 2_000;

/** Looks after lanes by way of the first one: kills what has to end, restarts shells that are stuck or gone. */
export interface Control {
  /** From its start to its end: a job that ends early has its process group killed, a shell that dies is noticed. */
  watch(lane: Lane, run: RunOnLane): void;
  /** A lane has another state. */
  changed(lane: Lane): void;
  stop(): void;
}

/** @param again told of a command whose shell went away before it began it */
export function overlook(lanes: readonly Lane[], strangerMs: number, again: (run: RunOnLane) => void): Control {
  return new Overseer(lanes, strangerMs, again);
}

class Overseer implements Control {
  readonly #lanes: readonly Lane[];
  readonly #strangerMs: number;
  readonly #again: (run: RunOnLane) => void;
  readonly #deaf = new Map<Lane, NodeJS.Timeout>();
  readonly #stopping = new AbortController();
  /** One word at a time on the control lane. */
  #words: Promise<unknown> = Promise.resolve();

  constructor(lanes: readonly Lane[], strangerMs: number, again: (run: RunOnLane) => void) {
    this.#lanes = lanes;
    this.#again = again;
    this.#strangerMs = strangerMs;
  }

  stop(): void {
    this.#stopping.abort();
    for (const timer of this.#deaf.values()) clearTimeout(timer);
  }

  /** A lane that is connected and stays deaf runs a command from before us, or hangs: it is left alone for a while, then restarted. */
  changed(lane: Lane): void {
    if (lane === this.#lanes[0] || this.#stopping.signal.aborted) return;
    clearTimeout(this.#deaf.get(lane));
    this.#deaf.delete(lane);
    if (lane.state !== 'deaf') return;
    this.#deaf.set(lane, setTimeout(() => void this.#freeFromStrangers(lane), this.#strangerMs));
  }

  watch(lane: Lane, run: RunOnLane): void {
    run.job.onKill = (signal) => void this.#signal(run, signal);
    run.job.onEarlyEnd = () => void this.#end(lane, run);
    run.onSuspect = () => void this.#check(lane, run);
    void this.#keepAsking(lane, run);
  }

  async #keepAsking(lane: Lane, run: RunOnLane): Promise<void> {
    for (;;) {
      await this.#whileRunning(lane, run, WATCH_MS);
      if (lane.run !== run || this.#stopping.signal.aborted) return;
      await this.#check(lane, run);
    }
  }

  /** Is the shell still the one that was greeted? If not, what it ran is lost, and killed where it can be. */
  async #check(lane: Lane, run: RunOnLane): Promise<void> {
    const { greeting } = lane;
    if (greeting === undefined || lane.run !== run) return;
    const status = await this.#word(`alive ${greeting.name} ${greeting.id}`);
    if (status === undefined || status === 0 || lane.run !== run) return;
    if (run.isUnstarted && !run.job.isOver) {
      lane.giveBack();
      this.#again(run);
      return;
    }
    if (run.pgid !== undefined) await this.#word(`signal KILL ${run.pgid}`);
    lane.rebind(new LostError({ what: `the shell that ran ${run.job.request.argv[0] ?? ''} on ${lane.machine} is gone`, argv: run.job.request.argv }));
  }

  async #signal(run: RunOnLane, signal: KillSignal): Promise<void> {
    const name = signal.slice('SIG'.length);
    run.killedBy(signal);
    if (run.pgid === undefined) run.onPgid = () => void this.#word(`signal ${name} ${run.pgid}`);
    else await this.#word(`signal ${name} ${run.pgid}`);
  }

  /** Limit or cancellation: SIGTERM, SIGKILL, then the shell itself. */
  async #end(lane: Lane, run: RunOnLane): Promise<void> {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      await this.#signal(run, signal);
      await this.#whileRunning(lane, run, GRACE_MS);
      if (lane.run !== run || this.#stopping.signal.aborted) return;
    }
    await this.#reset(lane);
    if (lane.run === run) lane.rebind(new LostError({ what: `a command on ${lane.machine} could not be ended in any other way` }));
  }

  async #freeFromStrangers(lane: Lane): Promise<void> {
    await this.#reset(lane);
    this.changed(lane);
  }

  /** A lane that was never greeted has the name that our own machines give it: the number of its even port. */
  async #reset(lane: Lane): Promise<void> {
    await this.#word(`reset ${lane.greeting?.name ?? 2 * this.#lanes.indexOf(lane)}`);
  }

  /** Until the lane does something else, or `ms`. */
  async #whileRunning(lane: Lane, run: RunOnLane, ms: number): Promise<void> {
    const free = new AbortController();
    if (lane.run !== run) return;
    void run.over.then(() => free.abort());
    await pause(ms, AbortSignal.any([free.signal, this.#stopping.signal]));
  }

  /** @returns undefined when the control lane cannot be asked now, or gave no answer */
  #word(code: string): Promise<number | undefined> {
    const asked = this.#words.then(() => this.#lanes[0]?.control(code, WORD_MS));
    this.#words = asked;
    return asked;
  }
}
