import type { LabdeckError } from '../../model/errors.ts';
import { type Job, type KillSignal, type Outlet, SIGNAL_NUMBERS } from '../job.ts';
import type { Port } from './port.ts';
import { Scanner } from './scanner.ts';
import { CHUNK_BYTES, END_OF_INPUT, RECORD, newNonce, type RunMode, runRequest } from './words.ts';

export interface Voice {
  readonly io: Port;
  readonly errors: Port;
  readonly key: string;
}

/** What the guest's bash is to run. */
export interface LaneCode {
  readonly code: string;
  /** The same as words that bash itself knows: run without a fork when there is no input. */
  readonly builtin?: string;
}

/**
 * One command on one lane, from the line that starts it to the records that end both of its outputs. A job that failed early
 * (limit, cancellation) leaves it running: the lane is free only when the guest has said the last word, or is bound again.
 */
export class RunOnLane {
  readonly job: Job;
  readonly code: LaneCode;
  /** Process group in the guest, as soon as it is known. */
  pgid: number | undefined;
  readonly #voice: Voice;
  /** Resolves when the lane is free again, or lost. */
  readonly over: Promise<void>;
  #release: () => void;
  #killedBy: KillSignal | undefined;
  #status: number | undefined;
  #errorsDone = false;
  #inputOpen: boolean;
  readonly #hadInput: boolean;
  #early: Buffer[] | undefined = [];
  #lost = false;
  onPgid: () => void = () => undefined;
  /** A shell said hello in the middle: perhaps it is the one after ours. */
  onSuspect: () => void = () => undefined;

  constructor(voice: Voice, job: Job, code: LaneCode) {
    this.#voice = voice;
    this.job = job;
    this.code = code;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.over = promise;
    this.#release = resolve;
    const nonce = newNonce();
    this.#inputOpen = !job.stdin.isEmpty;
    this.#hadInput = this.#inputOpen;
    const mode = this.#mode(code);
    this.#errorsDone = mode === '=';
    this.#listen(nonce);
    voice.io.write(runRequest(voice.key, nonce, mode, this.#inputOpen ? code.code : (code.builtin ?? code.code)));
    if (this.#inputOpen) job.stdin.attach({ take: (bytes, taken) => this.#send(bytes, taken), end: () => this.#endInput() });
  }

  /** For the exit status: a shell's 128 + n alone does not tell a signal from a program that ends with that number. */
  killedBy(signal: KillSignal): void {
    this.#killedBy = signal;
  }

  /**
   * The shell never began it: what it runs says its process group before anything else, and the guest's write waits until QEMU
   * has taken it. Such a command may be given to another shell; one with input may not, since some of that is gone.
   */
  get isUnstarted(): boolean {
    return this.pgid === undefined && this.#status === undefined && !this.#hadInput;
  }

  /** Another lane takes the job. */
  abandon(): void {
    this.#lost = true;
    this.#release();
  }

  /** The far end is gone, or cannot be understood any more. */
  lose(why: LabdeckError): void {
    this.#lost = true;
    this.job.fail(why);
    this.#release();
  }

  #mode({ builtin }: LaneCode): RunMode {
    if (this.#inputOpen) return '+';
    return builtin === undefined ? '-' : '=';
  }

  #listen(nonce: string): void {
    const { io, errors } = this.#voice;
    const { stdout, stderr } = this.job;
    const takeIo = this.#taker(io, `${RECORD}${nonce}`, stdout, (chunk) => this.#output(chunk), (text) => this.#exited(Number(text)));
    const hello = new Scanner(`${RECORD}hello `, { bytes: () => undefined, record: () => this.onSuspect() });
    io.give((chunk) => {
      hello.feed(chunk);
      return takeIo(chunk);
    });
    errors.give(this.#taker(errors, `${RECORD}${nonce}`, stderr, (chunk) => stderr.feed(chunk), (text) => this.#fromErrors(text.trim())));
  }

  #taker(port: Port, marker: string, outlet: Outlet, feed: (chunk: Buffer) => boolean, record: (text: string) => void): (chunk: Buffer) => boolean {
    let more = true;
    const bytes = (chunk: Buffer): void => {
      if (!this.job.isOver) more = feed(chunk) && more;
    };
    const scanner = new Scanner(marker, { bytes, record });
    outlet.onTaken = () => port.resume();
    return (chunk) => {
      more = true;
      scanner.feed(chunk);
      return more || this.job.isOver;
    };
  }

  /** What comes before the command has begun may be another shell's hello: it waits until that is known. */
  #output(chunk: Buffer): boolean {
    if (this.#early === undefined) return this.job.stdout.feed(chunk);
    this.#early.push(chunk);
    return true;
  }

  #begin(): void {
    const early = this.#early;
    this.#early = undefined;
    for (const chunk of early ?? []) if (!this.job.isOver) this.job.stdout.feed(chunk);
  }

  #fromErrors(text: string): void {
    if (text === '.') {
      this.#errorsDone = true;
      this.#finish();
    } else {
      this.pgid = Number(text);
      this.#begin();
      this.onPgid();
    }
  }

  #exited(status: number): void {
    this.#begin();
    this.#status = status;
    this.#endInput();
    this.#finish();
  }

  #finish(): void {
    if (this.#status === undefined || !this.#errorsDone || this.#lost) return;
    const signal = this.#killedBy;
    const byUs = signal !== undefined && this.#status === 128 + SIGNAL_NUMBERS[signal];
    this.job.succeed({ status: this.#status, ...(byUs ? { signal } : {}) });
    this.#release();
  }

  #send(bytes: Buffer, taken: () => void): void {
    if (!this.#inputOpen || this.#lost) return taken();
    const [piece, rest] = [bytes.subarray(0, CHUNK_BYTES), bytes.subarray(CHUNK_BYTES)];
    const length = Buffer.from(`${piece.length}\n`);
    this.#voice.io.write(Buffer.concat([length, piece]), () => (rest.length === 0 ? taken() : this.#send(rest, taken)));
  }

  #endInput(): void {
    if (!this.#inputOpen || this.#lost) return;
    this.#inputOpen = false;
    this.#voice.io.write(END_OF_INPUT);
  }
}
