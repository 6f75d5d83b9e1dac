import { chordSign } from './chord.ts';
import type { KeyRow } from './key-row.ts';
import { type Keymap, rowsIn } from './keymap.ts';
import { named } from './named.ts';
import { chainOf, scopeTitle } from './scopes.ts';

/** One thing that keys do here. */
export interface HelpRow {
  readonly scope: string;
  /** `In tables`: where it holds. */
  readonly title: string;
  /** As a keymap file writes them: `j`, `down`. */
  readonly keys: readonly string[];
  /** As they are shown: `j ↓`. */
  readonly chords: string;
  readonly summary: string;
  /** The first of its keys: what Enter runs. */
  readonly row: KeyRow;
}

/** The keys that work where `scope` has the keyboard, innermost first; several keys for one thing are one row. */
export function helpRows(keymap: Keymap, scope: string): readonly HelpRow[] {
  const rows = rowsIn(keymap, scope);
  return chainOf(scope).flatMap((each) => grouped(rows.filter((row) => row.scope === each)));
}

function grouped(rows: readonly KeyRow[]): readonly HelpRow[] {
  const groups = Map.groupBy(rows, ({ id, word, args }) => JSON.stringify([id, /^\d$/.test(word ?? '') ? 'digit' : word, args]));
  return [...groups.values()].flatMap(([row, ...others]) => (row === undefined ? [] : [helpRow(row, others)]));
}

function helpRow(row: KeyRow, others: readonly KeyRow[]): HelpRow {
  const chords = [row, ...others].map(({ chord }) => chord);
  const isDigits = chords.length > 1 && chords.every((chord) => /^\d$/.test(chord));
  return {
    scope: row.scope,
    title: scopeTitle(row.scope),
    keys: chords,
    chords: isDigits ? `${chords[0] ?? ''}-${chords.at(-1) ?? ''}` : chords.map(chordSign).join(' '),
    summary: summaryOf(row, isDigits),
    row,
  };
}

function summaryOf({ id, word, args }: KeyRow, isDigits: boolean): string {
  const said = named(id)?.summary ?? id;
  if (isDigits || (word === undefined && args === undefined)) return said;
  return `${said} (${[...(word === undefined ? [] : [word]), ...Object.entries(args ?? {}).map(([name, value]) => (value === true ? name : `${name} ${String(value)}`))].join(', ')})`;
}
