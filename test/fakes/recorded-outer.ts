import { fixture } from '../parse/fixture.ts';
import { Job } from '../../src/transport/job.ts';
import type { Exec, ExecRequest, Transport } from '../../src/transport/transport.ts';

export interface Said {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly status?: number;
}

/** What a machine answers to an argv; undefined where it was never asked on the real one. */
export type Answers = (argv: readonly string[], stdin: string) => Said | undefined;

/** An outer VM that answers from a recording. Processes are real jobs with streams; an argv that nobody recorded fails the test. */
export class RecordedOuter implements Transport {
  readonly name = 'channel';
  readonly machine = 'outer';
  readonly asked: (readonly string[])[] = [];
  readonly #answers: Answers;

  constructor(answers: Answers) {
    this.#answers = answers;
  }

  spawn(request: ExecRequest): Exec {
    this.asked.push(request.argv);
    const job = new Job(this.machine, request);
    const chunks: Buffer[] = [];
    job.stdin.attach({
      take: (bytes, taken) => {
        chunks.push(bytes);
        taken();
      },
      end: () => this.#answer(job, Buffer.concat(chunks).toString('utf8')),
    });
    return job;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #answer(job: Job, stdin: string): void {
    const said = this.#answers(job.request.argv, stdin);
    if (said === undefined) throw new Error(`nothing was recorded for ${JSON.stringify(job.request.argv)} ${JSON.stringify(stdin)}`);
    if (said.stdout !== undefined && said.stdout !== '') job.stdout.feed(Buffer.from(said.stdout));
    if (said.stderr !== undefined && said.stderr !== '') job.stderr.feed(Buffer.from(said.stderr));
    job.succeed({ status: said.status ?? 0 });
  }
}

/**
 * What an interactive virsh without a terminal prints for a script: prompt, the typed line as readline echoes it, the answer. As in
 * the recording debian12-host/virsh/interactive-lxc.txt.
 */
export function virshTranscript(script: string, answer: (command: string) => string): string {
  const lines = script.trimEnd().split('\n');
  const said = lines.map((line) => `virsh # ${line}\n${line.startsWith('echo ') ? `${line.slice('echo '.length)}\n` : answer(line)}`);
  return `Welcome to virsh, the virtualization interactive terminal.\n\nType:  'help' for help with commands\n       'quit' to quit\n\n${said.join('')}virsh # \n`;
}

/** A recorded file of the Debian 12 host. */
export function recorded(path: string): string {
  return fixture(`debian12-host/${path}`);
}

