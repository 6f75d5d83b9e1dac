import { describe, expect, it } from 'vitest';
import { durationText, parseDurationMs } from '../../src/model/duration.ts';
import { didYouMean, nearest } from '../../src/model/nearest.ts';

describe('the nearest word', () => {
  it.each([
    ['stauts', 'status'],
    ['n100-l', 'n100-1'],
    ['UP', 'up'],
    ['embeded', 'embedded'],
    ['frobnicate', undefined],
    ['', undefined],
  ])('to %j is %j', (word, near) => {
    expect(nearest(word, ['status', 'start', 'up', 'n100-1', 'n100-20', 'embedded'])).toBe(near);
  });

  it('is asked for, or nothing is said', () => {
    expect([didYouMean('stat', ['start']), didYouMean('x', [])]).toEqual(['; did you mean "start"?', '']);
  });
});

describe('a length of time', () => {
  it.each([
    ['500ms', 500],
    ['3s', 3000],
    ['1.5m', 90_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['7', 7000],
    ['0', 0],
    ['', undefined],
    ['3 s', undefined],
    ['-3s', undefined],
    ['1m30s', undefined],
  ])('%j is %j ms', (text, ms) => {
    expect(parseDurationMs(text)).toBe(ms);
  });

  it.each([
    [430, '430 ms'],
    [2400, '2.4 s'],
    [38_400, '38 s'],
    [245_000, '4 min 5 s'],
    [240_000, '4 min'],
    [7_380_000, '2 h 3 min'],
    [3 * 86_400_000 + 3_600_000, '3 d 1 h'],
  ])('%d ms reads %j', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});
