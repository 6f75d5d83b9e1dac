import { UsageError } from '../model/errors.ts';
import type { CommandArgs } from './command.ts';

/** The word given for an argument or option. @throws UsageError when it is missing or not a word */
export function textArg(args: CommandArgs, name: string): string {
  const value = args[name];
  if (typeof value === 'string') return value;
  throw new UsageError({ what: `${name} is missing` });
}

export function optionalText(args: CommandArgs, name: string): string | undefined {
  return args[name] === undefined ? undefined : textArg(args, name);
}

export function flagArg(args: CommandArgs, name: string): boolean {
  return args[name] === true;
}

/** All words of an argument that takes many. @throws UsageError when there is none */
export function listArg(args: CommandArgs, name: string): readonly string[] {
  const value = args[name];
  if (Array.isArray(value) && value.length > 0) return value as readonly string[];
  throw new UsageError({ what: `${name} is missing` });
}

/** Arguments of a command as a JSON object. @throws UsageError with the parser's words */
export function jsonArg(args: CommandArgs, name: string): Readonly<Record<string, unknown>> {
  const text = optionalText(args, name);
  if (text === undefined) return {};
  const value = parsed(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new UsageError({ what: `${name} is not a JSON object: ${text}`, next: `write it as '{"key": "value"}'` });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError({ what: `not JSON: ${text}`, detail: String(error), cause: error });
  }
}
