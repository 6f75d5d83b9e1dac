import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { codeWidth, isSimple, textWidth } from '../../../src/ui/paint/width.ts';

/** Separators of lines and paragraphs: string-width says 1, and neither belongs into a line. */
const NEVER_SHOWN = [0x2028, 0x2029];

test('every code point is as wide as Ink thinks it is', () => {
  const differ: string[] = [];
  for (let code = 0; code <= 0x1ffff; code++) {
    if (!NEVER_SHOWN.includes(code) && codeWidth(code) !== stringWidth(String.fromCodePoint(code))) differ.push(code.toString(16));
  }
  expect(differ).toEqual([]);
});

test('what is simple takes one cell, alone and beside any other', () => {
  const all = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code)).filter(isSimple);
  expect(all.length).toBeGreaterThan(1000);
  expect(all.filter((char) => stringWidth(char) !== 1)).toEqual([]);
  const clusters = [...new Intl.Segmenter().segment([...all, ...all.toReversed()].join(''))];
  expect(clusters).toHaveLength(2 * all.length);
  expect(all.filter((char) => /\p{Emoji_Presentation}/u.test(char))).toEqual([]);
});

test.each([['●✓✗…▸▲⏎─│▁', 10], ['漢字', 4], ['e\u0301', 1], ['👩‍👩‍👧‍👦', 2], ['a\u0000b', 2]])('%j takes %i cells', (text, cells) => {
  expect(textWidth(text)).toBe(cells);
});
