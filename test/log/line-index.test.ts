import { appendFile, mkdtemp, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { LineIndex } from '../../src/log/line-index.ts';

let file: string;
beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'labdeck-log-')), 'log');
});

const numbered = (from: number, to: number): string => Array.from({ length: to - from }, (_, index) => `line ${from + index}\n`).join('');

describe('the lines of a growing file', () => {
  it('finds any row of many', async () => {
    await writeFile(file, numbered(0, 100_000));
    const index = new LineIndex(file);
    expect(await index.refresh()).toBe(100_000);
    expect(await index.rows(0, 2)).toEqual(['line 0', 'line 1']);
    expect(await index.rows(63, 3)).toEqual(['line 63', 'line 64', 'line 65']);
    expect(await index.rows(99_998, 10)).toEqual(['line 99998', 'line 99999']);
    expect(await index.rows(100_000, 1)).toEqual([]);
  });

  it('leaves a line alone until it is complete', async () => {
    await writeFile(file, 'one\ntw');
    const index = new LineIndex(file);
    expect(await index.refresh()).toBe(1);
    await appendFile(file, 'o\nthree\n');
    expect(await index.refresh()).toBe(3);
    expect(await index.rows(0, 9)).toEqual(['one', 'two', 'three']);
  });

  it('counts a line that is longer than what is read at once', async () => {
    await writeFile(file, `a\n${'x'.repeat(3 << 20)}\nb\n`);
    const index = new LineIndex(file);
    expect(await index.refresh()).toBe(3);
    expect((await index.rows(1, 2)).map((row) => row.length)).toEqual([3 << 20, 1]);
  });

  it('begins anew when the file was cut off, and has nothing when there is none', async () => {
    const index = new LineIndex(file);
    expect(await index.refresh()).toBe(0);
    await writeFile(file, numbered(0, 200));
    await index.refresh();
    await truncate(file, 0);
    await appendFile(file, 'again\n');
    expect(await index.refresh()).toBe(1);
    expect(await index.rows(0, 5)).toEqual(['again']);
  });
});
