import { CancelledError, LostError, toFailure } from '../model/errors.ts';
import type { Progress } from '../model/progress.ts';
import type { Replica } from '../store/replica.ts';
import { carryOver } from '../store/carry-over.ts';
import type { Clock } from '../model/clock.ts';
import { runCommand } from './command.ts';
import { follow } from './follow.ts';
import { Heartbeat } from './heartbeat.ts';
import type { Link } from './link.ts';
import type { CommandAnswer, CommandRequest } from './protocol.ts';
import { WindowAsker } from './window-asker.ts';

/** How it stands between this front end and the keeper. Times are Unix milliseconds. */
export type Connection =
  /** Never connected yet; `says` what takes time. */
  | { readonly state: 'connecting'; readonly since: number; readonly says?: string }
  | { readonly state: 'up'; readonly since: number; readonly keeperPid: number; readonly frontEnd: number }
  /** The keeper is there and has not answered since. */
  | { readonly state: 'silent'; readonly since: number; readonly why: string }
  /** Nobody is there; it is tried again by itself. What is shown is as old as `since`. */
  | { readonly state: 'lost'; readonly since: number; readonly why: string; readonly next?: string; readonly retryAt: number };

export interface StayOptions {
  /** A link to the lab's keeper, which is started where there is none: `connectOrStart`, or a keeper in this process. */
  readonly connect: (says: (line: string) => void) => Promise<Link>;
  readonly replica: Replica;
  readonly clock: Clock;
  readonly told: (connection: Connection) => void;
}

export interface RunHow {
  /** Whether it changes something: then its outcome is asked for when the keeper dies over it. */
  readonly mutates: boolean;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
}

/** The first try after a loss comes at once: a keeper that was replaced is there already. Then twice as long each time. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;
/** A link that lasted this long was well; one that broke earlier counts as a try that failed. */
const WELL_MS = 10_000;
/** A command that was taken back and of which the keeper says nothing is not waited for any longer. */
const GRACE_MS = 3_000;

/** A front end that stays: whatever becomes of the keeper, its replica is there, and follows again as soon as it can. */
export class Stay {
  readonly windows: WindowAsker;
  readonly #options: StayOptions;
  readonly #heartbeat: Heartbeat;
  readonly #waiting = new Set<PromiseWithResolvers<Link>>();
  #connection: Connection;
  #link: Link | undefined;
  #epoch: string | undefined;
  #shown: readonly string[] = [];
  #tries = 0;
  #upAt = 0;
  #closed = false;
  #cancel = (): void => undefined;

  /** Begins to connect at once. */
  constructor(options: StayOptions) {
    const { clock } = options;
    this.#options = options;
    this.#connection = { state: 'connecting', since: clock.now() };
    this.windows = new WindowAsker({ clock, link: () => this.#link });
    this.#heartbeat = new Heartbeat(clock, {
      silent: (since, why) => this.#tell({ state: 'silent', since, why }),
      answers: () => this.#connection.state === 'silent' && this.#up(),
    });
    void this.#open();
  }

  get connection(): Connection {
    return this.#connection;
  }

  /** The link of this moment, for raw streams; undefined while there is none. */
  get link(): Link | undefined {
    return this.#link;
  }

  /** What this front end shows, by slot: probes that nobody shows stop. Told again to every new keeper. */
  show(probes: readonly string[]): void {
    if (probes.join('\n') === this.#shown.join('\n')) return;
    this.#shown = [...probes];
    // That a link broke is seen where it is watched; the next one is told anew.
    this.#link?.request('store/show', { probes: this.#shown }).catch(() => undefined);
  }

  /** Sends a command, once. @throws LostError at once while no keeper is there: nothing waits to be done later */
  async run(request: Omit<CommandRequest, 'token'>, how: RunHow): Promise<CommandAnswer> {
    const link = this.#link;
    if (link === undefined) throw new LostError({ what: `no keeper is there to run ${request.id}: it was not sent`, next: 'again, once it is back', detail: 'why' in this.#connection ? this.#connection.why : '' });
    const patience = impatient(request.id, how.signal, this.#options.clock);
    try {
      return await Promise.race([runCommand(link, request, { ...how, reconnect: () => this.#nextLink() }), patience.over]);
    } finally {
      patience.release();
    }
  }

  /** Lets go of the keeper; the lab goes on. */
  close(): void {
    this.#closed = true;
    this.#cancel();
    this.#heartbeat.stop();
    this.windows.close();
    for (const each of this.#waiting) each.reject(new LostError({ what: 'this front end left' }));
    this.#waiting.clear();
    this.#link?.close();
    this.#link = undefined;
  }

  async #open(): Promise<void> {
    try {
      await this.#take(await this.#options.connect((line) => this.#says(line)));
    } catch (error) {
      const { what, next } = toFailure(error);
      this.#lost(what, next);
    }
  }

  /** Until the first answer is there nothing changes that is shown. */
  async #take(next: Link): Promise<void> {
    if (this.#closed) return next.close();
    await Promise.all([next.request('store/show', { probes: this.#shown }), follow(next, this.#replicaFor(next), this.#epoch)]);
    if (this.#closed) return next.close();
    this.#link = next;
    void next.closed.then((why) => {
      if (this.#link === next) this.#lost(why);
    });
    this.#upAt = this.#options.clock.now();
    this.#up();
    this.#heartbeat.watch(next);
    for (const each of this.#waiting) each.resolve(next);
    this.#waiting.clear();
    this.windows.resume();
  }

  /** The replica, which takes the store of another keeper without forgetting what the one before it had read. */
  #replicaFor({ welcome: { epoch } }: Link): Replica {
    const { replica } = this.#options;
    return {
      ...replica,
      reset: (snapshot) => {
        replica.reset(this.#epoch === undefined || this.#epoch === epoch ? snapshot : carryOver(replica.get(), snapshot));
        this.#epoch = epoch;
      },
    };
  }

  #up(): void {
    if (this.#link === undefined) return;
    const { keeperPid, frontEnd } = this.#link.welcome;
    this.#tell({ state: 'up', since: this.#upAt, keeperPid, frontEnd });
  }

  #lost(why: string, next?: string): void {
    if (this.#closed) return;
    const { clock } = this.#options;
    this.#heartbeat.stop();
    if (this.#link !== undefined && clock.now() - this.#upAt > WELL_MS) this.#tries = 0;
    this.#link = undefined;
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** this.#tries, LONGEST_PAUSE_MS);
    this.#tries += 1;
    this.#cancel = clock.after(pauseMs, () => void this.#open());
    const since = this.#connection.state === 'up' ? clock.now() : this.#connection.since;
    this.#tell({ state: 'lost', since, why, ...(next === undefined ? {} : { next }), retryAt: clock.now() + pauseMs });
  }

  #says(line: string): void {
    if (this.#connection.state === 'connecting') this.#tell({ ...this.#connection, says: line });
  }

  #tell(next: Connection): void {
    this.#connection = next;
    if (!this.#closed) this.#options.told(next);
  }

  /** The next link, to ask over and not to close. */
  async #nextLink(): Promise<Link> {
    const next = Promise.withResolvers<Link>();
    if (this.#link === undefined) this.#waiting.add(next);
    else next.resolve(this.#link);
    return { ...(await next.promise), close: () => undefined };
  }
}

/** Rejects some time after the signal: the operator took a command back, and the keeper says nothing to that. */
function impatient(id: string, signal: AbortSignal | undefined, clock: Clock): { readonly over: Promise<never>; readonly release: () => void } {
  const { promise: over, reject } = Promise.withResolvers<never>();
  let cancel = (): void => undefined;
  const onAbort = (): void => {
    cancel = clock.after(GRACE_MS, () => reject(new CancelledError({ what: `${id} was cancelled; the keeper has not said what came of it`, next: 'labdeck status' })));
  };
  if (signal?.aborted === true) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  return {
    over,
    release: () => {
      cancel();
      signal?.removeEventListener('abort', onAbort);
    },
  };
}
