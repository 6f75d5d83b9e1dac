import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toFailure, UsageError } from '../model/errors.ts';
import type { CommandAnswer, CommandOutcome, CommandRequest } from '../wire/protocol.ts';

/** A command as its file tells it: begun, and perhaps answered. */
interface Entry {
  readonly id: string;
  readonly args: CommandRequest['args'];
  readonly by: string;
  /** Unix milliseconds. */
  readonly startedAt: number;
  readonly keeperPid: number;
  readonly answer?: CommandAnswer;
}

/**
 * What came of commands, by token, so that none is run twice. Those that change something leave a file before they begin and
 * their answer in it before the front end has it: a keeper that comes after a killed one can tell.
 */
export interface Journal {
  begin(request: CommandRequest, by: string, onDisk: boolean): void;
  answered(token: string, answer: CommandAnswer): void;
  outcome(token: string): CommandOutcome;
}

interface JournalOptions {
  readonly dir: string;
  readonly now: () => number;
  /** Told when the disk does not take an entry: the command goes on all the same. */
  readonly log: (line: string) => void;
  /** Entries kept on disk and answers kept in memory. */
  readonly keep?: number;
}

/** Tokens name files: what is more than a name is refused. */
const TOKEN = /^[A-Za-z0-9][A-Za-z0-9.-]{7,63}$/;

export function createJournal({ dir, now, log, keep = 100 }: JournalOptions): Journal {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  prune(dir, keep);
  const known = new Map<string, CommandOutcome>();
  const begun = new Map<string, Entry>();

  function write(token: string, entry: Entry): void {
    try {
      const file = fileOf(dir, token);
      writeFileSync(`${file}.tmp`, JSON.stringify(entry), { mode: 0o600 });
      renameSync(`${file}.tmp`, file);
    } catch (error) {
      log(`journal: ${toFailure(error).detail.split('\n')[0]}; ${entry.id} goes on without an entry`);
    }
  }

  function remember(token: string, outcome: CommandOutcome): void {
    known.delete(token);
    known.set(token, outcome);
    const oldest = [...known].find(([, { state }]) => state !== 'running')?.[0];
    if (known.size > keep && oldest !== undefined) known.delete(oldest);
  }

  return {
    begin: (request, by, onDisk) => {
      if (!TOKEN.test(request.token)) throw new UsageError({ what: `not a token: ${JSON.stringify(request.token)}` });
      const entry = { id: request.id, args: request.args, by, startedAt: now(), keeperPid: process.pid };
      remember(request.token, { state: 'running' });
      if (!onDisk) return;
      begun.set(request.token, entry);
      write(request.token, entry);
    },
    answered: (token, answer) => {
      const entry = begun.get(token);
      begun.delete(token);
      if (entry !== undefined) write(token, { ...entry, answer });
      remember(token, { state: 'answered', answer });
    },
    outcome: (token) => known.get(token) ?? fromDisk(dir, token),
  };
}

function fileOf(dir: string, token: string): string {
  return join(dir, `${token}.json`);
}

/** An entry that this keeper did not make: without an answer, its keeper died over it. */
function fromDisk(dir: string, token: string): CommandOutcome {
  if (!TOKEN.test(token) || statSync(fileOf(dir, token), { throwIfNoEntry: false }) === undefined) return { state: 'unseen' };
  const { answer, startedAt } = JSON.parse(readFileSync(fileOf(dir, token), 'utf8')) as Entry;
  return answer === undefined ? { state: 'lost', startedAt } : { state: 'answered', answer };
}

function prune(dir: string, keep: number): void {
  const files = readdirSync(dir).map((name) => join(dir, name));
  const newestFirst = files.map((file) => ({ file, at: statSync(file).mtimeMs })).toSorted((a, b) => b.at - a.at);
  for (const { file } of newestFirst.slice(keep)) rmSync(file);
}
