import type { CommandArg, CommandArgs, CommandOption, Verb } from '../command/command.ts';
import { parseDurationMs } from '../model/duration.ts';
import { didYouMean } from '../model/nearest.ts';

/** A line of words for one verb, read. */
export interface ReadWords {
  readonly args: CommandArgs;
  /** What cannot be: an unknown option, a word too many. */
  readonly fault?: string;
}

/** Cuts a line into words: spaces part them, quotes of either kind hold them together. The last one may be unfinished. */
export function wordsOf(line: string): readonly string[] {
  const words = line.match(/(?:"[^"]*"?|'[^']*'?|[^\s"'])+/g) ?? [];
  return words.map((word) => word.replaceAll(/"([^"]*)"?|'([^']*)'?/g, (_all, double?: string, single?: string) => double ?? single ?? ''));
}

/** A word as it is written into a line, so that {@link wordsOf} reads it back. */
export function lineWord(word: string): string {
  if (word !== '' && !/[\s"']/.test(word)) return word;
  return word.includes("'") ? `"${word.replaceAll('"', '')}"` : `'${word}'`;
}

/** Reads the words after a verb: arguments in their order, options by name. Nothing is asked whether all are there: see {@link missingArgs}. */
export function argsOf(verb: Verb, words: readonly string[]): ReadWords {
  const end = words.indexOf('--');
  const before = end === -1 ? words : words.slice(0, end);
  const { given, plain, fault } = optionsIn(verb, before);
  const behind = end === -1 ? [] : words.slice(end + 1);
  const placed = placeArgs(verb.args, [...plain, ...behind]);
  const all = { ...given, ...placed.args };
  const wrong = fault ?? placed.fault;
  return wrong === undefined ? { args: all } : { args: all, fault: wrong };
}

/** Required arguments that nobody gave. */
export function missingArgs(verb: Verb, args: CommandArgs): readonly CommandArg[] {
  return verb.args.filter(({ name, optional }) => optional !== true && isEmpty(args[name]));
}

function isEmpty(value: CommandArgs[string]): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

interface Options {
  readonly given: CommandArgs;
  readonly plain: readonly string[];
  readonly fault?: string;
}

function optionsIn(verb: Verb, words: readonly string[]): Options {
  const given: Record<string, string | number | boolean> = {};
  const plain: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!/^-{1,2}[a-z]/i.test(word)) {
      plain.push(word);
      continue;
    }
    const option = verb.options.find(({ name, short }) => word === `--${name}` || word === `-${short ?? ''}`);
    if (option === undefined) return { given, plain, fault: unknownOption(verb, word) };
    if (option.type !== 'flag') at += 1;
    const value = valueOf(option, words[at]);
    if (value === undefined) return { given, plain, fault: `${word} wants ${option.choices?.join(', ') ?? `a ${option.type}`}` };
    given[option.name] = value;
  }
  return { given, plain };
}

function unknownOption({ cli, options }: Verb, word: string): string {
  return `${cli} has no option ${word}${didYouMean(word, options.map(({ name }) => `--${name}`))}`;
}

function valueOf({ type, choices }: CommandOption, word: string | undefined): string | number | boolean | undefined {
  if (type === 'flag') return true;
  if (word === undefined || word === '') return undefined;
  if (type === 'number') return /^\d+$/.test(word) ? Number(word) : undefined;
  if (type === 'duration') return parseDurationMs(word);
  return choices === undefined || choices.includes(word) ? word : undefined;
}

/** One word each, in their order; the one that takes many takes what is left. */
function placeArgs(args: readonly CommandArg[], words: readonly string[]): ReadWords {
  const placed: Record<string, string | readonly string[]> = {};
  let at = 0;
  for (const { name, many, kind } of args) {
    if (at >= words.length) break;
    const takes = many === true || kind === 'argv' ? words.length - at : 1;
    placed[name] = many === true || kind === 'argv' ? words.slice(at) : (words[at] ?? '');
    at += takes;
  }
  return at < words.length ? { args: placed, fault: `one word too many: ${words[at] ?? ''}` } : { args: placed };
}

/** A command as it is typed after `labdeck`. */
export function commandLine({ cli, args, options }: Verb, given: CommandArgs): readonly string[] {
  const chosen = options.flatMap(({ name, type }) => (given[name] === undefined || given[name] === false ? [] : type === 'flag' ? [`--${name}`] : [`--${name}`, typedValue(type, given[name])]));
  const plain = args.flatMap(({ name, kind }) => {
    const value = given[name];
    const words = value === undefined ? [] : Array.isArray(value) ? (value as readonly string[]) : [String(value)];
    return kind === 'argv' && words.length > 0 ? ['--', ...words] : words;
  });
  return [...cli.split(' '), ...chosen, ...plain];
}

function typedValue(type: CommandOption['type'], value: CommandArgs[string]): string {
  return type === 'duration' ? `${String(value)}ms` : String(value);
}
