import type { LabConfig } from '../../config/lab.ts';
import type { Env, LabPaths } from '../../config/paths.ts';
import { UnsupportedError } from '../../model/errors.ts';
import type { Finding } from '../../model/finding.ts';
import { run } from '../../transport/run.ts';
import type { ExecResult, Transport } from '../../transport/transport.ts';

/** What a check may look at. */
export interface DoctorPlace {
  readonly level: Finding['level'];
  /** `host`, `outer` or a node's name. */
  readonly machine: (target: string) => Transport;
  readonly lab: LabConfig;
  readonly paths: LabPaths;
  readonly env: Env;
  readonly signal: AbortSignal;
}

/** What a check says; the rest of the finding is known from its row. */
export type Says = Omit<Finding, 'name' | 'level' | 'machine'> & { readonly name?: string };

/** One question to one machine. */
export interface Check {
  readonly name: string;
  readonly run: (machine: Transport, place: DoctorPlace) => Promise<Says | readonly Says[]>;
}

/** No single question may take longer: an answer that comes late is no answer. */
const LIMIT_MS = 20_000;

/** The result of an argv, or undefined where there is no such program. @throws LostError, TimeoutError, CancelledError */
export async function ask(machine: Transport, argv: readonly string[], { signal }: Pick<DoctorPlace, 'signal'>): Promise<ExecResult | undefined> {
  try {
    const result = await run(machine, { argv, signal, timeoutMs: LIMIT_MS });
    // What a shell at the far end says where a program is missing (POSIX 2.8.2).
    return result.status === 127 ? undefined : result;
  } catch (error) {
    if (error instanceof UnsupportedError) return undefined;
    throw error;
  }
}

/** What an argv printed; undefined when it failed or is not there. */
export async function textOf(machine: Transport, argv: readonly string[], place: Pick<DoctorPlace, 'signal'>): Promise<string | undefined> {
  const result = await ask(machine, argv, place);
  return result?.status === 0 ? result.stdout.toString() : undefined;
}

/** A file's text; undefined where it cannot be read. */
export function fileOf(machine: Transport, path: string, place: Pick<DoctorPlace, 'signal'>): Promise<string | undefined> {
  return textOf(machine, ['cat', '--', path], place);
}
