import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assetEntries } from '../../../src/lab/image/asset-tree.ts';
import { MASKED_UNITS } from '../../../src/lab/image/outer-contents.ts';

const OUTER = join(import.meta.dirname, '../../../assets/guest/outer');
const files = await assetEntries(OUTER);
const textOf = (path: string) => files.flatMap((each) => (each.type === 'file' && each.path === path ? [Buffer.from(each.data).toString()] : [])).join('');

describe('the generator', () => {
  const units = ['labdeck-bridge.service', 'labdeck-dnsmasq.service', 'labdeck-seed.service'];

  /** Its own text, with a kernel command line that is ours. */
  function generated(kernelLine: string): string[] {
    const dir = mkdtempSync(join(tmpdir(), 'labdeck-generator-'));
    writeFileSync(join(dir, 'cmdline'), `${kernelLine}\n`);
    const script = textOf('etc/systemd/system-generators/labdeck').replace('/proc/cmdline', join(dir, 'cmdline'));
    execFileSync('sh', ['-c', script, 'labdeck', join(dir, 'normal')]);
    const links = existsSync(join(dir, 'normal')) ? readdirSync(join(dir, 'normal/multi-user.target.wants')) : [];
    rmSync(dir, { recursive: true });
    return links.toSorted();
  }

  test('starts what is ours where the kernel command line asks for it, and nowhere else', () => {
    expect(generated('root=/dev/vda labdeck.seed labdeck.channels')).toEqual(units);
    expect(generated('root=/dev/vda rw quiet labdeck.seeds')).toEqual([]);
  });

  test.each(units)('%s is there to be started, and is not masked', (unit) => {
    expect(existsSync(join(OUTER, 'etc/systemd/system', unit))).toBe(true);
    expect(MASKED_UNITS).not.toContain(unit);
  });
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
