import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LostError } from '../model/errors.ts';
import { Job } from './job.ts';
import { checkRequest } from './quote.ts';
import { type Recorded, recordingName } from './recorder.ts';
import type { Exec, ExecRequest, Transport } from './transport.ts';

/** Answers from a folder that a {@link Recorder} wrote; runs nothing. What was not recorded is lost, and says where it was looked for. */
export class Replay implements Transport {
  readonly name: Transport['name'];
  readonly machine: string;
  readonly #folder: string;

  constructor(folder: string, machine = 'outer', name: Transport['name'] = 'channel') {
    this.#folder = folder;
    this.machine = machine;
    this.name = name;
  }

  spawn(request: ExecRequest): Exec {
    checkRequest(request);
    const job = new Job(this.machine, request);
    job.stdin.release();
    void this.#play(job).catch((error: Error) => job.fail(error));
    return job;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #play(job: Job): Promise<void> {
    const folder = join(this.#folder, recordingName(job.request.argv));
    const files = ['process.json', 'stdout', 'stderr'].map((file) => readFile(join(folder, file)));
    const [recorded, stdout, stderr] = await Promise.all(files).catch((cause: Error) => {
      throw new LostError({ what: `${job.request.argv[0] ?? ''} was not recorded`, argv: job.request.argv, detail: cause.message, cause });
    });
    const { status, signal } = JSON.parse(recorded?.toString('utf8') ?? '') as Recorded;
    if (stdout !== undefined) job.stdout.feed(stdout);
    if (stderr !== undefined) job.stderr.feed(stderr);
    job.succeed({ status, ...(signal === undefined ? {} : { signal }) });
  }
}
