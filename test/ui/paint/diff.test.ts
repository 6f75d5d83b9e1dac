import { describe, expect, test } from 'vitest';
import { Shown } from '../../../src/ui/paint/diff.ts';
import { Grid } from '../../../src/ui/paint/grid.ts';
import { styleId } from '../../../src/ui/paint/styles.ts';
import { Emulator } from './emulator.ts';

const FRAME = (changes: string): string => `\u001b[?2026h${changes}\u001b[0m\u001b[?2026l`;

/** A grid that is shown already, and how it goes on. */
function shownGrid(width: number, height: number, lines: readonly string[]): { readonly grid: Grid; readonly shown: Shown } {
  const grid = new Grid(width, height);
  const shown = new Shown();
  lines.forEach((line, y) => grid.text(0, y, line, 0));
  shown.update(grid);
  return { grid, shown };
}

describe('what is written', () => {
  test('is nothing when nothing changed', () => {
    const { grid, shown } = shownGrid(10, 2, ['one', 'two']);
    grid.clear();
    grid.text(0, 0, 'one', 0);
    grid.text(0, 1, 'two', 0);
    expect(shown.update(grid)).toBe('');
  });

  test('is one cell when one changed', () => {
    const { grid, shown } = shownGrid(10, 2, ['cpu   4 %']);
    grid.text(6, 0, '5', 0);
    expect(shown.update(grid)).toBe(FRAME('\u001b[1;7H5'));
  });

  test('bridges a short gap and moves over a long one', () => {
    const { grid, shown } = shownGrid(20, 1, ['a.b................c']);
    grid.text(0, 0, 'A', 0);
    grid.text(2, 0, 'B', 0);
    grid.text(19, 0, 'C', 0);
    expect(shown.update(grid)).toBe(FRAME('\u001b[1;1HA.B\u001b[1;20HC'));
  });

  test('names a style where it changes, and each wide character once', () => {
    const { grid, shown } = shownGrid(10, 1, []);
    const red = styleId('31');
    grid.text(2, 0, '漢字x', red);
    expect(shown.update(grid)).toBe(FRAME('\u001b[1;3H\u001b[0;31m漢字x'));
    grid.restyle(3, 0, 1, 1, 0);
    expect(shown.update(grid)).toBe(FRAME('\u001b[1;3H漢'));
  });

  test('after an emoji the cursor is put where it has to be', () => {
    const { grid, shown } = shownGrid(10, 1, []);
    grid.text(0, 0, '👍x', 0);
    expect(shown.update(grid)).toBe(FRAME('\u001b[1;1H👍\u001b[1;3Hx'));
  });

  test('clears the screen when nobody knows what is on it', () => {
    const { grid, shown } = shownGrid(10, 2, ['one']);
    shown.forget();
    expect(shown.update(grid)).toBe(FRAME('\u001b[0m\u001b[2J\u001b[1;1Hone'));
    grid.resize(4, 1);
    expect(shown.update(grid)).toBe(FRAME('\u001b[0m\u001b[2J'));
  });
});

test('a thousand random changes leave the terminal with what the grid holds', async () => {
  const [width, height] = [24, 6];
  const { grid, shown } = shownGrid(width, height, []);
  const emulator = new Emulator(width, height);
  await emulator.write(shown.update(grid) + '\u001b[?7l');
  const random = randomFrom(20_261_121);
  const pieces = ['a', 'word', '漢', '字漢', '👍', '─', '  ', 'e\u0301'];
  for (let round = 0; round < 1000; round++) {
    const [x, y, style] = [random(width + 4) - 2, random(height), styleId(['', '31', '1', '7;42'][random(4)] ?? '')];
    if (random(5) === 0) grid.fill(x, y, random(9), 2, style, 0x2e);
    else if (random(5) === 0) grid.restyle(x, y, random(9), 2, style);
    else grid.text(x, y, pieces[random(pieces.length)] ?? '', style);
    await emulator.write(shown.update(grid));
  }
  const fresh = new Emulator(width, height);
  await fresh.write('\u001b[?7l' + new Shown().update(grid));
  expect(emulator.cells()).toEqual(fresh.cells());
  expect(new Set(emulator.cells().flat()).size).toBeGreaterThan(8);
});

/** Numbers below a limit, the same ones in every run (a linear congruence, Numerical Recipes' constants). */
function randomFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
