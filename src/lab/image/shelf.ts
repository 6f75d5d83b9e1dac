import { mkdir, readdir, rename, rm, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Manifest, readSealed } from './manifest.ts';
import type { KeyedStep } from './step.ts';

/** The output of a step lies under this name in the cache; nothing incomplete ever has such a name. */
export const shelfDir = (cache: string, step: KeyedStep): string => join(cache, step.shelf ?? 'steps', `${slug(step.name)}-${step.key}`);

const slug = (name: string): string => name.replaceAll(/[^a-z0-9_]+/gi, '-');

/** The manifest of a finished step, or undefined when it has to run. A finished one counts as used now. */
export async function finished(dir: string): Promise<Manifest | undefined> {
  const manifest = await readSealed(dir);
  if (manifest !== undefined) await utimes(dir, new Date(), new Date());
  return manifest;
}

/** Puts a sealed directory into its place with one rename; what was there before was not valid. */
export async function place(from: string, dir: string): Promise<void> {
  await mkdir(dirname(dir), { recursive: true, mode: 0o700 });
  await rm(dir, { recursive: true, force: true });
  await rename(from, dir);
}

/** Removes outputs of these steps that other inputs have made: the steps before an image are worth keeping only once. */
export async function dropOlder(cache: string, steps: readonly KeyedStep[]): Promise<void> {
  const keep = new Set(steps.map((step) => shelfDir(cache, step)));
  const names = await readdir(join(cache, 'steps'));
  const ours = steps.map((step) => new RegExp(`^${slug(step.name)}-[0-9a-f]{16}$`));
  const old = names.filter((name) => ours.some((pattern) => pattern.test(name)) && !keep.has(join(cache, 'steps', name)));
  await Promise.all(old.map((name) => rm(join(cache, 'steps', name), { recursive: true, force: true })));
}
