import { describe, expect, it } from 'vitest';
import { ageText } from '../../../src/ui/widgets/ages.ts';
import { cellsOf, cut, fitted, wrapped } from '../../../src/ui/widgets/cells.ts';
import { signed, signOf } from '../../../src/ui/widgets/signs.ts';
import { bar, sparkline } from '../../../src/ui/widgets/sparkline.ts';
import { bytesText, kibText, percentText, rateText, usedText } from '../../../src/ui/widgets/units.ts';
import { DOMAIN_STATES } from '../../../src/model/domain.ts';

describe('ages', () => {
  it.each([[0, '0 s'], [9_999, '9 s'], [10_000, '10 s'], [59_999, '50 s'], [60_000, '1m'], [3_599_999, '59m'], [8_040_000, '2h14m'], [3_600_000, '1h00m'], [277_200_000, '3d5h']])('%d ms is %s', (ms, text) => {
    expect(ageText(ms)).toBe(text);
  });

  it('is nothing for what was never read', () => {
    expect(ageText(undefined)).toBeUndefined();
  });
});

describe('units', () => {
  it.each([[0, '0 B'], [950, '950 B'], [999.6, '1.0 kB'], [1234, '1.2 kB'], [33_600, '34 kB'], [999_600, '1.0 MB'], [1.5e9, '1.5 GB'], [2e15, '2000 TB']])('%d bytes is %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });

  it('has a unit on every number, and none on what is not known', () => {
    expect([rateText(1234), rateText(-3), percentText(30.6), kibText(262_144), kibText(1_572_864)]).toEqual(['1.2 kB/s', '0 B/s', '31 %', '256 MiB', '1.5 GiB']);
    expect([usedText(120_832, 262_144), usedText(undefined, 262_144), usedText(1_572_864, 3_145_728)]).toEqual(['118/256 MiB', '256 MiB', '1.5/3 GiB']);
    expect([rateText(undefined), percentText(undefined), kibText(undefined), usedText(undefined, undefined)]).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('signs', () => {
  it('say every state by a sign and a word', () => {
    expect(DOMAIN_STATES.map(signed)).toEqual(['– no state', '● running', '● idle', '! paused', '… in shutdown', '· shut off', '✗ crashed', '! pmsuspended']);
    expect(signed(undefined)).toBe('–');
    expect(signOf('a state of tomorrow').sign).toBe('·');
  });
});

describe('sparklines and bars', () => {
  it('end at the right with the newest', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 10)).toBe('  ▁▂▃▄▅▆▇█');
    expect(sparkline([9, 9, 0, 100], 2, 100)).toBe('▁█');
    expect(sparkline([0, 0], 2)).toBe('▁▁');
    expect(sparkline([], 3)).toBe('   ');
  });

  it('fill a part', () => {
    expect([bar(0, 4), bar(0.5, 4), bar(2, 4)]).toEqual(['░░░░', '██░░', '████']);
  });
});

describe('cells', () => {
  it('cuts and fills to a width, wide characters and all', () => {
    expect([cut('n100-10', 5), cut('abc', 3), cut('日本語', 5), cut('abc', 0)]).toEqual(['n100…', 'abc', '日本…', '']);
    expect([fitted('ab', 4), fitted('ab', 4, 'right'), fitted('日本語', 4)]).toEqual(['ab  ', '  ab', '日… ']);
    expect(cellsOf('● ünï 日')).toBe(8);
  });

  it('breaks lines between words, and words that are too long', () => {
    expect(wrapped('no k3s in this lab: its binary is not there', 20)).toEqual(['no k3s in this lab:', 'its binary is not', 'there']);
    expect(wrapped('abcdefgh\nij', 3)).toEqual(['abc', 'def', 'gh', 'ij']);
  });
});
