import { eastAsianWidth } from 'get-east-asian-width';
import stringWidth from 'string-width';

/** Cells of one code point, kept once measured: 255 is not measured yet. */
const measured = new Uint8Array(0x20000).fill(255);
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Surrogate}\p{Zl}\p{Zp}]/u;

/**
 * What a screen is mostly made of beside ASCII: one cell each, and never joined with a neighbour. Latin, punctuation, arrows, box
 * drawing, blocks and shapes, ticks and crosses, braille. Known by heart: to ask string-width costs a start 40 ms once, for its
 * pattern of all emoji, and to ask for clusters 15.
 */
const SIMPLE: readonly (readonly [from: number, to: number])[] = [
  [0x20, 0x7e], [0xa0, 0xa8], [0xaa, 0xac], [0xaf, 0x2ff], [0x2010, 0x2027], [0x2030, 0x203b], [0x2190, 0x2193], [0x2200, 0x22ff],
  [0x23ce, 0x23ce], [0x2500, 0x25a9], [0x25ac, 0x25b5], [0x25b7, 0x25bf], [0x25c1, 0x25fa], [0x2713, 0x2713], [0x2715, 0x2715], [0x2717, 0x2718], [0x2800, 0x28ff],
];
const simple = new Uint8Array(0x2900);
for (const [from, to] of SIMPLE) simple.fill(1, from, to + 1);

/** True for what moves a terminal's cursor or worse, and is never written: C0, DEL, C1. */
export const isControl = (code: number): boolean => code < 0x20 || (code >= 0x7f && code < 0xa0);

/** True when every character of the text takes one cell by itself. */
export function isSimple(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (simple[text.charCodeAt(at)] !== 1) return false;
  return true;
}

/** Cells that a code point takes: 0, 1 or 2. */
export function codeWidth(code: number): number {
  if (simple[code] === 1) return 1;
  const known = measured[code] ?? 255;
  if (known !== 255) return known;
  const width = INVISIBLE.test(String.fromCodePoint(code)) ? 0 : eastAsianWidth(code);
  if (code < measured.length) measured[code] = width;
  return width;
}

/** Cells that a line of text takes. */
export function textWidth(text: string): number {
  return isSimple(text) ? text.length : stringWidth(text);
}
