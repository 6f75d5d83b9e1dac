import stringWidth from 'string-width';

/** Cells of one code point, kept once measured: 255 is not measured yet. */
const measured = new Uint8Array(0x20000).fill(255);

/** True for what moves a terminal's cursor or worse, and is never written: C0, DEL, C1. */
export const isControl = (code: number): boolean => code < 0x20 || (code >= 0x7f && code < 0xa0);

/** Cells that a code point takes: 0, 1 or 2. */
export function codeWidth(code: number): number {
  if (code < 0x300) return isControl(code) || code === 0xad ? 0 : 1;
  if (code >= measured.length) return stringWidth(String.fromCodePoint(code));
  const known = measured[code] ?? 255;
  if (known !== 255) return known;
  // Line and paragraph separators: terminals disagree, and neither belongs in a line.
  const width = code === 0x2028 || code === 0x2029 ? 0 : stringWidth(String.fromCodePoint(code));
  measured[code] = width;
  return width;
}

/** Cells that a line of text takes. */
export function textWidth(text: string): number {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code > 0x7e) return stringWidth(text);
  }
  return text.length;
}
