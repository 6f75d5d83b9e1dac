import { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Exec, ExecRequest, ExitStatus } from './transport.ts';
import { watchLimits } from './limits.ts';

export type KillSignal = NonNullable<Parameters<Exec['kill']>[0]>;

/** signal(7), x86 and arm alike. */
export const SIGNAL_NUMBERS: Readonly<Record<KillSignal, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/** Output of a process on its way to whoever reads it. `feed` says when to stop feeding; `onTaken` when to go on. */
export class Outlet extends Readable {
  onTaken: () => void = () => undefined;

  /** @returns false when nothing more should be read from the far end until `onTaken` */
  feed(chunk: Buffer): boolean {
    return this.readableEnded || this.destroyed ? true : this.push(chunk);
  }

  override _read(): void {
    this.onTaken();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.onTaken();
    done(error);
  }
}

/** Where an inlet's bytes go: one piece at a time, `taken` asks for the next. */
export interface Sink {
  take(bytes: Buffer, taken: () => void): void;
  end(): void;
}

/** Input of a process. Bytes wait here until the transport knows where to, and are let go once the process has ended. */
export class Inlet extends Writable {
  #sink: Sink | undefined;
  #held: { bytes: Buffer; taken: () => void } | undefined;
  #ended: (() => void) | undefined;
  #closed = false;

  constructor() {
    super({ highWaterMark: 1 << 20 });
  }

  /** True when it was ended before a byte was written: the process needs no input at all. */
  get isEmpty(): boolean {
    return this.writableEnded && this.#held === undefined && this.writableLength === 0;
  }

  attach(sink: Sink): void {
    this.#sink = sink;
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined) sink.take(held.bytes, held.taken);
    const ended = this.#ended;
    this.#ended = undefined;
    if (ended !== undefined) this.#end(sink, ended);
  }

  /** The process has ended: what is still written goes nowhere, as into a closed pipe, but without an error. */
  release(): void {
    this.#closed = true;
    this.#held?.taken();
    this.#held = undefined;
    this.#ended?.();
    this.#ended = undefined;
  }

  override _writev(chunks: { chunk: Buffer }[], taken: () => void): void {
    const bytes = Buffer.concat(chunks.map(({ chunk }) => chunk));
    if (this.#closed || bytes.length === 0) taken();
    else if (this.#sink === undefined) this.#held = { bytes, taken };
    else this.#sink.take(bytes, taken);
  }

  override _final(done: () => void): void {
    if (this.#closed) done();
    else if (this.#sink === undefined) this.#ended = done;
    else this.#end(this.#sink, done);
  }

  #end(sink: Sink, done: () => void): void {
    sink.end();
    done();
  }
}

/**
 * A process that some transport runs, or will run: the streams, the limit, the one ending. The transport calls `succeed` or
 * `fail`, once; `onEarlyEnd` tells it that limit or cancellation came first and the process has to be killed.
 */
export class Job implements Exec {
  readonly request: ExecRequest;
  readonly stdin = new Inlet();
  readonly stdout = new Outlet();
  readonly stderr = new Outlet();
  readonly exit: Promise<ExitStatus>;
  onKill: (signal: KillSignal) => void = () => undefined;
  onEarlyEnd: () => void = () => undefined;
  #settle: { resolve: (status: ExitStatus) => void; reject: (error: Error) => void };
  #unwatch: () => void;
  #over = false;

  constructor(machine: string, request: ExecRequest) {
    this.request = request;
    const { promise, resolve, reject } = Promise.withResolvers<ExitStatus>();
    this.exit = promise;
    this.#settle = { resolve, reject };
    // Whoever reads the streams first and asks for the exit later must still find the rejection; until then nobody has to.
    promise.catch(() => undefined);
    this.#unwatch = watchLimits(machine, request, (error) => {
      this.fail(error);
      this.onEarlyEnd();
    });
  }

  get isOver(): boolean {
    return this.#over;
  }

  succeed(status: ExitStatus): void {
    if (!this.#close()) return;
    Promise.all([ended(this.stdout), ended(this.stderr)]).then(() => this.#settle.resolve(status), this.#settle.reject);
  }

  fail(error: Error): void {
    if (this.#close()) this.#settle.reject(error);
  }

  kill(signal: KillSignal = 'SIGTERM'): void {
    if (!this.#over) this.onKill(signal);
  }

  #close(): boolean {
    if (this.#over) return false;
    this.#over = true;
    this.#unwatch();
    this.stdin.release();
    this.stdout.push(null);
    this.stderr.push(null);
    return true;
  }
}

/** A reader that went away has ended, too. */
async function ended(stream: Readable): Promise<void> {
  await finished(stream, { writable: false, error: false }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}
