import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { labPaths, type LabPaths } from '../../src/config/paths.ts';
import { createWindows } from '../../src/keeper/windows.ts';
import { CancelledError, RefusedError, UsageError } from '../../src/model/errors.ts';
import type { WindowAnswer, WindowRequest } from '../../src/wire/protocol.ts';

let paths: LabPaths;
let windows: ReturnType<typeof createWindows>;
const never = new AbortController().signal;

beforeEach(() => {
  const dir = mkdtempSync(join(tmpdir(), 'labdeck-w-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  paths = labPaths('test', { HOME: dir }, 0);
  mkdirSync(paths.state, { recursive: true });
  mkdirSync(paths.buildLogs, { recursive: true });
  windows = createWindows(paths);
});

const ask = (more: Partial<WindowRequest> = {}, signal = never): Promise<WindowAnswer> => windows({ source: 'log:serial', from: -3, height: 3, width: 80, ...more }, signal);
const write = (text: string): void => appendFileSync(paths.serialLog, text);

describe('a window of a log', () => {
  it('shows its end, or a place in it, no wider than asked', async () => {
    write('one\ntwo\nthree\nfour\n');
    expect(await ask()).toMatchObject({ first: 1, total: 4, rows: ['two', 'three', 'four'] });
    expect(await ask({ from: 0, height: 2, width: 2 })).toMatchObject({ first: 0, rows: ['on', 'tw'] });
    expect(await ask({ from: -100 })).toMatchObject({ first: 0, rows: ['one', 'two', 'three'] });
  });

  it('lets nothing through that a terminal would obey', async () => {
    write('\u001b[2J\u001b]52;c;AAAA\u0007red \u001b[31malert\u001b[0m\r\n 10 %\r 20 %\r100 %\na\tb\u0008\n');
    expect((await ask()).rows).toEqual(['red alert', '100 %', 'a       b']);
  });

  it('of a log that is not there is empty, and of no log an error', async () => {
    expect(await ask()).toMatchObject({ first: 0, total: 0, rows: [] });
    await expect(ask({ source: 'log:/etc/passwd' })).rejects.toThrow(UsageError);
    await expect(ask({ source: 'log:build:../../x' })).rejects.toThrow(UsageError);
  });

  it('shows the build step that was written to last', async () => {
    for (const [step, at] of [['userland', 1], ['disk', 3], ['node-packages-x86_64', 2]] as const) {
      const file = join(paths.buildLogs, `${step}.log`);
      writeFileSync(file, `${step}\n`);
      utimesSync(file, at, at);
    }
    expect((await ask({ source: 'log:build' })).rows).toEqual(['disk']);
    expect((await ask({ source: 'log:build:node-packages-x86_64' })).rows).toEqual(['node-packages-x86_64']);
  });
});

describe('a filter', () => {
  it('finds words in any case, expressions, and what does not match; positions count among the rows found', async () => {
    write(Array.from({ length: 10_000 }, (_, index) => `line ${index} ${index % 1000 === 0 ? 'Panic (x)' : 'well'}\n`).join(''));
    expect(await ask({ filter: { text: 'PANIC (X)' } })).toMatchObject({ first: 7, total: 10, rows: ['line 7000 Panic (x)', 'line 8000 Panic (x)', 'line 9000 Panic (x)'] });
    expect(await ask({ from: 1, height: 1, filter: { text: '^line \\d000 ', regex: true } })).toMatchObject({ total: 9, rows: ['line 2000 Panic (x)'] });
    expect(await ask({ from: 0, height: 1, filter: { text: 'panic', inverse: true } })).toMatchObject({ total: 9_990, rows: ['line 1 well'] });
  });

  it('looks at what is new only, and begins anew with the file', async () => {
    const filter = { text: 'a' } as const;
    write('a1\nb\n');
    const first = await ask({ filter });
    write('a2\nb\n');
    expect(await ask({ filter })).toMatchObject({ total: 2, rows: ['a1', 'a2'] });
    writeFileSync(paths.serialLog, 'a3\n');
    const anew = await ask({ filter });
    expect(anew).toMatchObject({ total: 1, rows: ['a3'] });
    expect(anew.version).not.toBe(first.version);
  });

  it('that is no expression, or would never end, is refused, and the next one is answered', async () => {
    write(`${'a'.repeat(40)}!\n`);
    await expect(ask({ filter: { text: '(', regex: true } })).rejects.toThrow(UsageError);
    await expect(ask({ filter: { text: '^(a+)+$', regex: true } })).rejects.toThrow(RefusedError);
    expect(await ask({ filter: { text: 'a!' } })).toMatchObject({ total: 1 });
  });
});

describe('a request that knows the rows already', () => {
  it('is answered when others are there', async () => {
    write('one\n');
    const { version } = await ask();
    const next = ask({ after: version });
    write('two\n');
    expect(await next).toMatchObject({ total: 2, rows: ['one', 'two'] });
  });

  it('is not disturbed by rows that its filter leaves out', async () => {
    write('a1\n');
    const filter = { text: 'a' } as const;
    const { version } = await ask({ filter });
    const next = ask({ filter, after: version });
    write('b\n');
    await ask();
    write('a2\n');
    expect(await next).toMatchObject({ rows: ['a1', 'a2'] });
  });

  it('is answered when the log comes to be, and when it begins anew with as many rows', async () => {
    const { version } = await ask();
    const first = ask({ after: version });
    write('one\n');
    const { version: before, rows } = await first;
    expect(rows).toEqual(['one']);
    const second = ask({ after: before });
    writeFileSync(paths.serialLog, '');
    await ask();
    write('other\n');
    const later = await second;
    expect(later.version).not.toBe(before);
  });

  it('is let go when nobody wants it any more', async () => {
    const { version } = await ask();
    const gone = new AbortController();
    const waiting = ask({ after: version }, gone.signal);
    gone.abort();
    await expect(waiting).rejects.toThrow(CancelledError);
  });
});
