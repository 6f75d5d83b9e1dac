import { PassThrough } from 'node:stream';
import type { Exec, ExecRequest, Transport } from '../../../src/transport/transport.ts';

export interface Answer {
  readonly status?: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

export interface Said extends ExecRequest {
  stdin: Buffer;
}

/** A machine that answers each argv from a table and remembers what it was told; a real `Transport` in everything else. */
export class ScriptedMachine implements Transport {
  readonly name = 'local';
  readonly machine = 'outer';
  readonly said: Said[] = [];
  readonly #answer: (argv: readonly string[]) => Answer | undefined;

  constructor(answer: (argv: readonly string[]) => Answer | undefined) {
    this.#answer = answer;
  }

  spawn(request: ExecRequest): Exec {
    const said: Said = { ...request, stdin: Buffer.alloc(0) };
    this.said.push(said);
    const { status = 0, stdout = '', stderr = '' } = this.#answer(request.argv) ?? {};
    const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
    const exit = new Promise<{ status: number }>((resolve) => {
      const chunks: Buffer[] = [];
      streams.stdin.on('data', (chunk: Buffer) => chunks.push(chunk));
      streams.stdin.on('end', () => {
        said.stdin = Buffer.concat(chunks);
        streams.stdout.end(stdout);
        streams.stderr.end(stderr);
        resolve({ status });
      });
    });
    return { ...streams, exit, kill: () => undefined };
  }

  async close(): Promise<void> {
    await Promise.resolve();
  }
}
