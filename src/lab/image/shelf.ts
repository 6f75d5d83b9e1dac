import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
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

/** An image that no `up` has asked for in that long is let go. A lab that stood on it gets a new one, and a QEMU that runs keeps its open file. */
const UNUSED_MS = 7 * 24 * 3600 * 1000;

/** Removes outputs of these steps that other inputs have made: those on the way to an image at once, images when nobody has used them for a week. */
export async function dropOlder(cache: string, steps: readonly KeyedStep[], now: number): Promise<void> {
  for (const step of steps) {
    const dir = shelfDir(cache, step);
    const others = (await readdir(dirname(dir))).filter((name) => isOutputOf(step, name)).map((name) => join(dirname(dir), name)).filter((path) => path !== dir);
    for (const path of others) if (step.shelf !== 'images' || (await stat(path)).mtimeMs < now - UNUSED_MS) await rm(path, { recursive: true, force: true });
  }
}

const isOutputOf = (step: KeyedStep, name: string): boolean => new RegExp(`^${slug(step.name)}-[0-9a-f]{16}$`).test(name);
