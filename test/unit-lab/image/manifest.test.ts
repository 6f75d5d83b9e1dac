import { mkdtemp, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { readSealed, seal } from '../../../src/lab/image/manifest.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'labdeck-seal-'));
  await writeFile(join(dir, 'disk'), 'the disk');
  return () => rm(dir, { recursive: true });
});
const sealed = () => seal(dir, { step: 'disk', key: 'k', elapsedMs: 5 });

test('a sealed directory is complete', async () => {
  const manifest = await sealed();
  expect(await readSealed(dir)).toEqual(manifest);
  expect(Object.keys(manifest.files)).toEqual(['disk']);
});

test('a copy with other times but the same bytes is complete', async () => {
  await sealed();
  await utimes(join(dir, 'disk'), 1, 1);
  expect(await readSealed(dir)).toBeDefined();
});

const DAMAGES: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['no manifest', () => rm(join(dir, 'manifest.json'))],
  ['a manifest cut off', () => truncate(join(dir, 'manifest.json'), 90)],
  ['an empty manifest', () => truncate(join(dir, 'manifest.json'), 0)],
  ['a manifest edited', async () => writeFile(join(dir, 'manifest.json'), (await readFile(join(dir, 'manifest.json'), 'utf8')).replace('"k"', '"l"'))],
  ['a file gone', () => rm(join(dir, 'disk'))],
  ['a file cut off', () => truncate(join(dir, 'disk'), 3)],
  ['a file with other bytes', () => writeFile(join(dir, 'disk'), 'the disc')],
];

test.each(DAMAGES)('%s: not complete', async (_what, damage) => {
  await sealed();
  await damage();
  expect(await readSealed(dir)).toBeUndefined();
});
