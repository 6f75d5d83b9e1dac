import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import type { CockpitStart } from './cockpit-start.ts';

/**
 * Runs labdeck's command line on this terminal until it ends: for what needs a terminal of its own, a shell or a console.
 * @returns its exit code; of one that a signal ended, 128 and the signal's number, as a shell has it
 */
export async function runTwin({ main, env, cwd }: Pick<CockpitStart, 'main' | 'env' | 'cwd'>, words: readonly string[]): Promise<number> {
  const twin = spawn(process.execPath, [main, ...words], { cwd, env, stdio: 'inherit' });
  const [status, signal] = (await once(twin, 'exit')) as [number | null, NodeJS.Signals | null];
  return status ?? 128 + constants.signals[signal ?? 'SIGKILL'];
}
