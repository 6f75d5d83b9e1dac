import { LostError } from '../../model/errors.ts';
import type { Job } from '../job.ts';
import { greet } from './greet.ts';
import { DISCARD, Port } from './port.ts';
import { type LaneCode, RunOnLane } from './run-on-lane.ts';
import { Scanner } from './scanner.ts';
import { type Greeting, RECORD, newNonce, runRequest } from './words.ts';

export interface LanePaths {
  /** Unix socket of the even port: input and output. */
  readonly io: string;
  /** Unix socket of the odd port: standard error. */
  readonly errors: string;
}

/** `away`: not connected. `deaf`: connected, no shell answers yet. */
export type LaneState = 'away' | 'deaf' | 'idle' | 'busy';

/** The host end of one lane: two ports, one shell, one command at a time. */
export class Lane {
  readonly paths: LanePaths;
  readonly machine: string;
  readonly #onChange: (lane: Lane) => void;
  #state: LaneState = 'away';
  #ports: { readonly io: Port; readonly errors: Port } | undefined;
  #greeting: Greeting | undefined;
  #run: RunOnLane | undefined;
  #binding = new AbortController();
  #away = Promise.withResolvers<void>();
  #closed = false;

  constructor(machine: string, paths: LanePaths, onChange: (lane: Lane) => void) {
    this.machine = machine;
    this.paths = paths;
    this.#onChange = onChange;
  }

  get state(): LaneState {
    return this.#state;
  }

  get greeting(): Greeting | undefined {
    return this.#greeting;
  }

  /** The command that runs, or whose end is still awaited. */
  get run(): RunOnLane | undefined {
    return this.#run;
  }

  /** Resolves when the connection of this moment is gone. */
  get away(): Promise<void> {
    return this.#away.promise;
  }

  /** Connects both ports and greets the shell, in the background. @throws what connecting throws */
  async connect(): Promise<void> {
    // A port of an earlier connection that closes late is nobody's loss.
    const onGone = (cause?: Error): void => {
      if (this.#ports?.io === io) this.#gone(cause);
    };
    const io: Port = await Port.open(this.paths.io, onGone);
    const errors = await Port.open(this.paths.errors, onGone).catch((error: unknown) => {
      io.close();
      throw error;
    });
    if (this.#closed || io.isClosed || errors.isClosed) {
      io.close();
      errors.close();
      return;
    }
    this.#ports = { io, errors };
    this.#away = Promise.withResolvers<void>();
    this.rebind(new LostError({ what: `the channel to ${this.machine} was bound again` }));
  }

  /** Whatever ran is lost; the shell is greeted until it answers. Its commands are not killed by this. */
  rebind(why: LostError): void {
    if (this.#ports === undefined) return;
    this.#binding.abort();
    const binding = new AbortController();
    this.#binding = binding;
    this.#greeting = undefined;
    this.#drop(why);
    this.#become('deaf');
    const { io, errors } = this.#ports;
    void greet(io, errors, binding.signal).then((greeting) => {
      if (greeting === undefined || binding.signal.aborted) return;
      this.#greeting = greeting;
      this.#rest();
    });
  }

  /** As {@link rebind}, but what ran is nobody's loss: it never began. */
  giveBack(): RunOnLane | undefined {
    const run = this.#run;
    run?.abandon();
    this.#run = undefined;
    this.rebind(this.#newShell());
    return run;
  }

  /** Runs shell code for a job. The lane has to be idle. */
  start(job: Job, code: LaneCode): void {
    if (this.#ports === undefined || this.#greeting === undefined || this.#state !== 'idle') throw new Error(`lane ${this.paths.io} is ${this.#state}`);
    this.#become('busy');
    const run = new RunOnLane({ ...this.#ports, key: this.#greeting.key }, job, code);
    this.#run = run;
    void run.over.then(() => {
      if (this.#run !== run) return;
      this.#run = undefined;
      this.#rest();
    });
  }

  /** A few words for the shell itself: `signal TERM 123`, `reset 4`. @returns their status, undefined when nobody answers */
  control(code: string, limitMs: number): Promise<number | undefined> {
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    if (this.#ports === undefined || this.#greeting === undefined || this.#state !== 'idle') return Promise.resolve(undefined);
    const { io } = this.#ports;
    const nonce = newNonce();
    const timer = setTimeout(() => resolve(undefined), limitMs);
    const scanner = new Scanner(RECORD + nonce, { bytes: () => undefined, record: (text) => resolve(Number(text)) });
    this.#become('busy');
    const hello = new Scanner(`${RECORD}hello `, { bytes: () => undefined, record: () => resolve(undefined) });
    io.give((chunk) => {
      scanner.feed(chunk);
      hello.feed(chunk);
      return true;
    });
    io.write(runRequest(this.#greeting.key, nonce, '=', code));
    return promise.then((status) => {
      clearTimeout(timer);
      if (status === undefined) this.rebind(new LostError({ what: `a channel of ${this.machine} does not answer` }));
      else this.#rest();
      return status;
    });
  }

  close(): void {
    this.#closed = true;
    this.#ports?.io.close();
    this.#ports?.errors.close();
    this.#gone();
  }

  #rest(): void {
    if (this.#ports === undefined) return;
    const hello = new Scanner(`${RECORD}hello `, { bytes: () => undefined, record: () => this.rebind(this.#newShell()) });
    this.#ports.errors.give(DISCARD);
    this.#ports.io.give((chunk) => {
      hello.feed(chunk);
      return true;
    });
    this.#become('idle');
  }

  #newShell(): LostError {
    return new LostError({ what: `the shell of a channel of ${this.machine} was started anew` });
  }

  #gone(cause?: Error): void {
    if (this.#ports === undefined && this.#state === 'away') return;
    this.#binding.abort();
    this.#ports?.io.close();
    this.#ports?.errors.close();
    this.#ports = undefined;
    this.#greeting = undefined;
    this.#drop(new LostError({ what: `the channel to ${this.machine} was closed`, next: 'labdeck status', detail: cause?.message ?? this.paths.io, cause }));
    this.#become('away');
    this.#away.resolve();
  }

  #drop(why: LostError): void {
    this.#run?.lose(why);
    this.#run = undefined;
  }

  #become(state: LaneState): void {
    this.#state = state;
    this.#onChange(this);
  }
}
