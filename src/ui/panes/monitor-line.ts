import type { CommandArgs } from '../../command/command.ts';
import type { Completion } from '../pane.ts';
import type { QmpArgument, QmpCommand } from './qmp-schema.ts';

/** A line of the monitor console as one of labdeck's commands. */
export interface MonitorCommand {
  readonly id: 'outer.qmp' | 'outer.hmp';
  readonly args: CommandArgs;
}

/**
 * `query-block`, `device_del id=disk1`, `migrate {"uri": "…"}` are QMP where the schema has the command; all else is a line of the human monitor.
 * `qmp` or `hmp` in front says which.
 */
export function readLine(line: string, commands: readonly QmpCommand[]): MonitorCommand | undefined {
  const [first = '', ...words] = line.trim().split(/\s+/);
  if (first === '') return undefined;
  if (first === 'hmp') return words.length === 0 ? undefined : hmp(words);
  if (first === 'qmp') return words.length === 0 ? undefined : qmp(line.trim().slice(first.length).trim());
  return commands.some(({ name }) => name === first) || (commands.length === 0 && first.includes('-')) ? qmp(line.trim()) : hmp([first, ...words]);
}

const hmp = (words: readonly string[]): MonitorCommand => ({ id: 'outer.hmp', args: { line: words } });

function qmp(line: string): MonitorCommand {
  const command = line.split(/\s/, 1)[0] ?? '';
  const rest = line.slice(command.length).trim();
  return { id: 'outer.qmp', args: { command, ...(rest === '' ? {} : { arguments: rest.startsWith('{') ? rest : JSON.stringify(pairsIn(rest)) }) } };
}

/** `id=disk1 force=true`: a value is JSON where it can be read as such, else a word; a word alone means true. */
function pairsIn(text: string): Readonly<Record<string, unknown>> {
  const pairs = text.matchAll(/(?<name>[^\s=]+)(?:=(?<value>"(?:[^"\\]|\\.)*"|\{.*\}|\[.*\]|\S*))?/g);
  return Object.fromEntries([...pairs].map(({ groups }) => [groups?.['name'] ?? '', groups?.['value'] === undefined ? true : valueIn(groups['value'])]));
}

function valueIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return text;
  }
}

/** What a line may become: the name of a command, then of an argument that is not given yet, then its value. */
export function completeLine(line: string, commands: readonly QmpCommand[]): readonly Completion[] {
  const lead = /^\s*(?:qmp\s+)?/.exec(line)?.[0] ?? '';
  const rest = line.slice(lead.length);
  const at = rest.search(/\s/);
  if (at === -1) return namesFor(rest, commands).map(({ name, args }) => ({ line: `${lead}${name}${args.length > 0 ? ' ' : ''}`, says: argsWords(args) }));
  const command = commands.find(({ name }) => name === rest.slice(0, at));
  const last = /\S*$/.exec(line)?.[0] ?? '';
  if (command === undefined || rest.slice(at).trim().startsWith('{')) return [];
  const before = line.slice(0, line.length - last.length);
  return argumentCompletions(command.args, last, before).map(({ line: word, says = '' }) => ({ line: `${before}${word}`, says }));
}

/** Those that begin so first, then those that have it in them. */
function namesFor(word: string, commands: readonly QmpCommand[]): readonly QmpCommand[] {
  const begin = commands.filter(({ name }) => name.startsWith(word));
  return [...begin, ...commands.filter(({ name }) => !name.startsWith(word) && name.includes(word))];
}

function argsWords(args: readonly QmpArgument[]): string {
  return args.length === 0 ? 'no arguments' : args.map(({ name, optional }) => (optional ? `[${name}]` : name)).join(' ');
}

function argumentCompletions(args: readonly QmpArgument[], last: string, before: string): readonly Completion[] {
  const equals = last.indexOf('=');
  if (equals !== -1) {
    const argument = args.find(({ name }) => name === last.slice(0, equals));
    return (argument?.values ?? []).filter((value) => value.startsWith(last.slice(equals + 1))).map((value) => ({ line: `${argument?.name ?? ''}=${value}`, says: argument?.type ?? '' }));
  }
  const given = new Set([...before.matchAll(/(\S+?)=/g)].map(([, name]) => name));
  return args.filter(({ name }) => name.startsWith(last) && !given.has(name)).map(({ name, type, optional }) => ({ line: `${name}=`, says: `${type}${optional ? ', optional' : ''}` }));
}
