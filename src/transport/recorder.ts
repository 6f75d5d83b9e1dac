import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import type { Exec, ExecRequest, ExitStatus, Transport } from './transport.ts';

/** What a recorded process was and how it ended; its outputs lie beside this as they came. */
export interface Recorded extends ExitStatus {
  readonly machine: string;
  readonly argv: readonly string[];
}

/**
 * The folder of one argv below a recording: `virsh-list-1f3a9c02`, words to read and a hash to tell apart. Stable, so that a
 * second recording shows in a diff as what changed in the answer.
 */
export function recordingName(argv: readonly string[]): string {
  const words = argv.join('-').replaceAll(/[^A-Za-z0-9.]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 60);
  const hash = createHash('sha256').update(JSON.stringify(argv)).digest('hex').slice(0, 8);
  return `${words}-${hash}`;
}

/** A process that ended by itself: what it was given, and what it said. */
export interface Heard extends Recorded {
  readonly stdin: Buffer;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** Where a recorder puts what it heard. */
export type Keep = (heard: Heard) => Promise<void>;

/** Wraps a transport and hands on every process that ended by itself. */
export class Recorder implements Transport {
  readonly #way: Transport;
  readonly #keep: Keep;
  #keeping: Promise<unknown> = Promise.resolve();

  /** @param keep for a folder that replay.ts reads: {@link keepIn} */
  constructor(way: Transport, keep: Keep) {
    this.#way = way;
    this.#keep = keep;
  }

  get name(): Transport['name'] {
    return this.#way.name;
  }

  get machine(): string {
    return this.#way.machine;
  }

  spawn(request: ExecRequest): Exec {
    const exec = this.#way.spawn(request);
    const given = hear(exec.stdin);
    const [stdout, stdoutSeen] = tee(exec.stdout);
    const [stderr, stderrSeen] = tee(exec.stderr);
    const exit = exec.exit.then(async (status) => {
      const kept = Promise.all([stdoutSeen, stderrSeen]).then((seen) => this.#heard(request, status, given(), ...seen));
      this.#keeping = Promise.allSettled([this.#keeping, kept]);
      await kept;
      return status;
    });
    // Whoever reads the streams first asks for the exit later; until then a failure is not unheard.
    exit.catch(() => undefined);
    return { stdin: exec.stdin, stdout, stderr, exit, kill: (signal) => exec.kill(signal) };
  }

  /** Waits for what is still being kept. */
  async close(): Promise<void> {
    await this.#keeping;
    await this.#way.close();
  }

  #heard({ argv }: ExecRequest, status: ExitStatus, stdin: Buffer, stdout: Buffer, stderr: Buffer): Promise<void> {
    return this.#keep({ machine: this.machine, argv, ...status, stdin, stdout, stderr });
  }
}

/** Writes each process into a folder of its own, as replay.ts reads it. */
export function keepIn(folder: string): Keep {
  return async ({ stdin: _, stdout, stderr, ...recorded }) => {
    const own = join(folder, recordingName(recorded.argv));
    await mkdir(own, { recursive: true });
    await Promise.all([
      writeFile(join(own, 'process.json'), `${JSON.stringify(recorded satisfies Recorded, undefined, 2)}\n`),
      writeFile(join(own, 'stdout'), stdout),
      writeFile(join(own, 'stderr'), stderr),
    ]);
  };
}

/** Listens to what is written. The stream stays the one it is: whether it is ended at once tells a transport that there is no input at all. */
function hear(stdin: Writable): () => Buffer {
  const heard: Buffer[] = [];
  for (const name of ['write', 'end'] as const) {
    const own = stdin[name].bind(stdin) as (...words: unknown[]) => never;
    stdin[name] = (...words: unknown[]): never => {
      if (typeof words[0] === 'string' || words[0] instanceof Uint8Array) heard.push(Buffer.from(words[0] as string));
      return own(...words);
    };
  }
  return () => Buffer.concat(heard);
}

/** The same bytes twice: for the reader, with its pace, and for the recording. */
function tee(source: Readable): [Readable, Promise<Buffer>] {
  const copy = new PassThrough();
  const passed = new PassThrough();
  source.on('data', (chunk: Buffer) => copy.write(chunk));
  source.on('close', () => copy.end());
  source.on('end', () => copy.end());
  source.pipe(passed);
  return [passed, buffer(copy)];
}
