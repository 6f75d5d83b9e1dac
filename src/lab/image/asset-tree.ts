import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { TarEntry } from './tar.ts';

/** The files below a directory of assets, for an archive: paths relative to it, sorted. */
export async function assetEntries(dir: string): Promise<TarEntry[]> {
  const found = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = found.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name)).toSorted();
  return Promise.all(files.map(async (file) => ({ type: 'file' as const, path: relative(dir, file), data: await readFile(file) })));
}

/** What decides about them, to be hashed: each path with its content's checksum. */
export async function assetInputs(dir: string): Promise<unknown> {
  return entryInputs(await assetEntries(dir));
}

export function entryInputs(entries: readonly TarEntry[]): unknown {
  return entries.map((entry) => [entry.path, entry.type === 'file' ? createHash('sha256').update(entry.data).digest('hex') : entry]);
}
