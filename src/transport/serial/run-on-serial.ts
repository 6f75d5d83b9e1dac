import type { Job, KillSignal, Outlet } from '../job.ts';
import { SIGNAL_NUMBERS } from '../job.ts';
import { pause } from '../limits.ts';
import { quoteLine } from '../quote.ts';
import type { Agent } from './agent.ts';

/** A piece of code that fits a line of the tty, however much quoting doubles it. */
const CODE_PIECE = 900;
/** A piece of input: base64 makes 2800 characters of it. Below PIPE_BUF. */
const INPUT_PIECE = 2_100;
/** Pauses while nothing comes, longer and longer. */
const PAUSES_MS = [10, 20, 50, 100, 200] as const;
const GRACE_MS = 2_000;

/** One command on a held console, from its first byte to its status. The console is free again when this resolves. */
export async function runOnSerial(agent: Agent, job: Job, code: string): Promise<void> {
  if (job.isOver) return;
  const kills = new Kills(job);
  const input = new Input(job);
  for (let at = 0; at < code.length; at += CODE_PIECE) await agent.ask(`C=$C${quoteLine(code.slice(at, at + CODE_PIECE))}`);
  await agent.ask(`go ${input.isOpen ? '+' : '-'}`);
  for (let idle = 0; ; ) {
    for (const signal of kills.due()) await agent.ask(`kill -s ${signal.slice('SIG'.length)} -- -$p;A=ok`);
    const moved = await input.send(agent);
    const answer = await agent.ask('po');
    if (answer.startsWith('x:')) return finish(job, Number(answer.slice(2)), kills.last);
    const came = await output(job, answer);
    idle = moved || came ? 0 : idle + 1;
    if (idle > 0) await pause(PAUSES_MS[Math.min(idle, PAUSES_MS.length) - 1] ?? 200);
  }
}

function finish(job: Job, status: number, signal: KillSignal | undefined): void {
  const byUs = signal !== undefined && status === 128 + SIGNAL_NUMBERS[signal];
  job.succeed({ status, ...(byUs ? { signal } : {}) });
}

/** `o:` and `e:` carry base64. Nobody asks for more before the reader took this. */
async function output(job: Job, answer: string): Promise<boolean> {
  const outlet = { o: job.stdout, e: job.stderr }[answer[0] as 'o' | 'e'] as Outlet | undefined;
  if (outlet === undefined) return false;
  const bytes = Buffer.from(answer.slice(2), 'base64');
  if (bytes.length > 0 && !job.isOver && !outlet.feed(bytes)) await taken(job, outlet);
  return true;
}

/** Until the reader wants more, or nobody waits for the job any longer. */
function taken(job: Job, outlet: Outlet): Promise<void> {
  return new Promise((resolve) => {
    outlet.onTaken = resolve;
    job.exit.then(() => resolve(), () => resolve());
  });
}

/** Signals that wait for their turn on the line, and those of a job that ended early. */
class Kills {
  last: KillSignal | undefined;
  #asked: KillSignal[] = [];
  #endedAt: number | undefined;

  constructor(job: Job) {
    job.onKill = (signal) => void this.#asked.push(signal);
    job.onEarlyEnd = () => {
      this.#endedAt = performance.now();
      this.#asked.push('SIGTERM');
    };
  }

  due(): KillSignal[] {
    if (this.#endedAt !== undefined && performance.now() - this.#endedAt > GRACE_MS) {
      this.#endedAt = undefined;
      this.#asked.push('SIGKILL');
    }
    const due = this.#asked.splice(0);
    this.last = due.at(-1) ?? this.last;
    return due;
  }
}

/** Input in pieces; one that the process has no room for is tried again. */
class Input {
  readonly isOpen: boolean;
  #pieces: Buffer[] = [];
  #taken: (() => void) | undefined;
  #ending = false;
  #closed: boolean;

  constructor(job: Job) {
    this.isOpen = !job.stdin.isEmpty;
    this.#closed = !this.isOpen;
    if (!this.isOpen) return;
    job.stdin.attach({
      take: (bytes, taken) => {
        this.#pieces = Array.from({ length: Math.ceil(bytes.length / INPUT_PIECE) }, (_, index) => bytes.subarray(index * INPUT_PIECE, (index + 1) * INPUT_PIECE));
        this.#taken = taken;
      },
      end: () => {
        this.#ending = true;
      },
    });
  }

  /** @returns whether something was sent */
  async send(agent: Agent): Promise<boolean> {
    const [piece] = this.#pieces;
    if (piece === undefined) return this.#end(agent);
    if ((await agent.ask(`give ${piece.toString('base64')}`)) !== 'ok') return false;
    this.#pieces.shift();
    if (this.#pieces.length === 0) this.#taken?.();
    return true;
  }

  async #end(agent: Agent): Promise<boolean> {
    if (!this.#ending || this.#closed) return false;
    this.#closed = true;
    await agent.ask('exec 9>&-;A=ok');
    return true;
  }
}
