import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type Readable, PassThrough } from 'node:stream';
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

/** Wraps a transport and writes every process that ended by itself into a folder, as replay.ts reads it. */
export class Recorder implements Transport {
  readonly #way: Transport;
  readonly #folder: string;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(way: Transport, folder: string) {
    this.#way = way;
    this.#folder = folder;
  }

  get name(): Transport['name'] {
    return this.#way.name;
  }

  get machine(): string {
    return this.#way.machine;
  }

  spawn(request: ExecRequest): Exec {
    const exec = this.#way.spawn(request);
    const [stdout, stdoutSeen] = tee(exec.stdout);
    const [stderr, stderrSeen] = tee(exec.stderr);
    const exit = exec.exit.then(async (status) => {
      const written = Promise.all([stdoutSeen, stderrSeen]).then((seen) => this.#write(request, status, ...seen));
      this.#writing = Promise.allSettled([this.#writing, written]);
      await written;
      return status;
    });
    // Whoever reads the streams first asks for the exit later; until then a failure is not unheard.
    exit.catch(() => undefined);
    return { stdin: exec.stdin, stdout, stderr, exit, kill: (signal) => exec.kill(signal) };
  }

  /** Waits for what is still written. */
  async close(): Promise<void> {
    await this.#writing;
    await this.#way.close();
  }

  async #write({ argv }: ExecRequest, status: ExitStatus, stdout: Buffer, stderr: Buffer): Promise<void> {
    const folder = join(this.#folder, recordingName(argv));
    const recorded: Recorded = { machine: this.machine, argv, ...status };
    await mkdir(folder, { recursive: true });
    await Promise.all([
      writeFile(join(folder, 'process.json'), `${JSON.stringify(recorded, undefined, 2)}\n`),
      writeFile(join(folder, 'stdout'), stdout),
      writeFile(join(folder, 'stderr'), stderr),
    ]);
  }
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
