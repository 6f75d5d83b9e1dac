import { join } from 'node:path';
import type { HomePaths } from '../../config/paths.ts';
import { build, type BuildContext } from './build.ts';
import type { Manifest } from './manifest.ts';
import { NODE_STEPS, nodeSteps } from './node-steps.ts';
import { DISK, outerDisk } from './outer-disk.ts';
import { INITRD, KERNEL, outerPackages } from './outer-packages.ts';
import { finished, shelfDir } from './shelf.ts';
import { keySteps, type Step } from './step.ts';

/** A complete image: what a lab boots from. Nothing in it is ever written to. */
export interface Image {
  /** Names its inputs and its bytes: the same packages built twice are two disks, and what was written over one does not fit the other. */
  readonly key: string;
  readonly dir: string;
  readonly disk: string;
  readonly kernel: string;
  readonly initrd: string;
}

/**
 * The steps of the outer VM's image.
 * @param assets the directory `assets` of the package
 */
export async function imageRecipe(assets: string, home: HomePaths): Promise<Step[]> {
  const initramfs = join(assets, 'guest/outer/etc/initramfs-tools');
  const apt = join(home.cache, 'apt');
  return [
    await outerPackages(initramfs, apt),
    ...(await Promise.all(NODE_STEPS.map((node) => nodeSteps(assets, apt, node)))).flat(),
    await outerDisk(assets, NODE_STEPS),
  ];
}

/**
 * The image for these assets, built as far as it is not there yet. Independent of any lab: all labs and clones share it.
 * @throws what `build` throws
 */
export async function buildImage(assets: string, home: HomePaths, ctx: Omit<BuildContext, 'cache'>): Promise<Image> {
  const { key, dir, manifest } = await build(await imageRecipe(assets, home), { ...ctx, cache: home.cache });
  return imageIn(key, dir, manifest);
}

/** An image that is not built yet has no bytes to name. */
function imageIn(key: string, dir: string, manifest?: Manifest): Image {
  const bytes = manifest?.files[DISK]?.sha256.slice(0, 16) ?? 'unbuilt';
  return { key: `${key}-${bytes}`, dir, disk: join(dir, DISK), kernel: join(dir, KERNEL), initrd: join(dir, INITRD) };
}

/** Where the image for these assets lies or will lie, and the steps that are still to be run for it. */
export async function plannedImage(assets: string, home: HomePaths): Promise<{ readonly image: Image; readonly missing: readonly string[] }> {
  const steps = keySteps(await imageRecipe(assets, home));
  const last = steps.at(-1);
  if (last === undefined) throw new Error('a recipe has at least one step');
  const dir = shelfDir(home.cache, last);
  const manifest = await finished(dir);
  const image = imageIn(last.key, dir, manifest);
  if (manifest !== undefined) return { image, missing: [] };
  const done = await Promise.all(steps.map(async (step) => (await finished(shelfDir(home.cache, step))) !== undefined));
  return { image, missing: steps.filter((_, index) => done[index] === false).map(({ name }) => name) };
}
