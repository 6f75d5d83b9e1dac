import { UsageError } from '../model/errors.ts';
import { didYouMean } from '../model/nearest.ts';
import type { CommandArgs, Verb } from '../command/command.ts';
import { COCKPIT } from '../command/front-verbs.ts';
import { GLOBAL_OPTIONS } from '../command/global-options.ts';
import { VERBS } from '../command/registry.ts';
import { parseWords } from './parse-words.ts';

/** What a command line means. */
export type Line =
  | { readonly kind: 'verb'; readonly verb: (typeof VERBS)[number]; readonly args: CommandArgs }
  | { readonly kind: 'help'; readonly of?: Verb | string }
  | { readonly kind: 'version' };

/**
 * Reads a command line by the registry.
 * @throws UsageError with the nearest verb or option
 */
export function parseLine(argv: readonly string[]): Line {
  const { words, rest } = splitVerb(argv);
  const [first, second] = words;
  if (first === undefined) return withoutVerb(argv);
  if (first === 'help') return { kind: 'help', ...helpTopic(words.slice(1)) };
  const verb = verbOf(first, second);
  if (verb === undefined) return groupOrUnknown(first, second, rest);
  const taken = verb.cli.includes(' ') ? 2 : 1;
  return ofVerb(verb, [...words.slice(taken), ...rest]);
}

function ofVerb(verb: (typeof VERBS)[number], words: readonly string[]): Line {
  if (wantsHelp(words)) return { kind: 'help', of: verb };
  return { kind: 'verb', verb, args: parseWords(verb, words) };
}

/** Options without a verb are the cockpit's. */
function withoutVerb(argv: readonly string[]): Line {
  if (argv.includes('--version') || argv.includes('-V')) return { kind: 'version' };
  const cockpit = VERBS.find(({ id }) => id === COCKPIT);
  if (cockpit === undefined || argv.length === 0 || wantsHelp(argv)) return { kind: 'help' };
  return ofVerb(cockpit, argv);
}

function helpTopic([first, second]: readonly string[]): { readonly of?: Verb | string } {
  if (first === undefined) return {};
  const verb = verbOf(first, second);
  if (verb !== undefined) return { of: verb };
  if (groups().includes(first)) return { of: first };
  throw unknownVerb(first);
}

function groupOrUnknown(first: string, second: string | undefined, rest: readonly string[]): Line {
  if (!groups().includes(first)) throw unknownVerb(first);
  const members = VERBS.filter(({ cli }) => cli.startsWith(`${first} `)).map(({ cli }) => cli.slice(first.length + 1));
  if (second === undefined && wantsHelp(rest)) return { kind: 'help', of: first };
  const fault = second === undefined ? `${first} wants a verb: ${members.join(', ')}` : `${first} has no verb ${JSON.stringify(second)}${didYouMean(second, members)}`;
  throw new UsageError({ what: fault, next: `labdeck help ${first}` });
}

function unknownVerb(word: string): UsageError {
  const known = [...new Set(VERBS.flatMap(({ cli }) => [cli, cli.split(' ')[0] ?? cli]))];
  return new UsageError({ what: `there is no verb ${JSON.stringify(word)}${didYouMean(word, known)}`, next: 'labdeck help' });
}

/** First words of verbs with two. */
export function groups(): readonly string[] {
  return [...new Set(VERBS.filter(({ cli }) => cli.includes(' ')).map(({ cli }) => cli.split(' ')[0] ?? ''))];
}

export function verbOf(first: string, second: string | undefined): (typeof VERBS)[number] | undefined {
  return VERBS.find(({ cli }) => cli === first || (second !== undefined && cli === `${first} ${second}`));
}

function wantsHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end === -1 ? words.length : end).some((word) => word === '--help' || word === '-h');
}

/** Global options with a value may stand before the verb: the word after them is no verb. */
const TAKES_VALUE = new Set(GLOBAL_OPTIONS.filter(({ type }) => type !== 'flag').map(({ name }) => `--${name}`));

/** The first one or two plain words, and everything else in its order. */
export function splitVerb(argv: readonly string[]): { readonly words: readonly string[]; readonly rest: readonly string[] } {
  const words: string[] = [];
  const rest: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '--' || words.length === wordsWanted(words)) return { words, rest: [...rest, ...argv.slice(i)] };
    if (!word.startsWith('-')) words.push(word);
    else rest.push(word, ...(TAKES_VALUE.has(word) ? argv.slice(++i, i + 1) : []));
  }
  return { words, rest };
}

function wordsWanted([first]: readonly string[]): number {
  return first !== undefined && VERBS.some(({ cli }) => cli === first) ? 1 : first === 'help' ? 3 : 2;
}
