import type { CommandArg, CommandOption, Verb } from '../../src/command/command.ts';
import { EXIT_CODES } from '../../src/command/exit-codes.ts';
import { GLOBAL_OPTIONS } from '../../src/command/global-options.ts';
import { VERBS } from '../../src/command/registry.ts';

const MADE = '<!-- Made by `npm run generate`: change the tables in src/command/, not this page. -->';

const cell = (text: string): string => text.replaceAll('|', '\\|');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

/** `[NODE…]`, `TARGET`: as a usage line has it. */
export function argWord({ name, optional, many, kind }: CommandArg): string {
  const word = `${kind === 'argv' ? '-- ' : ''}${name.toUpperCase()}${many === true ? '…' : ''}`;
  return optional === true ? `[${word}]` : word;
}

function optionWord({ name, short, type, choices }: CommandOption): string {
  const value = type === 'flag' ? '' : ` ${choices?.join('|') ?? type.toUpperCase()}`;
  return `\`${short === undefined ? '' : `-${short}, `}--${name}${value}\``;
}

const optionRows = (options: readonly CommandOption[]): string => table(['option', 'meaning'], options.map((option) => [optionWord(option), option.summary]));

const EFFECT: Readonly<Record<Verb['blast'], string>> = { none: 'Changes something.', node: 'Can lose the state of a node: asks first.', lab: 'Can lose the whole lab: asks first.' };

function section(verb: Verb): string {
  const { cli, summary, args, options, mutates, blast, examples } = verb;
  const parts = [
    `## ${cli}`,
    `\`labdeck ${[cli, ...args.map(argWord)].join(' ')}\`: ${summary}.`,
    mutates ? `${EFFECT[blast]} Takes \`--dry-run\`.` : '',
    args.length === 0 ? '' : table(['argument', 'meaning'], args.map((arg) => [argWord(arg), arg.summary])),
    options.length === 0 ? '' : optionRows(options),
    examples === undefined ? '' : ['```sh', ...examples.map((line) => `labdeck ${line}`), '```'].join('\n'),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** docs/reference/commands.md */
export function commandReference(): string {
  const overview = table(['command', 'what it does'], VERBS.map(({ cli, args, summary }) => [`\`${[cli, ...args.map(argWord)].join(' ')}\``, summary]));
  return `${['# Commands', MADE, overview, '## Options that verbs share', optionRows(GLOBAL_OPTIONS), ...VERBS.map(section)].join('\n\n')}\n`;
}

/** docs/reference/exit-codes.md */
export function exitCodeReference(): string {
  const rows = EXIT_CODES.map(({ code, meaning, kinds }) => [String(code), meaning, kinds.map((kind) => `\`${kind}\``).join(', ')]);
  return `${['# Exit codes', MADE, table(['code', 'meaning', 'failures that end with it'], rows), '`exec` and `ssh` alone end with the status of what they ran.'].join('\n\n')}\n`;
}
