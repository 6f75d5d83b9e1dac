import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assetEntries } from '../../../src/lab/image/asset-tree.ts';
import { ENABLED_UNITS, MASKED_UNITS } from '../../../src/lab/image/outer-contents.ts';

const OUTER = join(import.meta.dirname, '../../../assets/guest/outer');
const files = await assetEntries(OUTER);
const textOf = (path: string) => files.flatMap((each) => (each.type === 'file' && each.path === path ? [Buffer.from(each.data).toString()] : [])).join('');

test.each(ENABLED_UNITS.filter((unit) => unit.startsWith('labdeck-')))('%s is there to be started', (unit) => {
  expect(existsSync(join(OUTER, 'etc/systemd/system', unit))).toBe(true);
});

test('nothing is both started and masked', () => {
  expect(ENABLED_UNITS.filter((unit) => (MASKED_UNITS as readonly string[]).includes(unit))).toEqual([]);
});

const scripts = files.filter((each) => each.type === 'file' && Buffer.from(each.data).subarray(0, 9).toString() === '#!/bin/sh').map(({ path }) => path);

test.each(scripts)('%s is a script that sh can read', (path) => {
  execFileSync('sh', ['-n', join(OUTER, path)]);
});

test('every program of ours that a unit or rule starts is in the image', () => {
  const named = files.flatMap(({ path }) => [...textOf(path).matchAll(/\/usr\/lib\/labdeck\/[\w.-]+/g)].map(([program]) => program));
  const missing = [...new Set(named)].filter((program) => program !== '/usr/lib/labdeck/channel.sh' && !existsSync(join(OUTER, program)));
  expect(named).not.toEqual([]);
  expect(missing).toEqual([]);
});
