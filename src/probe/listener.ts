import { createInterface } from 'node:readline';
import { TOOL_ENV } from '../client/run.ts';
import type { Exec, Transport } from '../transport/transport.ts';
import type { Clock } from '../model/clock.ts';
import type { EventSource, News } from './sources.ts';

/** A source that ends at once is started again after this, then twice, four times, … that. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** A source that ran this long was well. */
const WELL_MS = 30_000;

/** By now it listens, also on a machine without KVM. What happened between the last reading and that is read. */
const LISTENS_MS = 3_000;

/** Keeps one source running while it is wanted, and hands on what its lines mean. */
export class Listener {
  readonly #source: EventSource;
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #tell: (news: News) => void;
  #exec: Exec | undefined;
  #cancel: (() => void) | undefined;
  #wanted = false;
  #pauseMs = FIRST_PAUSE_MS;

  constructor(source: EventSource, transport: Transport, clock: Clock, tell: (news: News) => void) {
    this.#source = source;
    this.#transport = transport;
    this.#clock = clock;
    this.#tell = tell;
  }

  want(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#pauseMs = FIRST_PAUSE_MS;
    if (wanted) this.#start();
    else this.#stop();
  }

  #start(): void {
    const began = this.#clock.now();
    const exec = this.#transport.spawn({ argv: this.#source.argv, env: TOOL_ENV });
    this.#exec = exec;
    exec.stdin.on('error', () => undefined);
    exec.stderr.resume();
    createInterface({ input: exec.stdout }).on('line', (line) => this.#hear(line));
    this.#cancel = this.#clock.after(LISTENS_MS, () => this.#tell({ wakes: this.#source.feeds }));
    const ended = () => this.#ended(exec, began);
    exec.exit.then(ended, ended);
  }

  #hear(line: string): void {
    const news = this.#wanted ? this.#source.read(line) : undefined;
    if (news !== undefined) this.#tell(news);
  }

  /** Whatever it ended of (the tool's server restarted, the way in was cut): what it would have told is read, and it is started again. */
  #ended(exec: Exec, began: number): void {
    if (exec !== this.#exec || !this.#wanted) return;
    this.#exec = undefined;
    this.#cancel?.();
    this.#tell({ wakes: this.#source.feeds });
    if (this.#clock.now() - began > WELL_MS) this.#pauseMs = FIRST_PAUSE_MS;
    this.#cancel = this.#clock.after(this.#pauseMs, () => this.#start());
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
  }

  #stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#exec?.stdin.end();
    this.#exec?.kill('SIGTERM');
    this.#exec = undefined;
  }
}

/** The slot that every source feeds. */
const EVENTS = 'events';

/** All sources of a lab; each runs while somebody looks at what it feeds, or at what happens. */
export class Listeners {
  readonly #all: readonly { readonly source: EventSource; readonly listener: Listener }[];

  constructor(sources: readonly EventSource[], transport: Transport, clock: Clock, tell: (news: News) => void) {
    this.#all = sources.map((source) => ({ source, listener: new Listener(source, transport, clock, tell) }));
  }

  /** @param shown names of slots; none ends them all */
  follow(shown: readonly string[]): void {
    for (const { source, listener } of this.#all) listener.want(shown.includes(EVENTS) || source.feeds.some((slot) => shown.includes(slot)));
  }
}
