import { constants } from 'node:os';
import { LostError, UsageError } from '../../model/errors.ts';
import { Job, type KillSignal } from '../job.ts';
import type { Exec, ExecRequest, ExitStatus, Transport } from '../transport.ts';
import { FAR_END } from './far-end.ts';
import { bytesFrame, frame, FrameReader, type Frame, startFrame } from './frames.ts';
import { relay } from './relay.ts';

/** Output of one process that may be on its way before it has to wait for a reader. */
const WINDOW_BYTES = 256 * 1024;

/** Between a polite signal and the one that cannot be refused. */
const GRACE_MS = 2_000;

/** Statuses with which a shell says that there is no such program, or none that it may run. */
const NO_PROGRAM = new Set([126, 127]);

interface Running {
  readonly job: Job;
  /** Bytes that nobody has read yet; room is given again when they are. */
  unread: number;
  /** The piece of input that is on its way: bytes that the process has not taken yet, and whom to tell when it has. */
  input?: { left: number; readonly taken: () => void };
}

/**
 * Any number of processes over one process of another transport: one lane, one ssh channel, and what starts at the same moment travels in one
 * round trip. Its far end is a perl script; on a machine without perl every process goes its own way through the transport below.
 */
export class Bundle implements Transport {
  readonly #way: Transport;
  readonly #running = new Map<number, Running>();
  #far: Exec | undefined;
  #ready = false;
  #without = false;
  #nextId = 1;

  constructor(way: Transport) {
    this.#way = way;
  }

  get name(): Transport['name'] {
    return this.#way.name;
  }

  get machine(): string {
    return this.#way.machine;
  }

  /** Processes that run or wait to be started. */
  get size(): number {
    return this.#running.size;
  }

  spawn(request: ExecRequest): Exec {
    if (request.argv.some((word) => word.includes('\0'))) throw new UsageError({ what: 'an argument holds a NUL byte, which no process can be given', argv: request.argv });
    if (this.#without) return this.#way.spawn(request);
    const job = new Job(this.machine, request);
    const id = this.#nextId++;
    this.#running.set(id, { job, unread: 0 });
    this.#far ??= this.#open();
    if (this.#ready) this.#start(id, job);
    return job;
  }

  /** Ends the far end, and with it every process of the bundle. The transport below stays open. */
  close(): Promise<void> {
    this.#drop(new LostError({ what: `the bundle of commands on ${this.machine} was closed` }));
    return Promise.resolve();
  }

  #open(): Exec {
    const far = this.#way.spawn({ argv: ['perl', '-e', FAR_END] });
    const reader = new FrameReader((each) => this.#take(each));
    far.stdin.on('error', () => undefined);
    far.stdout.on('data', (chunk: Buffer) => {
      if (far !== this.#far) return;
      try {
        reader.feed(chunk);
      } catch (cause) {
        this.#drop(new LostError({ what: `the bundle of commands on ${this.machine} broke`, detail: String(cause), cause }));
      }
    });
    let said = '';
    far.stderr.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString('utf8')}`.slice(-2000)));
    const lost = (error: Error) => far === this.#far && this.#drop(error);
    far.exit.then(({ status }) => (far === this.#far ? this.#ended(status, said) : undefined), lost);
    return far;
  }

  #ended(status: number, said: string): void {
    if (!this.#ready && NO_PROGRAM.has(status)) this.#goWithout();
    else this.#drop(new LostError({ what: `the bundle of commands on ${this.machine} ended with status ${status}`, detail: said.trim() }));
  }

  /** No perl there: what waits goes its own way, and so does everything after it. */
  #goWithout(): void {
    this.#without = true;
    this.#far = undefined;
    const waiting = [...this.#running.values()];
    this.#running.clear();
    for (const { job } of waiting) if (!job.isOver) relay(job, this.#way.spawn(job.request));
  }

  #drop(error: LostError | Error): void {
    const far = this.#far;
    this.#far = undefined;
    this.#ready = false;
    far?.stdin.end();
    far?.kill('SIGTERM');
    const lost = [...this.#running.values()];
    this.#running.clear();
    for (const { job } of lost) job.fail(error);
  }

  #start(id: number, job: Job): void {
    if (job.isOver) {
      this.#running.delete(id);
      return;
    }
    this.#send(startFrame(id, job.request));
    this.#send(frame('C', id, WINDOW_BYTES));
    job.onKill = (signal) => this.#send(frame('K', id, constants.signals[signal]));
    job.onEarlyEnd = () => this.#killForSure(id);
    job.stdin.attach({
      take: (bytes, taken) => {
        const running = this.#running.get(id);
        if (running === undefined) return taken();
        running.input = { left: bytes.length, taken };
        this.#send(bytesFrame('I', id, bytes));
      },
      end: () => this.#send(frame('E', id)),
    });
    job.stdout.onTaken = job.stderr.onTaken = () => this.#giveRoom(id);
  }

  #take({ kind, id, number, bytes }: Frame): void {
    if (kind === 'h') {
      this.#ready = true;
      for (const [each, { job }] of this.#running) this.#start(each, job);
      return;
    }
    const running = this.#running.get(id);
    if (running === undefined) return;
    if (kind === 'o' || kind === 'e') this.#output(id, running, kind === 'o' ? 'stdout' : 'stderr', bytes);
    else if (kind === 't') this.#taken(running, number);
    else this.#exit(id, running, number);
  }

  #output(id: number, running: Running, stream: 'stdout' | 'stderr', bytes: Buffer): void {
    running.unread += bytes.length;
    if (running.job.isOver || running.job[stream].feed(bytes)) this.#giveRoom(id);
  }

  #giveRoom(id: number): void {
    const running = this.#running.get(id);
    if (running === undefined || running.unread === 0) return;
    this.#send(frame('C', id, running.unread));
    running.unread = 0;
  }

  #taken({ input }: Running, bytes: number): void {
    if (input === undefined) return;
    input.left -= bytes;
    if (input.left <= 0) input.taken();
  }

  #exit(id: number, { job }: Running, waitStatus: number): void {
    this.#running.delete(id);
    job.succeed(exitStatus(waitStatus));
  }

  #killForSure(id: number): void {
    if (!this.#running.has(id)) return;
    this.#send(frame('K', id, constants.signals.SIGTERM));
    const timer = setTimeout(() => this.#running.has(id) && this.#send(frame('K', id, constants.signals.SIGKILL)), GRACE_MS);
    timer.unref();
  }

  #send(bytes: Buffer | string): void {
    this.#far?.stdin.write(bytes);
  }
}

const SIGNAL_NAMES = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name as KillSignal]));

/** A wait status (wait(2)): the low seven bits are the signal that ended the process, the next byte its status. */
function exitStatus(waitStatus: number): ExitStatus {
  const signal = waitStatus & 0x7f;
  if (signal === 0) return { status: waitStatus >> 8 };
  return { status: 128 + signal, signal: SIGNAL_NAMES.get(signal) ?? `signal ${signal}` };
}
