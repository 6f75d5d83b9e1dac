import type { Failure } from '../model/failure.ts';
import { failureLine } from '../model/failure.ts';
import type { PlannedAct } from '../wire/protocol.ts';
import type { CliIo, OutputStream } from './io.ts';
import { printable } from './printable.ts';
import { shellLine } from '../command/shell-word.ts';

/** Writes and waits until the stream took it: a process that ends right after must not cut its own output. */
export function write(out: OutputStream, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => void out.write(text, () => resolve()));
}

export function writeJson({ stdout }: CliIo, document: unknown): Promise<void> {
  return write(stdout, `${JSON.stringify(document, null, 2)}\n`);
}

/** A failure: as the one document of `--json`, else in a line or two on standard error. */
export function writeFailure(io: CliIo, failure: Failure, json: boolean): Promise<void> {
  if (json) return writeJson(io, { failure });
  return write(io.stderr, `labdeck: ${printable(failureLine(failure), '\n')}\n`);
}

/** What a dry run would have done. */
export interface PlanDocument {
  readonly dryRun: true;
  readonly planned: readonly PlannedAct[];
}

export function planText(planned: readonly PlannedAct[]): string {
  if (planned.length === 0) return 'nothing would be run\n';
  return planned.map(({ machine, argv }) => `${machine}: ${printable(shellLine(argv), '\n')}\n`).join('');
}
