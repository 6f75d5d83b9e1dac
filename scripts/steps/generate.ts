import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Generator } from './generators.ts';

/** Files below `root` that are not what their generator makes now. */
export async function staleFiles(generators: readonly Generator[], root: string): Promise<string[]> {
  const made = await makeAll(generators);
  return made.filter(({ path, text }) => current(join(root, path)) !== text).map(({ path }) => path);
}

/** Writes what is stale and names it. Files that are as they should be keep their date. */
export async function generate(generators: readonly Generator[], root: string): Promise<string[]> {
  const stale = new Set(await staleFiles(generators, root));
  for (const { path, text } of (await makeAll(generators)).filter((each) => stale.has(each.path))) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return [...stale];
}

function makeAll(generators: readonly Generator[]): Promise<{ path: string; text: string }[]> {
  return Promise.all(generators.map(async ({ path, make }) => ({ path, text: await make() })));
}

function current(path: string): string | undefined {
  return statSync(path, { throwIfNoEntry: false }) === undefined ? undefined : readFileSync(path, 'utf8');
}
