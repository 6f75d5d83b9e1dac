import { closeSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { makePrivate, openLab, rememberRuntime } from '../config/dirs.ts';
import { toFailure, UsageError } from '../model/errors.ts';
import { recordKeeper } from '../wire/keeper-record.ts';
import { REPORT_FD, REPORT_VARIABLE, type StartReport } from '../wire/keeper-process.ts';
import { buildKeeper, type BuiltKeeper, type KeeperOf } from './build-keeper.ts';
import { ownLab } from './own-lab.ts';
import { listen } from './socket.ts';

/**
 * The detached process: becomes the keeper of a lab, reports that it answers, and stays until it is to end. When another keeper
 * was there first, it reports that and goes.
 * @param words `--lab NAME --file PATH`
 * @returns the exit code
 */
export async function runKeeper(words: readonly string[], options: Omit<KeeperOf, 'lab' | 'file'>): Promise<number> {
  const report = reporter(options.env);
  try {
    return await keep({ ...options, ...whichLab(words) }, report);
  } catch (error) {
    const failure = toFailure(error);
    report({ failure });
    process.stderr.write(`${new Date().toISOString()} the keeper did not start: ${failure.what}\n${failure.detail}\n`);
    return 1;
  }
}

function whichLab(words: readonly string[]): { readonly lab: string; readonly file: string } {
  const { lab, file } = parseArgs({ args: [...words], options: { lab: { type: 'string' }, file: { type: 'string' } } }).values;
  if (lab === undefined) throw new UsageError({ what: 'which lab?', next: 'labdeck status' });
  return { lab, file: file ?? '' };
}

async function keep(which: KeeperOf, report: (report: StartReport) => void): Promise<number> {
  const paths = openLab(which.lab, which.env, which.uid);
  makePrivate(paths.journal, which.uid);
  const held = await ownLab(paths, which.uid);
  if (held === undefined) {
    report({ ready: true });
    return 0;
  }
  try {
    const keeper = await buildKeeper(paths, which);
    obeySignals(keeper);
    const listening = await listen(paths.keeperSocket, keeper.accept);
    recordKeeper(paths.keeperRecord);
    rememberRuntime(paths);
    report({ ready: true });
    await keeper.ending;
    listening.close();
    await keeper.ended;
    await keeper.close();
    return 0;
  } finally {
    await held.release();
  }
}

/** A terminal that closes, or its Ctrl-C, is no business of a keeper's; an orderly end is. */
function obeySignals(keeper: BuiltKeeper): void {
  for (const ignored of ['SIGHUP', 'SIGINT'] as const) process.on(ignored, () => keeper.log(`${ignored} ignored`));
  process.on('SIGTERM', () => keeper.stop('ended by SIGTERM'));
}

/** Says once how the start went, to the front end that waits for it. It may have gone; then nobody has to know. */
function reporter(env: KeeperOf['env']): (report: StartReport) => void {
  const isAwaited = env[REPORT_VARIABLE] !== undefined;
  // What the keeper starts in its turn has no such descriptor.
  delete process.env[REPORT_VARIABLE];
  let said = !isAwaited;
  return (report) => {
    if (said) return;
    said = true;
    try {
      writeSync(REPORT_FD, JSON.stringify(report));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
    } finally {
      closeSync(REPORT_FD);
    }
  };
}
