import type { CommandArg } from '../../command/command.ts';
import { argsOf, lineWord, missingArgs, wordsOf } from '../../keymap/words.ts';
import { refusal, withTarget } from './ask.ts';
import { type Callable, CALLABLES, namesFor } from './callables.ts';
import { fuzzy, ranked } from './fuzzy.ts';
import type { World } from './overlay.ts';

/** One line of the palette. */
export interface Entry {
  /** As it would be written: `vm start n100-1`. */
  readonly text: string;
  readonly says: string;
  /** Why it does nothing now. */
  readonly disabled?: string;
  readonly found: readonly number[];
  readonly score: number;
}

/** More are never looked at: who wants another writes one letter more. */
const MOST = 200;
/** Callables whose arguments are tried when the line names none exactly. */
const TRIED = 8;

/** What the palette offers for what is written: commands, commands with arguments, and the line itself when it is whole. */
export function paletteEntries(text: string, world: World): readonly Entry[] {
  if (text.trim() === '') return [...recentEntries(world), ...CALLABLES.map((each) => entry(each.cli, each, world))];
  const callable = /\s/.test(text.trimStart()) ? calledBy(wordsOf(text), text) : undefined;
  const entries = callable === undefined ? searched(text, world) : argumentEntries(callable, text, world);
  return withoutDoubles(entries).slice(0, MOST);
}

function recentEntries(world: World): readonly Entry[] {
  return world.recent.flatMap((line) => {
    const callable = calledBy(wordsOf(line), `${line} `);
    return callable === undefined ? [] : [{ ...entry(line, callable, world), says: `again: ${callable.summary}` }];
  });
}

/** The callable whose words the line begins with, the longest: all of them written, and a blank behind. */
export function calledBy(words: readonly string[], text: string): Callable | undefined {
  const begins = CALLABLES.filter(({ cli }) => {
    const wanted = cli.split(' ');
    return wanted.every((word, index) => word === words[index]) && (words.length > wanted.length || /\s$/.test(text));
  });
  return begins.toSorted((a, b) => b.cli.length - a.cli.length)[0];
}

function entry(text: string, callable: Callable, world: World, found: readonly number[] = [], score = 0): Entry {
  const { args } = argsOf(callable, wordsOf(text).slice(callable.cli.split(' ').length));
  const all = withTarget(callable, args, world);
  const why = callable.what === 'lab' && missingArgs(callable, all).length === 0 ? refusal(callable, { args: all, how: world.armed }, world) : undefined;
  return { text, says: callable.summary, found, score, ...(why === undefined ? {} : { disabled: why }) };
}

/** Names first, then what they say of themselves; and names with arguments, once there is a second word. */
function searched(text: string, world: World): readonly Entry[] {
  const plain = CALLABLES.flatMap((callable) => {
    const named = fuzzy(text, callable.cli);
    if (named !== undefined) return [entry(callable.cli, callable, world, named.found, named.score + 10)];
    const said = fuzzy(text, `${callable.cli} ${callable.summary}`);
    return said === undefined || said.score < 10 * text.trim().length ? [] : [entry(callable.cli, callable, world, [], said.score - 100)];
  });
  return [...plain, ...withArguments(text, world)].toSorted((a, b) => b.score - a.score);
}

/** `start n1`: the last word is sought among the names, those before among the commands. */
function withArguments(text: string, world: World): readonly Entry[] {
  const words = wordsOf(text);
  const last = words.at(-1) ?? '';
  if (words.length < 2) return [];
  const callables = ranked(words.slice(0, -1).join(' '), CALLABLES.filter(({ args }) => args.length > 0), ({ cli }) => cli).slice(0, TRIED);
  return callables.flatMap(({ row: callable, match }) => {
    const [arg] = callable.args;
    const names = arg === undefined ? [] : ranked(last, namesFor(callable, arg, world), (name) => name).slice(0, TRIED);
    const behind = callable.cli.length + 1;
    return names.map(({ row: name, match: other }) => entry(`${callable.cli} ${lineWord(name)}`, callable, world, [...match.found, ...other.found.map((at) => behind + at)], match.score + other.score));
  });
}

function argumentEntries(callable: Callable, text: string, world: World): readonly Entry[] {
  const last = /\s$/.test(text) ? '' : (wordsOf(text).at(-1) ?? '');
  const base = text.slice(0, text.length - (/\S*$/.exec(text)?.[0].length ?? 0));
  const given = wordsOf(base).slice(callable.cli.split(' ').length);
  const names = last.startsWith('-') ? optionNames(callable) : argumentNames(callable, given, world).filter((name) => !given.includes(name));
  const offered = ranked(last, names, (name) => name).map(({ row, match }) => entry(`${base}${lineWord(row)}`, callable, world, match.found.map((at) => base.length + at), match.score));
  const asWritten = isWhole(callable, text, names, last, world) ? [entry(text.trim(), callable, world)] : [];
  return last === '' || names.length === 0 || names.includes(last) ? [...asWritten, ...offered] : [...offered, ...asWritten];
}

/** The line can be run as it stands; a name that is none of those there is not yet one. */
function isWhole(callable: Callable, text: string, names: readonly string[], last: string, world: World): boolean {
  const { args, fault } = argsOf(callable, wordsOf(text).slice(callable.cli.split(' ').length));
  const missing = missingArgs(callable, callable.what === 'lab' ? withTarget(callable, args, world) : args);
  return fault === undefined && missing.length === 0 && (last === '' || names.length === 0 || names.includes(last));
}

function argumentNames(callable: Callable, given: readonly string[], world: World): readonly string[] {
  const option = callable.options.find(({ name, type }) => type !== 'flag' && given.at(-1) === `--${name}`);
  if (option !== undefined) return option.choices ?? [];
  const plain = given.filter((word) => !word.startsWith('-')).length;
  const arg: CommandArg | undefined = callable.args[plain] ?? (callable.args.at(-1)?.many === true ? callable.args.at(-1) : undefined);
  return arg === undefined ? [] : namesFor(callable, arg, world);
}

function optionNames({ options }: Callable): readonly string[] {
  return options.map(({ name }) => `--${name}`);
}

function withoutDoubles(entries: readonly Entry[]): readonly Entry[] {
  const seen = new Set<string>();
  return entries.filter(({ text }) => !seen.has(text) && seen.add(text));
}
