import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { packTar, type TarEntry } from '../../../src/lab/image/tar.ts';

const text = (path: string, data: string): TarEntry => ({ type: 'file', path, data: Buffer.from(data) });

/** What tar(1) makes of it. */
function unpacked(entries: readonly TarEntry[]): string {
  const dir = mkdtempSync(join(tmpdir(), 'labdeck-tar-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  execFileSync('tar', ['-xp', '-C', dir], { input: packTar(entries) });
  return dir;
}

test('tar reads files, links and directories back, with their modes', () => {
  const dir = unpacked([
    { type: 'directory', path: 'ssh', mode: 0o700 },
    { ...text('ssh/key', 'secret'), type: 'file', data: Buffer.from('secret'), mode: 0o600 },
    text('run.sh', '#!/bin/sh\n'),
    text('empty', ''),
    text('block', 'x'.repeat(512)),
    { type: 'link', path: 'masked.service', target: '/dev/null' },
  ]);
  const mode = (path: string) => lstatSync(join(dir, path)).mode & 0o7777;
  expect(mode('ssh')).toBe(0o700);
  expect(mode('ssh/key')).toBe(0o600);
  expect(mode('run.sh')).toBe(0o755);
  expect(mode('empty')).toBe(0o644);
  expect(readFileSync(join(dir, 'block'), 'utf8')).toHaveLength(512);
  expect(readlinkSync(join(dir, 'masked.service'))).toBe('/dev/null');
});

test.each(['with space', "it's", 'two\nlines', 'a;b', 'ü'])('a file called %j comes through', (name) => {
  expect(readFileSync(join(unpacked([text(name, 'here')]), name), 'utf8')).toBe('here');
});

test('the same entries in any order are the same bytes', () => {
  expect(packTar([text('b', '2'), text('a', '1')])).toEqual(packTar([text('a', '1'), text('b', '2')]));
});

test('a path that does not fit is refused, not cut', () => {
  expect(() => packTar([text('x'.repeat(101), '')])).toThrow(RangeError);
});
