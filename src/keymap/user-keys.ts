import type { ScreenFiles } from '../store/state.ts';
import { faultsOf, type KeyFault } from './faults.ts';
import type { KeyRow } from './key-row.ts';
import { KEYS } from './keys.ts';
import { keymapOf, type Keymap } from './keymap.ts';
import { named } from './named.ts';
import { argsOf, wordsOf } from './words.ts';

/** A keymap file as it was read: scope -> chord -> a command with its words, or null to take the key away. */
export type UserKeys = NonNullable<ScreenFiles['keymap']>['keys'];

/** What is wrong with a user's keys, in the file's order. */
export function userFaults(user: UserKeys): readonly KeyFault[] {
  const read = readRows(user);
  return [...read.flatMap(({ fault }) => fault ?? []), ...faultsOf(read.map(({ row }) => row))];
}

/** The built-in keys with a user's over them: a chord the user names does what the user says, or nothing. */
export function withUserKeys(user: UserKeys, rows: readonly KeyRow[] = KEYS): Keymap {
  const own = readRows(user).flatMap(({ row, taken }) => (taken ? [] : [row]));
  const kept = rows.filter(({ scope, chord }) => user[scope]?.[chord] === undefined);
  return keymapOf([...kept, ...own.map((row) => ({ ...likeBuiltIn(row, rows), ...row }))]);
}

/** A command that moves to another key keeps its place in the footer. */
function likeBuiltIn({ scope, id, word }: KeyRow, rows: readonly KeyRow[]): Partial<KeyRow> {
  const { footer, short } = rows.find((row) => row.scope === scope && row.id === id && row.word === word) ?? {};
  return { ...(footer === undefined ? {} : { footer }), ...(short === undefined ? {} : { short }) };
}

interface ReadRow {
  readonly row: KeyRow;
  /** The key does nothing any more. */
  readonly taken: boolean;
  readonly fault?: KeyFault;
}

function readRows(user: UserKeys): readonly ReadRow[] {
  return Object.entries(user).flatMap(([scope, chords]) => Object.entries(chords).map(([chord, command]) => (command === null ? { row: { scope, chord, id: anyId(scope) }, taken: true } : readRow(scope, chord, command))));
}

/** A key that is taken away is checked like any other: something that may stand in its scope. */
function anyId(scope: string): string {
  return KEYS.find((row) => row.scope === scope)?.id ?? 'screen.quit';
}

function readRow(scope: string, chord: string, command: string): ReadRow {
  const [id = '', ...words] = wordsOf(command);
  const what = named(id);
  if (what === undefined || words.length === 0) return { row: { scope, chord, id }, taken: false };
  if (what.kind !== 'lab') return { row: { scope, chord, id, word: words.join(' ') }, taken: false };
  const { args, fault } = argsOf(what.verb, words);
  return { row: { scope, chord, id, args }, taken: false, ...(fault === undefined ? {} : { fault: { scope, chord, message: `is not a command: ${fault}` } }) };
}
