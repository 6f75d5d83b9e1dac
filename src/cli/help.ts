import type { CommandArg, CommandOption, Verb } from '../command/command.ts';
import { EXIT_CODES } from '../command/exit-codes.ts';
import { GLOBAL_OPTIONS, optionsOf } from '../command/global-options.ts';
import { VERBS } from '../command/registry.ts';
import { argumentWord, optionWords } from './parse-words.ts';

/** The help of everything, of a group (`vm`), or of one verb: made from the registry. */
export function helpText(of?: Verb | string): string {
  if (of === undefined) return overview();
  return typeof of === 'string' ? groupHelp(of) : verbHelp(of);
}

/** `vm start [options] <node...>` */
export function usageLine({ cli, args }: Verb): string {
  return ['labdeck', cli, '[options]', ...args.map((arg) => `${arg.kind === 'argv' ? '-- ' : ''}${argumentWord(arg)}`)].join(' ');
}

function overview(): string {
  return [
    'labdeck: the flight deck of a nested-virtualisation lab',
    '',
    'labdeck VERB [options]',
    '',
    columns(VERBS.map((verb) => [`  ${[verb.cli, ...verb.args.map(argumentWord)].join(' ')}`, verb.summary])),
    '',
    'Options of every verb:',
    columns(GLOBAL_OPTIONS.map((option) => [`  ${optionWords(option)}`, option.summary])),
    '',
    `Exit codes: ${EXIT_CODES.map(({ code, name }) => `${code} ${name}`).join(', ')}`,
    'labdeck help VERB says more of one.',
    '',
  ].join('\n');
}

function groupHelp(group: string): string {
  const members = VERBS.filter(({ cli }) => cli.startsWith(`${group} `));
  return `${columns(members.map((verb) => [`  labdeck ${[verb.cli, ...verb.args.map(argumentWord)].join(' ')}`, verb.summary]))}\n`;
}

function verbHelp(verb: Verb): string {
  const parts = [
    [usageLine(verb), `  ${verb.summary}`],
    section('Arguments', verb.args.map((arg: CommandArg) => [`  ${arg.name}`, arg.summary])),
    section('Options', optionsOf(verb).map((option: CommandOption) => [`  ${optionWords(option)}`, option.summary])),
    verb.examples === undefined ? [] : ['', 'Examples', ...verb.examples.map((line) => `  labdeck ${line}`)],
  ];
  return `${parts.flat().join('\n')}\n`;
}

function section(title: string, rows: readonly (readonly [string, string])[]): readonly string[] {
  return rows.length === 0 ? [] : ['', title, columns(rows)];
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`).join('\n');
}
