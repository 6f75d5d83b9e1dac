import { LostError, UsageError } from '../../model/errors.ts';
import { Job, SIGNAL_NUMBERS } from '../job.ts';
import { quoteLine, execCode } from '../quote.ts';
import type { Exec, ExecRequest, Transport } from '../transport.ts';
import { Connector } from './connector.ts';
import { type Control, overlook } from './control.ts';
import { Lane } from './lane.ts';
import type { LaneCode } from './run-on-lane.ts';

export interface ChannelOptions {
  /** For messages: `outer`. */
  readonly machine: string;
  /** Unix sockets of the ports, even and odd in turn. The first pair is kept for control: kills, and looking after the others. */
  readonly sockets: readonly string[];
  /** How long a command waits for a shell that answers before it is lost. Default 60 s: a machine may be booting. */
  readonly bindLimitMs?: number;
  /** How long a command of somebody before us may go on in a lane before it is killed. Default 10 s. */
  readonly strangerMs?: number;
}

interface Waiting {
  readonly job: Job;
  readonly code: LaneCode;
}

/** Programs that bash has as builtins which do the very same: a question like "are you there" costs no process. */
const BUILTINS = new Set(['true', 'false', 'echo']);

/**
 * Commands over virtio-serial ports, as many at a time as there are lanes, the others in the order they came. Needs no network
 * in the machine. The guest's half is assets/guest/channel.sh, and has to run on each pair of ports.
 */
export class ChannelTransport implements Transport {
  readonly name = 'channel';
  readonly machine: string;
  readonly #lanes: readonly Lane[];
  readonly #workers: readonly Lane[];
  readonly #control: Control;
  readonly #connector: Connector;
  readonly #bindLimitMs: number;
  #queue: Waiting[] = [];
  #held = false;
  #closed = false;
  #listeners = new Set<() => void>();

  constructor({ machine, sockets, bindLimitMs = 60_000, strangerMs = 10_000 }: ChannelOptions) {
    if (sockets.length < 4 || sockets.length % 2 !== 0) throw new UsageError({ what: `a channel needs two or more pairs of sockets, not ${sockets.length} sockets` });
    this.machine = machine;
    this.#bindLimitMs = bindLimitMs;
    this.#lanes = pairs(sockets).map((paths) => new Lane(machine, paths, (lane) => this.#changed(lane)));
    this.#workers = this.#lanes.slice(1);
    this.#control = overlook(this.#lanes, strangerMs, ({ job, code }) => this.#wait({ job, code }, 'first'));
    this.#connector = new Connector(this.#lanes);
  }

  /** Lanes whose shell answers, those that work included. */
  get lanesUp(): number {
    return this.#workers.filter(({ state }) => state === 'idle' || state === 'busy').length;
  }

  /** Lanes that could start a command at once. */
  get lanesIdle(): number {
    return this.#workers.filter(({ state }) => state === 'idle').length;
  }

  /**
   * Resolves when the control lane and one more answer. @throws LostError after `limitMs`, the signal's reason
   */
  async ready(limitMs: number, signal?: AbortSignal): Promise<void> {
    this.#connector.start();
    this.#connector.hurry();
    const isReady = (): boolean => this.lanesUp > 0 && this.#lanes[0]?.greeting !== undefined;
    const isOver = (): boolean => isReady() || signal?.aborted === true;
    const look = (): void => this.#listeners.forEach((listener) => listener());
    signal?.addEventListener('abort', look, { once: true });
    const inTime = await this.#until(isOver, limitMs);
    signal?.removeEventListener('abort', look);
    if (isReady()) return;
    throw inTime ? signal?.reason : this.#unbound(limitMs);
  }

  spawn(request: ExecRequest): Exec {
    return this.#enqueue(request, { code: execCode(request, quoteLine), ...builtinOf(request) });
  }

  /** Runs bash code instead of `request.argv`, which stays the name of it: batches. One line of printable ASCII. */
  spawnCode(request: ExecRequest, code: string): Exec {
    return this.#enqueue(request, { code });
  }

  #enqueue(request: ExecRequest, code: LaneCode): Exec {
    const job = new Job(this.machine, request);
    if (this.#closed) {
      job.fail(new LostError({ what: `the channel to ${this.machine} is closed`, argv: request.argv }));
      return job;
    }
    this.#connector.start();
    this.#wait({ job, code }, 'last');
    return job;
  }

  /**
   * Before a snapshot is loaded: nothing new is started. What runs goes on; after `limitMs` it is left to `rebind`.
   */
  async hold(limitMs: number): Promise<void> {
    this.#held = true;
    await this.#until(() => this.#workers.every(({ run }) => run === undefined), limitMs);
  }

  /** Ends a {@link hold}: the queue goes on, in the same shells. */
  release(): void {
    this.#held = false;
    this.#dispatch();
  }

  /** After a snapshot was loaded or the machine restarted: what ran is lost, every shell is greeted anew, the queue goes on. */
  rebind(why: string): void {
    for (const lane of this.#lanes) lane.rebind(new LostError({ what: `${why}: what ran on ${this.machine} is lost` }));
    this.release();
  }

  /** Ends what runs, then every shell for good: for a machine that is to be left as it was found. */
  async leave(limitMs: number): Promise<void> {
    for (const { run } of this.#workers) run?.job.kill('SIGKILL');
    this.#held = true;
    await this.#until(() => this.#lanes.every(({ state }) => state === 'idle' || state === 'away'), limitMs);
    await Promise.all(this.#lanes.map((lane) => lane.control('leave', limitMs)));
    await this.close();
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#connector.stop();
    this.#control.stop();
    const why = new LostError({ what: `the channel to ${this.machine} was closed` });
    for (const { job } of this.#queue.splice(0)) job.fail(why);
    for (const lane of this.#lanes) lane.close();
    return Promise.resolve();
  }

  /** Waits for a state of the lanes. @returns false when `limitMs` ran out first */
  #until(holds: () => boolean, limitMs: number): Promise<boolean> {
    if (holds()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const settle = (value: boolean): void => {
        clearTimeout(timer);
        this.#listeners.delete(check);
        resolve(value);
      };
      const check = (): void => {
        if (holds()) settle(true);
      };
      const timer = setTimeout(() => settle(false), limitMs);
      this.#listeners.add(check);
    });
  }

  #changed(lane: Lane): void {
    this.#control.changed(lane);
    this.#dispatch();
    for (const listener of [...this.#listeners]) listener();
  }

  #dispatch(): void {
    while (!this.#held && this.#queue.length > 0) {
      const lane = this.#workers.find(({ state }) => state === 'idle');
      if (lane === undefined) return;
      const { job, code } = this.#queue.shift() as Waiting;
      lane.start(job, code);
      if (lane.run !== undefined) this.#control.watch(lane, lane.run);
    }
  }

  #wait(waiting: Waiting, place: 'first' | 'last'): void {
    const { job } = waiting;
    if (place === 'first') this.#queue.unshift(waiting);
    else this.#queue.push(waiting);
    job.onEarlyEnd = () => this.#forget(waiting);
    job.onKill = (signal) => {
      this.#forget(waiting);
      job.succeed({ status: 128 + SIGNAL_NUMBERS[signal], signal });
    };
    this.#giveUpLater(waiting);
    // By then whoever spawned it has said whether there is input at all.
    process.nextTick(() => this.#dispatch());
  }

  #forget(waiting: Waiting): void {
    this.#queue = this.#queue.filter((each) => each !== waiting);
  }

  #giveUpLater(waiting: Waiting): void {
    const timer = setTimeout(() => {
      if (!this.#queue.includes(waiting)) return;
      if (this.lanesUp > 0) return this.#giveUpLater(waiting);
      this.#forget(waiting);
      waiting.job.fail(this.#unbound(this.#bindLimitMs));
    }, this.#bindLimitMs);
    waiting.job.exit.finally(() => clearTimeout(timer)).catch(() => undefined);
  }

  #unbound(limitMs: number): LostError {
    const lanes = this.#lanes.map(({ paths, state }) => `${paths.io}: ${state}`).join('\n');
    const detail = [this.#connector.lastError?.message, lanes].filter((line) => line !== undefined).join('\n');
    return new LostError({ what: `no shell answered on the channels of ${this.machine} within ${limitMs} ms`, next: 'labdeck serial', detail, cause: this.#connector.lastError });
  }
}

function builtinOf({ argv, cwd, env }: ExecRequest): { builtin: string } | Record<string, never> {
  const [program = '', ...args] = argv;
  const isSame = BUILTINS.has(program) && cwd === undefined && env === undefined && !args.some((arg) => arg.startsWith('-'));
  return isSame ? { builtin: argv.map(quoteLine).join(' ') } : {};
}

function pairs(sockets: readonly string[]): { io: string; errors: string }[] {
  return sockets.flatMap((io, index) => (index % 2 === 0 ? [{ io, errors: sockets[index + 1] ?? '' }] : []));
}
