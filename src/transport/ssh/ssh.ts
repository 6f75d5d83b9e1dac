import { constants } from 'node:os';
import type { Client, ClientChannel } from 'ssh2';
import { LostError } from '../../model/errors.ts';
import { Job, type KillSignal } from '../job.ts';
import { pause } from '../limits.ts';
import { execCode, quoteWord } from '../quote.ts';
import type { Exec, ExecRequest, Transport } from '../transport.ts';
import { SshConnection } from './connection.ts';
import { PidHeader, pidCode } from './pid-header.ts';
import { type SshTarget, targetText } from './target.ts';

export interface SshOptions {
  /** For messages: `outer`. */
  readonly machine: string;
  readonly target: SshTarget;
  /** Processes at a time; sshd's MaxSessions is 10 unless somebody changed it. */
  readonly sessions?: number;
  readonly readyMs?: number;
}

const SESSIONS = 8;
/** Between a polite signal and the end of the channel. */
const GRACE_MS = 2_000;

/** SSH_OPEN_CONNECT_FAILED (RFC 4254, section 5.1). */
const NO_SESSION = 2;
const OPEN_TRIES = 20;
const OPEN_PAUSE_MS = 100;

/** Processes over one ssh connection, a channel each. */
export class SshTransport implements Transport {
  readonly name = 'ssh';
  readonly machine: string;
  readonly connection: SshConnection;
  readonly #sessions: number;
  readonly #waiting: Job[] = [];
  #running = 0;

  constructor({ machine, target, sessions = SESSIONS, readyMs }: SshOptions) {
    this.machine = machine;
    this.#sessions = sessions;
    this.connection = new SshConnection(target, readyMs === undefined ? {} : { readyMs });
  }

  spawn(request: ExecRequest): Exec {
    const command = commandLine(request);
    const job = new Job(this.machine, request);
    job.onEarlyEnd = () => this.#forget(job);
    job.onKill = (signal) => {
      this.#forget(job);
      job.succeed({ status: 128 + constants.signals[signal], signal });
    };
    if (this.#running < this.#sessions) void this.#start(job, command);
    else this.#waiting.push(job);
    return job;
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  #forget(job: Job): void {
    const at = this.#waiting.indexOf(job);
    if (at >= 0) this.#waiting.splice(at, 1);
  }

  async #start(job: Job, command: string): Promise<void> {
    this.#running += 1;
    try {
      await this.#runChannel(job, command);
    } catch (error) {
      job.fail(error as Error);
    } finally {
      this.#running -= 1;
      const next = this.#waiting.shift();
      if (next !== undefined) void this.#start(next, commandLine(next.request));
    }
  }

  async #runChannel(job: Job, command: string): Promise<void> {
    const client = await this.connection.client();
    if (job.isOver) return;
    const channel = await this.#open(client, command, job);
    if (job.isOver) return void channel.close();
    join(job, channel, client);
    await ended(job, channel, () => this.#lost(job));
  }

  /** sshd counts a session for a moment after its channel was closed, and says then that it has none left: "open failed". */
  async #open(client: Client, command: string, job: Job): Promise<ClientChannel> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await new Promise<ClientChannel>((resolve, reject) => {
          client.exec(command, (error, opened) => (error === undefined ? resolve(opened) : reject(error)));
        });
      } catch (error) {
        if ((error as { reason?: unknown }).reason !== NO_SESSION || tries === OPEN_TRIES || job.isOver) throw this.#refused(error as Error, job);
        await pause(OPEN_PAUSE_MS);
      }
    }
  }

  #refused(cause: Error, { request }: Job): LostError {
    return new LostError({ what: `${targetText(this.connection.target)} opened no channel for ${request.argv[0] ?? ''}`, argv: request.argv, detail: cause.message, cause });
  }

  #lost({ request }: Job): LostError {
    return new LostError({ what: `the ssh connection to ${this.machine} ended while ${request.argv[0] ?? ''} ran; how it ended there is not known`, argv: request.argv });
  }
}

/** Whatever the login shell is, a POSIX one runs the request, tells its pid, and becomes the process. */
function commandLine(request: ExecRequest): string {
  return `exec /bin/sh -c ${quoteWord(`${pidCode}; ${execCode(request)}`)}`;
}

/** Joins the streams of a job with those of its channel; a reader that takes nothing holds the far end up, by ssh's own window. */
function join(job: Job, channel: ClientChannel, client: Client): void {
  const header = new PidHeader();
  const pairs = [[channel, job.stdout, undefined], [channel.stderr, job.stderr, header]] as const;
  for (const [source, outlet, strip] of pairs) {
    outlet.onTaken = () => void source.resume();
    source.on('data', (bytes: Buffer) => {
      const rest = strip === undefined ? bytes : strip.take(bytes);
      if (rest.length > 0 && !outlet.feed(rest)) source.pause();
    });
  }
  job.stdin.attach({
    take: (bytes, taken) => void channel.write(bytes, () => taken()),
    end: () => void channel.end(),
  });
  const kill = (signal: KillSignal): void => void header.pid.then((pid) => killGroup(client, pid, signal, channel));
  job.onKill = kill;
  job.onEarlyEnd = () => {
    channel.stderr.resume();
    kill('SIGTERM');
    setTimeout(() => kill('SIGKILL'), GRACE_MS).unref();
    setTimeout(() => channel.close(), 2 * GRACE_MS).unref();
  };
}

/**
 * Ends a process group over a channel of its own: sshd sends no signals to what a root login runs (session.c: "session signalling
 * requires privilege separation").
 */
function killGroup(client: Client, pid: number, signal: KillSignal, channel: ClientChannel): void {
  client.exec(`kill -s ${signal.slice('SIG'.length)} -- -${pid}`, (error, killer) => {
    // No channel to kill over: hanging up is what is left, and the far end's SIGHUP or broken pipe.
    if (error === undefined) killer.resume().stderr.resume();
    else channel.close();
  });
}

/** Resolves when the channel is closed; a channel that closes without saying how the process ended is one that was lost. */
function ended(job: Job, channel: ClientChannel, lost: () => LostError): Promise<void> {
  return new Promise((resolve) => {
    let over = false;
    channel.on('exit', (code: number | null, signal?: string) => {
      over = true;
      const name = signal === undefined ? undefined : (`SIG${signal.replace(/^SIG/, '')}` as keyof typeof constants.signals);
      const status = name === undefined ? { status: code ?? 0 } : { status: 128 + (constants.signals[name] ?? 0), signal: name };
      channel.once('close', () => job.succeed(status));
    });
    channel.on('close', () => {
      if (!over) job.fail(lost());
      resolve();
    });
  });
}
