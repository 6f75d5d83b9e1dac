import { chmod, cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runOk } from '../../transport/run.ts';
import { aptCacheHooks, hookWord } from './apt-cache.ts';
import { hostSources } from './apt-sources.ts';
import { assetInputs } from './asset-tree.ts';
import { LEFT_OUT, PACKAGES, SUITE } from './outer-contents.ts';
import type { Step, StepRun } from './step.ts';

export const OUTER_PACKAGES = 'outer packages';
export const PACKAGES_TAR = 'packages.tar';
export const KERNEL = 'vmlinuz';
export const INITRD = 'initrd';

const MIB = 1024 * 1024;

/**
 * The packages of the outer VM, installed and packed as a tar, with its kernel and initramfs beside it. The initramfs is told what to hold before the
 * kernel is installed, so that it is made once and small.
 * @param initramfs `assets/guest/outer/etc/initramfs-tools`
 * @param apt where downloaded packages are kept, so that the next build downloads none
 */
export async function outerPackages(initramfs: string, apt: string): Promise<Step> {
  return {
    name: OUTER_PACKAGES,
    inputs: { recipe: 1, suite: SUITE, packages: PACKAGES, leftOut: LEFT_OUT, initramfs: await assetInputs(initramfs) },
    needs: [],
    roomBytes: 2600 * MIB,
    run: (run) => install(run, initramfs, apt),
  };
}

async function install(run: StepRun, initramfs: string, apt: string): Promise<void> {
  const config = join(run.work, 'initramfs-tools');
  await cp(initramfs, config, { recursive: true });
  await runOk(run.host, { argv: ['chmod', '-R', 'u=rwX,go=rX', config] });
  for (const hook of await readdir(join(config, 'hooks'))) await chmod(join(config, 'hooks', hook), 0o755);
  await mkdir(join(run.work, 'boot'));
  await run.tool(['mmdebstrap', ...(await options(run, config, apt)), SUITE, join(run.out, PACKAGES_TAR), ...(await mirror(run))], { TMPDIR: run.work });
  await takeKernel(run);
}

async function options(run: StepRun, config: string, apt: string): Promise<string[]> {
  return [
    '--variant=minbase',
    '--format=tar',
    `--include=${PACKAGES.join(',')}`,
    ...LEFT_OUT.map((path) => `--dpkgopt=path-exclude=${path}`),
    '--aptopt=Acquire::Languages "none"',
    ...(await aptCacheHooks(apt)),
    '--essential-hook=mkdir -p "$1/etc/initramfs-tools"',
    `--essential-hook=sync-in ${hookWord(config)} /etc/initramfs-tools`,
    `--customize-hook=sync-out /boot ${hookWord(join(run.work, 'boot'))}`,
  ];
}

/** The host's own sources, as a file: mmdebstrap reads one that ends in .sources. */
async function mirror(run: StepRun): Promise<string[]> {
  const sources = await hostSources(SUITE);
  if (sources === undefined) return [];
  const file = join(run.work, 'host.sources');
  await writeFile(file, sources);
  return [file];
}

async function takeKernel({ work, out }: StepRun): Promise<void> {
  const boot = join(work, 'boot');
  const names = await readdir(boot);
  const find = (prefix: string) => names.find((name) => name.startsWith(prefix)) ?? missing(prefix);
  await rename(join(boot, find('vmlinuz-')), join(out, KERNEL));
  await rename(join(boot, find('initrd.img-')), join(out, INITRD));
  await rm(boot, { recursive: true });
}

function missing(prefix: string): never {
  throw new Error(`the packages brought no /boot/${prefix}*`);
}
