import { didYouMean } from '../model/nearest.ts';
import { chordFault } from './chord.ts';
import type { KeyRow } from './key-row.ts';
import { IDS, named } from './named.ts';
import { isOverPanes, SCOPES } from './scopes.ts';

/** One row that cannot be, and why. */
export interface KeyFault {
  readonly scope: string;
  readonly chord: string;
  /** Written to follow the name of the key: `has two meanings: vm.start and vm.resume`. */
  readonly message: string;
}

type Rule = (row: KeyRow, rows: readonly KeyRow[]) => string | undefined;

/** Network profiles have these, from one lab to the next. */
const RESERVED = /^F([2-9]|1[0-2])$/;

const knownScope: Rule = ({ scope }) => (SCOPES.some((each) => each.scope === scope) ? undefined : `is in a scope that does not exist${didYouMean(scope, SCOPES.map((each) => each.scope))}`);
const knownId: Rule = ({ id }) => (named(id) === undefined ? `is bound to a command that does not exist: ${id}${didYouMean(id, IDS)}` : undefined);
const properChord: Rule = ({ chord }) => chordFault(chord);
const reserved: Rule = ({ chord }) => (RESERVED.test(chord) ? 'is kept for network profiles (F2 to F12)' : undefined);

const oneMeaning: Rule = (row, rows) => {
  const other = rows.find((each) => each !== row && each.scope === row.scope && each.chord === row.chord);
  return other === undefined ? undefined : `has two meanings: ${row.id} and ${other.id}`;
};

const belongs: Rule = ({ scope, id }) => {
  const over = isOverPanes(scope);
  const kind = named(id)?.kind;
  if (kind === undefined || (kind === 'overlay') === over) return undefined;
  return over ? `is in front of the panes, where ${id} does nothing` : `is of a pane, where ${id} does nothing`;
};

const knownArgs: Rule = ({ id, args = {}, word }) => {
  const what = named(id);
  if (what === undefined) return undefined;
  const known = what.kind === 'lab' ? [...what.verb.args, ...what.verb.options].map(({ name }) => name) : [];
  const stranger = Object.keys(args).find((name) => !known.includes(name));
  if (stranger !== undefined) return `is bound to ${id} with a ${stranger}, which it does not take`;
  const takesWord = what.kind === 'screen' && what.verb.word !== undefined;
  return word !== undefined && !takesWord ? `is bound to ${id} with a word, and it takes none` : undefined;
};

const RULES: readonly Rule[] = [knownScope, properChord, reserved, knownId, oneMeaning, belongs, knownArgs];

/** Every row that breaks a rule, with the first it breaks. */
export function faultsOf(rows: readonly KeyRow[]): readonly KeyFault[] {
  return rows.flatMap((row) => {
    const message = RULES.map((rule) => rule(row, rows)).find((said) => said !== undefined);
    return message === undefined ? [] : [{ scope: row.scope, chord: row.chord, message }];
  });
}
