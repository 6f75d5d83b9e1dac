import { describe, expect, test } from 'vitest';
import { abilitiesOf } from '../../../src/ui/paint/abilities.ts';
import { type ColourDepth, colourSgr } from '../../../src/ui/paint/colour.ts';
import { applySgr } from '../../../src/ui/paint/sgr.ts';
import { sgrOf } from '../../../src/ui/paint/styles.ts';
import { themeStyles } from '../../../src/ui/theme.ts';
import { THEME } from './paper.ts';

describe('a colour', () => {
  test.each<[string, ColourDepth, string]>([
    ['red', 16, '31'],
    ['bright-red', 16, '91'],
    ['redBright', 24, '91'],
    ['gray', 256, '90'],
    ['default', 24, ''],
    ['red', 'none', ''],
    ['#ff8700', 24, '38;2;255;135;0'],
    ['#ff8700', 256, '38;5;208'],
    ['#808080', 256, '38;5;244'],
    ['#ff5555', 16, '91'],
    ['#00aa00', 16, '32'],
    ['rgb(0, 170, 0)', 16, '32'],
    ['ansi256(203)', 256, '38;5;203'],
    ['ansi256(9)', 16, '91'],
    ['nonsense', 24, ''],
  ])('%s with %s is %j', (colour, depth, sgr) => {
    expect(colourSgr(colour, 'fg', depth)).toBe(sgr);
  });

  test('behind the text is ten further', () => {
    expect(['blue', 'bright-blue', '#010203'].map((colour) => colourSgr(colour, 'bg', 24))).toEqual(['44', '104', '48;2;1;2;3']);
  });
});

test('without colours a theme still tells titles, selection and what is stale apart', () => {
  const styles = themeStyles(THEME, 'none');
  expect([styles.title, styles.selected, styles.stale, styles.border].map(sgrOf)).toEqual(['1', '7', '2', '']);
  expect(sgrOf(themeStyles(THEME, 16).warn)).toBe('1;33');
});

test.each([
  [{ TERM: 'xterm-256color' }, 256],
  [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, 24],
  [{ TERM: 'xterm-kitty' }, 24],
  [{ TERM: 'screen' }, 16],
  [{ TERM: 'linux' }, 16],
  [{}, 16],
  [{ TERM: 'xterm-256color', NO_COLOR: '1' }, 'none'],
  [{ TERM: 'xterm-256color', NO_COLOR: '' }, 256],
])('a terminal with %j has %s colours', (env, depth) => {
  expect(abilitiesOf(env).depth).toBe(depth);
});

test('only the console of Linux lacks glyphs', () => {
  expect([abilitiesOf({ TERM: 'linux' }).glyphs?.size, abilitiesOf({ TERM: 'tmux-256color' }).glyphs]).toEqual([expect.any(Number), undefined]);
});

test.each([
  ['', '1;31', '1;31'],
  ['1;31', '32', '1;32'],
  ['1;2;31', '22', '31'],
  ['4;38;2;1;2;3', '48;5;9', '4;38;2;1;2;3;48;5;9'],
  ['31;44', '39;49', ''],
  ['1;31', '', ''],
  ['31', '0;3', '3'],
])('%j and then %j is %j', (base, more, both) => {
  expect(applySgr(base, more)).toBe(both);
});
