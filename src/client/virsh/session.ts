import type { Transport } from '../../transport/transport.ts';
import { type Answer, findMark, markCommand, parseAnswer } from '../../parse/virsh/transcript.ts';
import { LostError } from '../../model/errors.ts';
import { READ_LIMIT_MS, type Runner, TOOL_ENV } from '../run.ts';
import { Held } from '../held.ts';

/** Puts commands to virsh and gives back what it said to each. A command that virsh refuses is an answer, too. */
export interface VirshSession {
  /** @param commands in virsh's own language, made of words of ours and UUIDs only, at most 70 characters each */
  ask(commands: readonly string[]): Promise<Answer[]>;
  close(): void;
}

/** Errors and answers in one stream, in the order in which they were said. */
function sessionArgv(uri: string): string[] {
  return ['sh', '-c', 'exec virsh -c "$1" 2>&1', 'sh', uri];
}

/** Needs no name to be unguessable: answers hold the words of domain names and XML, never a line with this and nothing else. */
const MARK = 'labdeck-answer-ends';

function script(commands: readonly string[]): string {
  return commands.map((command) => `${command}\n${markCommand(MARK)}\n`).join('');
}

/** Cuts a transcript into answers. Where virsh ended early, what it said last is the answer to all that it left open. */
function answers(raw: string, commands: readonly string[]): Answer[] {
  let rest = raw;
  return commands.map((command) => {
    const found = findMark(rest, MARK);
    if (found === undefined) return { ok: false, error: rest.trim() };
    const answer = parseAnswer(rest.slice(0, found.start), command, MARK);
    rest = rest.slice(found.end);
    return answer;
  });
}

/** virsh greets with a few lines of text; the first prompt follows an empty line. */
function dropGreeting(raw: string): string {
  const prompt = raw.search(/^virsh [#>] /m);
  return prompt < 0 ? raw : raw.slice(prompt);
}

/** One process for each batch: for a machine that has no lane to spare. */
export function virshBatch(runner: Runner, uri: string): VirshSession {
  return {
    ask: async (commands) => {
      const request = { argv: sessionArgv(uri), stdin: script(commands), env: TOOL_ENV, timeoutMs: READ_LIMIT_MS };
      const result = await runner.run(request);
      return answers(dropGreeting(result.stdout.toString('utf8')), commands);
    },
    close: () => undefined,
  };
}

/**
 * One virsh that stays: a command costs a call to libvirtd, not a process and a connection (10 ms instead of 300 without KVM). It
 * connects again by itself when libvirtd restarts; when it is gone, the next question starts another.
 */
export function virshHeld(transport: Transport, uri: string): VirshSession {
  const held = new Held(transport, { argv: sessionArgv(uri), env: TOOL_ENV }, `virsh -c ${uri}`);
  return {
    ask: async (commands) => {
      if (commands.length === 0) return [];
      const raw = await held.ask(script(commands), (text) => endOf(text, commands.length), READ_LIMIT_MS).catch(lastWords);
      return answers(dropGreeting(raw), commands);
    },
    close: () => held.close(),
  };
}

/** Where the last of `count` answers ends; undefined while it has not come. */
function endOf(raw: string, count: number): number | undefined {
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    const found = findMark(raw.slice(at), MARK);
    if (found === undefined) return undefined;
    at += found.end;
  }
  return at;
}

/** A virsh that ended said why, most of all that it could not connect. */
function lastWords(error: unknown): string {
  const said = error instanceof LostError ? (error.evidence.detail ?? '') : '';
  if (said === '') throw error;
  return said;
}
