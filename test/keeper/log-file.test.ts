import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openLogFile } from '../../src/keeper/log-file.ts';

function file(): string {
  const dir = mkdtempSync(join(tmpdir(), 'labdeck-l-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return join(dir, 'keeper.log');
}

describe('openLogFile', () => {
  it('dates each line and keeps one line one entry', () => {
    const path = file();
    const log = openLogFile(path, () => 0);
    log.line('one');
    log.line('two\nthree');
    log.close();
    expect(readFileSync(path, 'utf8')).toBe('1970-01-01T00:00:00.000Z one\n1970-01-01T00:00:00.000Z two\n  three\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('rotates by size; what others write through their own descriptor stays in the file', () => {
    const path = file();
    const other = openSync(path, 'a');
    const log = openLogFile(path, () => 0, 100);
    log.line('a'.repeat(100));
    writeSync(other, 'a crash\n');
    log.line('after');
    writeSync(other, 'another\n');
    log.close();
    closeSync(other);
    expect(readFileSync(`${path}.1`, 'utf8')).toMatch(/a{100}\na crash\n$/);
    expect(readFileSync(path, 'utf8')).toBe('1970-01-01T00:00:00.000Z after\nanother\n');
  });

  it('survives a disk that takes nothing, and says later how much is missing', () => {
    const path = file();
    let broken = true;
    const log = openLogFile(path, () => {
      if (broken) throw new Error('no space left on device');
      return 0;
    });
    log.line('lost');
    log.line('lost too');
    broken = false;
    log.line('back');
    log.close();
    expect(readFileSync(path, 'utf8')).toBe('(2 lines before this could not be written)\n1970-01-01T00:00:00.000Z back\n');
  });
});
