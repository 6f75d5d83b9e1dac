import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { inRoot } from './root.ts';

/** Stands for the build's id until the hash of everything is known. */
export const BUILD_MARK = '@labdeck-build@';

/** A keeper of an earlier build may still load its chunks lazily: they stay for a week. */
const KEEP_CHUNKS_MS = 7 * 24 * 3600 * 1000;

interface Built {
  readonly path: string;
  readonly text: string;
}

/**
 * Puts what was built in place of what is there: each file is renamed into place, in the order given, so that a start in the
 * meantime works. The build's id is a hash over all of it.
 */
export function replaceDist(built: readonly Built[], dist = inRoot('dist')): { readonly id: string; readonly files: readonly string[] } {
  const id = buildId(built.map(({ path, text }) => `${relative(dist, path)}\n${text}`));
  for (const { path, text } of built) put(path, text.replaceAll(BUILD_MARK, id));
  const files = built.map(({ path }) => path);
  sweep(dist, new Set(files));
  return { id, files };
}

function buildId(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts.toSorted()) hash.update(text).update('\0');
  return hash.digest('hex').slice(0, 12);
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}.tmp`, text);
  renameSync(`${path}.${process.pid}.tmp`, path);
}

function sweep(dist: string, current: ReadonlySet<string>): void {
  for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const path = join(dist, name);
    const stats = statSync(path);
    if (stats.isFile() && !current.has(path) && Date.now() - stats.mtimeMs > KEEP_CHUNKS_MS) rmSync(path);
  }
}
