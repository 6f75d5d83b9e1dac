import { type RunRequest, exitError, run } from '../transport/run.ts';
import type { ExecResult, Transport } from '../transport/transport.ts';

/** Runs one process to its end on some machine; what a client needs to know of a transport. */
export interface Runner {
  readonly machine: string;
  readonly run: (request: RunRequest) => Promise<ExecResult>;
}

export function runnerOn(transport: Transport): Runner {
  return { machine: transport.machine, run: (request) => run(transport, request) };
}

/** For tools that only read: slow machines included, nothing takes longer unless it hangs. */
export const READ_LIMIT_MS = 60_000;

/** Messages in English and names in UTF-8: the plain C locale prints what is not ASCII as escapes. */
export const TOOL_ENV = { LC_ALL: 'C.UTF-8', TERM: 'dumb' } as const;

/**
 * Standard output of a process that has to succeed.
 * @throws ExitError, and all that `run` throws
 */
export async function readText(runner: Runner, argv: readonly string[], more: Omit<RunRequest, 'argv'> = {}): Promise<string> {
  const result = await runner.run({ timeoutMs: READ_LIMIT_MS, env: TOOL_ENV, ...more, argv });
  if (result.status !== 0) throw exitError(runner.machine, result);
  return result.stdout.toString('utf8');
}
