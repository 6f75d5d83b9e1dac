import { PassThrough } from 'node:stream';
import type { ExecRequest, Transport } from '../../src/transport/transport.ts';

/** A machine that answers argvs from a table; what is not in it ends with status 127. */
export function answering(answer: (argv: readonly string[]) => string | undefined): Transport {
  return {
    name: 'local',
    machine: 'outer',
    spawn: ({ argv }: ExecRequest) => {
      const text = answer(argv);
      const [stdin, stdout, stderr] = [new PassThrough().resume(), new PassThrough(), new PassThrough()];
      stdout.end(text ?? '');
      stderr.end();
      return { stdin, stdout, stderr, exit: Promise.resolve({ status: text === undefined ? 127 : 0 }), kill: () => undefined };
    },
    close: () => Promise.resolve(),
  };
}
