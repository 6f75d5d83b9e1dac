import type { Readable } from 'node:stream';
import { constants } from 'node:os';
import { execa } from 'execa';
import { LostError, UnsupportedError } from '../model/errors.ts';
import { watchLimits } from './limits.ts';
import type { KillSignal } from './job.ts';
import { checkRequest } from './quote.ts';
import type { Exec, ExecRequest, ExitStatus, Transport } from './transport.ts';

/** Between a polite signal and the one that cannot be refused. */
const GRACE_MS = 2_000;

type Child = ReturnType<typeof start>;

/** Processes of this very machine. Each is the leader of a process group, so that a kill reaches its children. */
export class LocalTransport implements Transport {
  readonly name = 'local';
  readonly machine: string;
  #running = new Set<Exec>();

  constructor(machine = 'host') {
    this.machine = machine;
  }

  spawn(request: ExecRequest): Exec {
    checkRequest(request);
    const exec = new LocalExec(this.machine, request);
    this.#running.add(exec);
    const done = (): boolean => this.#running.delete(exec);
    exec.exit.then(done, done);
    return exec;
  }

  /** Kills what still runs. */
  async close(): Promise<void> {
    const running = [...this.#running];
    for (const exec of running) exec.kill('SIGKILL');
    await Promise.allSettled(running.map((exec) => exec.exit));
  }
}

class LocalExec implements Exec {
  readonly stdin: Exec['stdin'];
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly exit: Promise<ExitStatus>;
  #child: Child;
  #ended = false;

  constructor(machine: string, request: ExecRequest) {
    this.#child = start(request);
    // execa destroys what it has not handed out, so each stream is taken here.
    ({ stdin: this.stdin, stdout: this.stdout, stderr: this.stderr } = this.#child);
    const { promise, resolve, reject } = Promise.withResolvers<ExitStatus>();
    // Whoever reads the streams first and asks for the exit later must still find the rejection; until then nobody has to.
    promise.catch(() => undefined);
    this.exit = promise;
    const unwatch = watchLimits(machine, request, (error) => {
      this.#end();
      reject(error);
    });
    this.#child.then((result) => {
      this.#ended = true;
      unwatch();
      const failure = spawnFailure(machine, request, result);
      if (failure === undefined) resolve(statusOf(result));
      else reject(failure);
    }, reject);
  }

  kill(signal: KillSignal = 'SIGTERM'): void {
    const { pid } = this.#child;
    if (pid === undefined || this.#ended) return;
    signalGroup(pid, signal);
  }

  /** Asks the whole group to end, then makes it. */
  #end(): void {
    this.kill('SIGTERM');
    const timer = setTimeout(() => this.kill('SIGKILL'), GRACE_MS);
    void this.#child.finally(() => clearTimeout(timer));
    this.stdout.resume();
    this.stderr.resume();
  }
}

function start({ argv, cwd = process.cwd(), env = {} }: ExecRequest) {
  const [program = '', ...args] = argv;
  return execa(program, args, { buffer: false, reject: false, detached: true, cwd, env });
}

/** A negative pid is a process group (kill(2)). ESRCH: it has ended by itself. */
function signalGroup(pid: number, signal: KillSignal): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

type Result = Awaited<Child>;

function statusOf({ exitCode, signal }: Result): ExitStatus {
  if (signal === undefined) return { status: exitCode ?? 0 };
  return { status: 128 + (constants.signals[signal as keyof typeof constants.signals] ?? 0), signal };
}

/** A process that never was, and why. */
function spawnFailure(machine: string, { argv, cwd }: ExecRequest, result: Result): Error | undefined {
  if (result.exitCode !== undefined || result.signal !== undefined) return undefined;
  const cause = result.cause as NodeJS.ErrnoException | undefined;
  const detail = result.originalMessage ?? cause?.message ?? '';
  const evidence = { argv, detail, cause };
  if (cause?.code === 'ENOENT') {
    const where = cwd === undefined ? '' : `, or no directory ${cwd}`;
    return new UnsupportedError({ what: `there is no program ${argv[0] ?? ''} on ${machine}${where}`, next: 'labdeck doctor', ...evidence });
  }
  return new LostError({ what: `${argv[0] ?? ''} could not be started on ${machine}`, ...evidence });
}
