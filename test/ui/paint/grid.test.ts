import { describe, expect, test } from 'vitest';
import { glyph } from '../../../src/ui/paint/clusters.ts';
import { CONSOLE_GLYPHS } from '../../../src/ui/paint/glyphs.ts';
import { Grid, RIGHT_HALF } from '../../../src/ui/paint/grid.ts';

/** Rows as text; `<` stands for the right half of a wide character. */
function rows(grid: Grid): string[] {
  return Array.from({ length: grid.height }, (_, y) =>
    [...grid.codes.subarray(y * grid.width, (y + 1) * grid.width)].map((code) => (code === RIGHT_HALF ? '<' : glyph(code))).join(''),
  );
}

const styles = (grid: Grid): string => [...grid.styles].join('');

describe('text', () => {
  test('returns the column after it, and is cut at a limit', () => {
    const grid = new Grid(8, 1);
    expect(grid.text(1, 0, 'abc', 0)).toBe(4);
    expect(grid.text(4, 0, 'defgh', 0, 6)).toBe(6);
    expect(rows(grid)).toEqual([' abcde  ']);
  });

  test('keeps inside the clip, and of a wide character that is cut leaves a space', () => {
    const grid = new Grid(8, 3);
    grid.within({ x1: 1, y1: 1, x2: 6, y2: 2 }, () => {
      grid.text(0, 0, 'outside', 0);
      grid.text(0, 1, '漢字漢字', 0);
      grid.text(-3, 2, 'outside', 0);
    });
    expect(rows(grid)).toEqual(['        ', '  字<漢<  ', '        ']);
  });

  test('written over half of a wide character leaves a space of the other half', () => {
    const grid = new Grid(8, 2);
    grid.text(0, 0, '漢字漢字', 0);
    grid.text(1, 0, 'x', 0);
    grid.text(4, 0, 'y', 0);
    grid.text(0, 1, '漢字漢字', 0);
    grid.fill(3, 1, 2, 1, 0, 0x2e);
    expect(rows(grid)).toEqual([' x字<y 字<', '漢< .. 字<']);
  });

  test.each([
    ['a\u001b[2Jb', 'ab'],
    ['a\u001b]0;title\u0007b', 'ab'],
    ['a\u0000\u0007\u0008\u007fb', 'ab'],
    ['a\u0085\u009b31mb', 'ab'],
    ['a\u200b\u202e\u2028\ufeffb', 'ab'],
    ['a\r\nb', 'ab'],
    ['a\tb', 'a       b'],
    ['\ud800b', 'b'],
  ])('of %j only %j gets through', (text, seen) => {
    const grid = new Grid(12, 1);
    grid.text(0, 0, text, 0);
    expect(rows(grid)[0]?.trimEnd()).toBe(seen);
  });

  test('a cluster is one character', () => {
    const grid = new Grid(8, 1);
    expect(grid.text(0, 0, '👩‍👩‍👧‍👦e\u0301🇩🇪', 0)).toBe(5);
    expect(rows(grid)).toEqual(['👩‍👩‍👧‍👦<e\u0301🇩🇪<   ']);
  });

  test('on a console without such glyphs has stand-ins of the same width', () => {
    const grid = new Grid(8, 1, CONSOLE_GLYPHS);
    expect(grid.text(0, 0, '╭✓漢●', 0)).toBe(5);
    expect(rows(grid)).toEqual(['┌√??*   ']);
  });
});

test('another style takes whole characters', () => {
  const grid = new Grid(8, 1);
  grid.text(0, 0, '漢a漢', 1);
  grid.restyle(1, 0, 3, 1, 2);
  expect(styles(grid)).toBe('22222000');
  expect(rows(grid)).toEqual(['漢<a漢<   ']);
});

test('what lies outside on any side is cut off', () => {
  const grid = new Grid(3, 2);
  grid.fill(-2, -2, 9, 9, 1, 0x23);
  grid.restyle(-1, 1, 2, 5, 2);
  grid.fill(3, 0, 2, 2, 3);
  grid.fill(0, 2, 2, 2, 3);
  expect([rows(grid), styles(grid)]).toEqual([['###', '###'], '111211']);
});
