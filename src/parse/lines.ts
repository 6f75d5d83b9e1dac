import { ParseError } from '../model/errors.ts';

/** An answer that could not be understood, with all of it as evidence. */
export function notUnderstood(what: string, problem: string, raw: string): ParseError {
  return new ParseError({ what: `${what}: ${problem}`, detail: raw });
}

/**
 * The lines of an output. Tools end each line with a newline: an output that does not was cut short.
 * @throws ParseError when the last line has no end
 */
export function linesOf(what: string, raw: string): string[] {
  if (raw === '') return [];
  if (!raw.endsWith('\n')) throw notUnderstood(what, 'the output was cut short', raw);
  return raw.slice(0, -1).split('\n');
}

/** A whole number in decimal. */
export function integer(what: string, word: string | undefined, raw: string): number {
  if (word === undefined || !/^-?\d+$/.test(word)) throw notUnderstood(what, `'${word ?? ''}' is no number`, raw);
  return Number(word);
}
