import type { KeyRow } from './key-row.ts';
import { KEYS } from './keys.ts';
import { chainOf } from './scopes.ts';

/** The key table, indexed. Plain rows besides: help, footer and reference are made from them. */
export interface Keymap {
  readonly rows: readonly KeyRow[];
  readonly byKey: ReadonlyMap<string, KeyRow>;
}

const keyOf = (scope: string, chord: string): string => `${scope} ${chord}`;

export function keymapOf(rows: readonly KeyRow[]): Keymap {
  return { rows, byKey: new Map(rows.map((row) => [keyOf(row.scope, row.chord), row])) };
}

export const BUILT_IN: Keymap = keymapOf(KEYS);

/** What a chord does where `scope` has the keyboard: its own row, else one of those outward. */
export function lookup(keymap: Keymap, scope: string, chord: string): KeyRow | undefined {
  for (const each of chainOf(scope)) {
    const row = keymap.byKey.get(keyOf(each, chord));
    if (row !== undefined) return row;
  }
  return undefined;
}

/** The rows that hold where `scope` has the keyboard, innermost first; a row that an inner one hides is not there. */
export function rowsIn(keymap: Keymap, scope: string): readonly KeyRow[] {
  return chainOf(scope).flatMap((each) => keymap.rows.filter((row) => row.scope === each && lookup(keymap, scope, row.chord) === row));
}

/** The first chord that does it, for a hint: `x` for `menu.stop`. */
export function chordFor(keymap: Keymap, scope: string, id: string, word?: string): string | undefined {
  return rowsIn(keymap, scope).find((row) => row.id === id && row.word === word)?.chord;
}
