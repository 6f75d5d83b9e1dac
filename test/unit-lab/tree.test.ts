import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closure } from '../../src/lab/node-image/tree.ts';

const LIBRARIES = ['lib/x86_64-linux-gnu', 'usr/lib/x86_64-linux-gnu', 'lib/aarch64-linux-gnu', 'usr/lib/aarch64-linux-gnu'];
let root: string;
beforeEach(async () => void (root = await mkdtemp(path.join(tmpdir(), 'tree-'))));
afterEach(() => rm(root, { recursive: true }));

describe('closure', () => {
  it.skipIf(!existsSync('/etc/debian_version'))('takes a program of a Debian tree with its libraries and its interpreter', async () => {
    const paths = (await closure('/', ['usr/bin/env'], LIBRARIES)).map((entry) => entry.path);
    expect(paths).toContain('usr/bin/env');
    expect(paths.some((each) => each.endsWith('/libc.so.6'))).toBe(true);
    expect(paths.some((each) => each.includes('/ld-linux-'))).toBe(true);
  });

  it('follows symbolic links, relative and absolute, and keeps them', async () => {
    await mkdir(path.join(root, 'bin'));
    await writeFile(path.join(root, 'bin/real'), '#!/bin/sh\n', { mode: 0o755 });
    await symlink('real', path.join(root, 'bin/near'));
    await symlink('/bin/near', path.join(root, 'bin/far'));
    const entries = await closure(root, ['bin/far'], []);
    expect(entries.map(({ path: file, type }) => [file, type])).toEqual([['bin/far', 'link'], ['bin/near', 'link'], ['bin/real', 'file']]);
  });

  it('names the program that the packages do not bring', async () => {
    await expect(closure(root, ['bin/gone'], [])).rejects.toThrow(/the node image needs bin\/gone/);
  });

  it('names the library that the packages do not bring', async () => {
    await copyFile(process.execPath, path.join(root, 'node'));
    await expect(closure(root, ['node'], ['lib'])).rejects.toThrow(/needs lib.*\.so/);
  });
});
