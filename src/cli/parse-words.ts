import { Argument, Command as Parser, CommanderError, InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../model/errors.ts';
import { parseDurationMs } from '../model/duration.ts';
import type { CommandArg, CommandArgs, CommandOption, Verb } from '../command/command.ts';
import { optionsOf } from '../command/global-options.ts';

/**
 * Reads the words after a verb. Only the parser of this one verb is built: a start must not pay for all of them.
 * @returns arguments and options by name; what was not given is left out
 * @throws UsageError in commander's words, with the nearest option
 */
export function parseWords(verb: Verb, words: readonly string[]): CommandArgs {
  const end = words.indexOf('--');
  const argv = verb.args.find(({ kind }) => kind === 'argv');
  if (end === -1 || argv === undefined) return parse(verb, words);
  // What follows is the argv and nothing else, whatever stands before it.
  const before = { ...verb, args: verb.args.filter((arg) => arg !== argv) };
  return { ...parse(before, words.slice(0, end)), [argv.name]: words.slice(end + 1) };
}

function parse(verb: Verb, words: readonly string[]): CommandArgs {
  const parser = parserOf(verb);
  try {
    parser.parse([...words], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) throw usage(verb, error);
    throw error;
  }
  return { ...argumentsOf(verb, parser), ...givenOptions(verb, parser) };
}

function parserOf(verb: Verb): Parser {
  const parser = new Parser(verb.cli).exitOverride().helpOption(false).configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  for (const option of optionsOf(verb)) parser.addOption(optionFor(option));
  for (const arg of verb.args) parser.addArgument(new Argument(argumentWord(arg), arg.summary));
  return parser.allowExcessArguments(false);
}

/** `<node...>`, `[name]` */
export function argumentWord({ name, optional, many }: CommandArg): string {
  const word = `${name}${many === true ? '...' : ''}`;
  return optional === true ? `[${word}]` : `<${word}>`;
}

/** `-y, --yes`, `--timeout <duration>` */
export function optionWords({ name, short, type, choices }: CommandOption): string {
  const value = type === 'flag' ? '' : ` <${choices?.join('|') ?? type}>`;
  return `${short === undefined ? '' : `-${short}, `}--${name}${value}`;
}

const READ_VALUE: Partial<Record<CommandOption['type'], (text: string) => unknown>> = {
  number: (text) => {
    if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It is not a whole number.');
    return Number(text);
  },
  duration: (text) => {
    const ms = parseDurationMs(text);
    if (ms === undefined) throw new InvalidArgumentError('It is not a length of time: write 500ms, 3s, 2m or 1h.');
    return ms;
  },
};

function optionFor(row: CommandOption): Option {
  const flags = `${row.short === undefined ? '' : `-${row.short}, `}--${row.name}${row.type === 'flag' ? '' : ` <${row.type}>`}`;
  const option = new Option(flags, row.summary);
  const read = READ_VALUE[row.type];
  if (read !== undefined) option.argParser((text: string) => read(text));
  return row.choices === undefined ? option : option.choices([...row.choices]);
}

function argumentsOf(verb: Verb, parser: Parser): CommandArgs {
  const values = verb.args.map(({ name }, index) => [name, parser.processedArgs[index] as string | string[] | undefined] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined && value.length > 0 || typeof value === 'string'));
}

function givenOptions(verb: Verb, parser: Parser): CommandArgs {
  const values = optionsOf(verb).map(({ name }) => [name, parser.getOptionValue(attribute(name)) as CommandArgs[string]] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

/** commander keeps `--dry-run` under `dryRun`. */
function attribute(name: string): string {
  return name.replace(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase());
}

function usage(verb: Verb, { message }: CommanderError): UsageError {
  const [first = '', ...rest] = message.replace(/^error: /, '').split('\n');
  const near = /\(Did you mean (.*)\?\)/.exec(rest.join(' '))?.[1];
  return new UsageError({ what: `${verb.cli}: ${first}${near === undefined ? '' : `; did you mean "${near}"?`}`, next: `labdeck help ${verb.cli}` });
}
