import { chordSign } from './chord.ts';
import type { KeyRow } from './key-row.ts';
import { type Keymap, rowsIn } from './keymap.ts';
import { named } from './named.ts';

/** A key in the footer. */
export interface FooterRow {
  readonly id: string;
  /** `x`, `⏎`, `1-9`. */
  readonly chord: string;
  readonly short: string;
  /** The highest stays the longest; 10 never leaves. */
  readonly weight: number;
}

/**
 * The keys that work here and now: those of the innermost scope first, `: palette` and `? help` last.
 * @param disabled why a row does nothing now; such a row is left out
 */
export function footerRows(keymap: Keymap, scope: string, disabled: (row: KeyRow) => string | undefined = () => undefined): readonly FooterRow[] {
  const rows = rowsIn(keymap, scope).filter((row) => row.footer !== undefined && disabled(row) === undefined);
  const shown = rows.filter((row, index) => rows.findIndex(({ id }) => id === row.id) === index).map((row) => footerRow(row, rows));
  return [...shown.filter(({ weight }) => weight < 10), ...shown.filter(({ weight }) => weight >= 10)];
}

function footerRow({ id, chord, short, footer = 0 }: KeyRow, rows: readonly KeyRow[]): FooterRow {
  const alike = rows.filter((row) => row.id === id);
  const last = alike.at(-1)?.chord ?? chord;
  return { id, chord: /^\d$/.test(chord) && last !== chord ? `${chord}-${last}` : chordSign(chord), short: short ?? named(id)?.short ?? id, weight: footer };
}

const GAP = 3;

/** Cells of a row, with the gap before it. */
export function footerWidth({ chord, short }: FooterRow): number {
  return GAP + [...chord].length + 1 + [...short].length;
}

/** As many rows as there is room for, in their order: the lightest go first, of equals the last. `: palette` and `? help` stay. */
export function fitFooter(rows: readonly FooterRow[], width: number): readonly FooterRow[] {
  const needed = rows.reduce((sum, row) => sum + footerWidth(row), 0) - GAP + 2;
  const lightest = rows.reduce<FooterRow | undefined>((least, row) => (row.weight < 10 && row.weight <= (least?.weight ?? 9) ? row : least), undefined);
  return needed <= width || lightest === undefined ? rows : fitFooter(rows.filter((row) => row !== lightest), width);
}
