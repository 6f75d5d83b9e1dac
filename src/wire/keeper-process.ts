import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Env, LabPaths } from '../config/paths.ts';
import { fromFailure, LostError } from '../model/errors.ts';
import type { Failure } from '../model/failure.ts';

/** How to start a keeper: this very program, with other words. */
export interface KeeperProgram {
  readonly execPath: string;
  /** Everything after the program: the script, then its words. */
  readonly argv: readonly string[];
  readonly env: Env;
}

/** The verb of the detached process; for {@link keeperProgram} alone, never typed. */
export const KEEPER_VERB = 'keeper-run';

/**
 * @param main the script that this process was started with
 * @param file the lab file, where `--lab` named one
 */
export function keeperProgram(main: string, env: Env, lab: string, file?: string): KeeperProgram {
  const which = ['--lab', lab, ...(file === undefined ? [] : ['--file', file])];
  return { execPath: process.execPath, argv: [main, KEEPER_VERB, ...which], env };
}

/** What a keeper says on the descriptor it was given for that, once: it answers now, or it never will. */
export type StartReport = { readonly ready: true } | { readonly failure: Failure };

export const REPORT_FD = 3;
/** Set for a keeper that has such a descriptor. */
export const REPORT_VARIABLE = 'LABDECK_START_REPORT';

/**
 * Starts a keeper that outlives this process and its terminal: a session of its own, output to its log. Resolves when it
 * answers on its socket. That another one was there first is fine too.
 * @throws what kept it from starting; LostError when it died without a word
 */
export async function startKeeper(paths: LabPaths, program: KeeperProgram, signal: AbortSignal): Promise<void> {
  const log = openSync(paths.keeperLog, 'a', 0o600);
  const env = { ...program.env, [REPORT_VARIABLE]: '1' };
  const child = spawn(program.execPath, program.argv, { detached: true, cwd: '/', env, stdio: ['ignore', log, log, 'pipe'] });
  closeSync(log);
  child.unref();
  const failed = new Promise<never>((_, reject) => child.once('error', (error) => reject(stillborn(error.message, paths))));
  const report = addAbortSignal(signal, child.stdio[REPORT_FD] as Readable);
  obey(await Promise.race([text(report), failed]), paths);
}

function obey(said: string, paths: LabPaths): void {
  if (said.trim() === '') throw stillborn('it ended without a word', paths);
  const report = JSON.parse(said) as StartReport;
  if ('failure' in report) throw fromFailure(report.failure);
}

function stillborn(detail: string, paths: LabPaths): LostError {
  return new LostError({ what: 'the keeper did not start', next: `labdeck keeper log, or look into ${paths.keeperLog}`, detail });
}
