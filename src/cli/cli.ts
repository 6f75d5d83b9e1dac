import { exitCodeOf } from '../command/exit-codes.ts';
import { isFrontVerb } from '../command/registry.ts';
import { defaultLab, type FoundLab, lookupLab } from '../config/lookup-lab.ts';
import { CancelledError, RefusedError, toFailure } from '../model/errors.ts';
import { IDENTITY } from '../wire/identity.ts';
import { type Doors, type Program, wireDoors } from './doors.ts';
import { FRONT_RUNS } from './front/front.ts';
import { type CliIo, processIo } from './io.ts';
import { write, writeFailure, writeJson } from './output.ts';
import { type Line, parseLine } from './parse-line.ts';
import { runVerb } from './run-verb.ts';
import type { Session } from './session.ts';

/** For `main.ts`: the words of a command line to its exit code. */
export function runCli(words: readonly string[], program: Program): Promise<number> {
  const io = processIo();
  // A reader that went away (`| head`) is no fault of ours, and nobody is there to be told.
  io.stdout.on('error', ignoreClosedPipe);
  return runWords(words, io, wireDoors(io, program));
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/**
 * Runs one command line to its end.
 * @param doors the ways to keepers
 * @returns the exit code, by the table in ../command/exit-codes.ts
 */
export async function runWords(argv: readonly string[], io: CliIo, doors: Doors): Promise<number> {
  const json = beforeDashes(argv).includes('--json');
  const interrupt = new AbortController();
  const release = io.onInterrupt(() => interrupt.abort());
  try {
    if (argv[0] === '__complete') return await complete(argv.slice(1), io, doors);
    return await answer(parseLine(argv), { io, doors, signal: interrupt.signal }, json);
  } catch (error) {
    const failure = toFailure(error instanceof Error && interrupt.signal.aborted ? cancelled(error) : error);
    await writeFailure(io, failure, json);
    return exitCodeOf(failure.kind);
  } finally {
    release();
  }
}

type Ways = Pick<Session, 'io' | 'doors' | 'signal'>;

async function answer(line: Line, ways: Ways, json: boolean): Promise<number> {
  if (line.kind === 'version') return say(ways.io, `${IDENTITY.version}\n`, { version: IDENTITY.version, build: IDENTITY.build }, json);
  if (line.kind === 'help') return help(line, ways.io, json);
  const { verb, args } = line;
  if (args['readonly'] === true && verb.mutates && args['dry-run'] !== true) throw new RefusedError({ what: `${verb.cli} would change something, and this is --readonly`, next: 'leave --readonly away, or see what it would do: --dry-run' });
  const session: Session = { ...ways, verb, args, lab: labOf(args['lab'], ways.io) };
  if (!isFrontVerb(verb)) return runVerb(session, verb);
  const run = await FRONT_RUNS[verb.id]?.();
  if (run === undefined) throw new Error(`no front end for ${verb.id}`);
  return run(session);
}

function labOf(word: unknown, { env, uid, cwd }: CliIo): FoundLab {
  return lookupLab(typeof word === 'string' ? word : defaultLab(env), { env, uid, cwd });
}

async function help({ of }: Extract<Line, { kind: 'help' }>, io: CliIo, json: boolean): Promise<number> {
  const { helpText } = await import('./help.ts');
  const text = helpText(of);
  return say(io, text, { help: text }, json);
}

async function say(io: CliIo, text: string, document: unknown, json: boolean): Promise<number> {
  await (json ? writeJson(io, document) : write(io.stdout, text));
  return exitCodeOf('done');
}

async function complete(words: readonly string[], io: CliIo, doors: Doors): Promise<number> {
  const { candidates } = await import('./completion/candidates.ts');
  const lines = await candidates(words, io, doors);
  await write(io.stdout, lines.map((line) => `${line}\n`).join(''));
  return exitCodeOf('done');
}

function cancelled(error: Error): Error {
  return error instanceof CancelledError ? error : new CancelledError({ what: 'cancelled', detail: error.message, cause: error });
}

function beforeDashes(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end === -1 ? argv : argv.slice(0, end);
}
