import type { Duplex } from 'node:stream';
import { LostError, RefusedError } from '../../model/errors.ts';
import { Job, SIGNAL_NUMBERS } from '../job.ts';
import { execCode, quoteLine } from '../quote.ts';
import type { Exec, ExecRequest, Transport } from '../transport.ts';
import { Agent } from './agent.ts';
import { consoleState } from './console-text.ts';
import { type Login, enter } from './enter.ts';
import { Line } from './line.ts';
import { runOnSerial } from './run-on-serial.ts';

export interface SerialOptions {
  /** For messages: `outer`. */
  readonly machine: string;
  /** Opens the line, when the first command needs it. */
  readonly open: () => Promise<Duplex>;
  readonly login: Login;
  /** Who is on the console, for those who share it; asked before anything is typed. */
  readonly inUseBy?: () => string | undefined;
  /** How long the console is held after the last command. Default 1 s. */
  readonly holdMs?: number;
}

interface Held {
  readonly line: Line;
  readonly agent: Agent;
  readonly loggedIn: boolean;
}

/** End of input at an empty prompt: logs out, and stands in no history. */
const LOG_OUT = '\x04';

/**
 * Commands over a login console and nothing else: one at a time, in base64, 50 to 80 kB/s. It types into an idle console only, and
 * leaves it as it was found: prompt back, history without our line, logged out if it logged in. Needs bash and coreutils there.
 */
export class SerialTransport implements Transport {
  readonly name = 'serial';
  readonly machine: string;
  readonly #options: SerialOptions;
  #held: Held | undefined;
  #queue: { readonly job: Job; readonly code: string }[] = [];
  #working: Promise<void> | undefined;
  #leaving: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: SerialOptions) {
    this.#options = options;
    this.machine = options.machine;
  }

  spawn(request: ExecRequest): Exec {
    const code = execCode(request, quoteLine);
    const job = new Job(this.machine, request);
    if (this.#closed) {
      job.fail(new LostError({ what: `the console of ${this.machine} is closed`, argv: request.argv }));
      return job;
    }
    const forget = (): void => {
      this.#queue = this.#queue.filter((each) => each.job !== job);
    };
    job.onEarlyEnd = forget;
    job.onKill = (signal) => {
      forget();
      job.succeed({ status: 128 + SIGNAL_NUMBERS[signal], signal });
    };
    this.#queue.push({ job, code });
    // By then whoever spawned it has said whether there is input at all.
    process.nextTick(() => this.#begin());
    return job;
  }

  #begin(): void {
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  /** Ends what waits, lets what runs end, and leaves the console as it was found. */
  async close(): Promise<void> {
    this.#closed = true;
    const why = new LostError({ what: `the console of ${this.machine} was closed` });
    for (const { job } of this.#queue.splice(0)) job.fail(why);
    await this.#working;
    await this.#leave();
  }

  async #work(): Promise<void> {
    clearTimeout(this.#leaving);
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      try {
        const { agent } = (this.#held ??= await this.#enter());
        await runOnSerial(agent, next.job, next.code);
        if (agent.intruded) await this.#leave();
      } catch (error) {
        next.job.fail(error as Error);
        this.#drop();
      }
    }
    if (this.#held !== undefined) this.#leaving = setTimeout(() => void this.#leaveWhenIdle(), this.#options.holdMs ?? 1_000);
  }

  async #enter(): Promise<Held> {
    const user = this.#options.inUseBy?.();
    if (user !== undefined) throw new RefusedError({ what: `the console of ${this.machine} is in use`, next: 'finish there first; labdeck types nothing into it', detail: user });
    const line = new Line(this.machine, await this.#options.open());
    try {
      const loggedIn = await enter(line, this.#options.login);
      return { line, agent: await Agent.start(line), loggedIn };
    } catch (error) {
      line.close();
      throw error;
    }
  }

  async #leaveWhenIdle(): Promise<void> {
    if (this.#working !== undefined) return;
    this.#working = this.#leave().finally(() => {
      this.#working = undefined;
    });
    await this.#working;
    // A command that came meanwhile found the console busy.
    if (this.#queue.length > 0) this.#begin();
  }

  /** A console that does not come back is let go: its loop ends by itself. */
  async #leave(): Promise<void> {
    clearTimeout(this.#leaving);
    const held = this.#held;
    if (held === undefined) return;
    try {
      await held.agent.stop((text) => consoleState(text).is === 'shell');
      if (held.loggedIn) await logOut(held.line);
    } catch (error) {
      if (!(error instanceof Error) || !('kind' in error)) throw error;
    } finally {
      this.#drop();
    }
  }

  #drop(): void {
    this.#held?.line.close();
    this.#held = undefined;
  }
}

const LOG_OUT_MS = 60_000;

async function logOut(line: Line): Promise<void> {
  line.clear();
  line.send(LOG_OUT);
  await line.until('a login prompt', (text) => (consoleState(text).is === 'login' ? true : undefined), LOG_OUT_MS);
}
