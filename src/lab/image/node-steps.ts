import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NodeArch } from '../../model/lab-node.ts';
import { DEBIAN, PACKAGES } from '../node-image/contents.ts';
import { buildNodeImage, nodeImageInputs, nodePackagesArgv } from '../node-image/recipe.ts';
import { aptCacheHooks } from './apt-cache.ts';
import { hostSources } from './apt-sources.ts';
import { SUITE } from './outer-contents.ts';
import type { NodeStep } from './outer-disk.ts';
import { PACKAGES_TAR } from './outer-packages.ts';
import type { Step, StepRun } from './step.ts';

const MIB = 1024 * 1024;

/** What mmdebstrap takes when this host has no sources of its own for the suite. */
const DEBIAN_MIRROR = 'http://deb.debian.org/debian';

export const NODE_STEPS: readonly NodeStep[] = [
  { arch: 'x86_64', step: 'node x86_64' },
  { arch: 'aarch64', step: 'node aarch64' },
];

const packagesStep = (arch: NodeArch): string => `node packages ${arch}`;

/**
 * Kernel, userland and modules of the nodes of one architecture. The packages are a step of their own: our own files change more often.
 * @param apt where downloaded packages are kept
 */
export async function nodeSteps(assets: string, apt: string, { arch, step }: NodeStep): Promise<Step[]> {
  const assetsDir = join(assets, 'guest/node');
  const packages = packagesStep(arch);
  return [
    {
      name: packages,
      inputs: { recipe: 1, suite: SUITE, debian: DEBIAN[arch], packages: PACKAGES },
      needs: [],
      roomBytes: 900 * MIB,
      run: async (run) => run.tool(nodePackagesArgv(arch, SUITE, join(run.out, PACKAGES_TAR), await mirror(run.work), await aptCacheHooks(apt)), { TMPDIR: run.work }),
    },
    {
      name: step,
      // Which mirror brings a package does not change it.
      inputs: await nodeImageInputs({ arch, assetsDir, suite: SUITE, mirror: '' }),
      needs: [packages],
      roomBytes: 600 * MIB,
      run: (run) => buildNode(run, arch, assetsDir, join(run.from(packages), PACKAGES_TAR)),
    },
  ];
}

async function buildNode({ host, out: outDir, work, signal }: StepRun, arch: NodeArch, assetsDir: string, packages: string): Promise<void> {
  const workDir = join(work, 'node');
  await buildNodeImage(host, { arch, outDir, assetsDir, suite: SUITE, workDir, mirror: '', packages, ...(signal === undefined ? {} : { signal }) });
}

async function mirror(work: string): Promise<string> {
  const sources = await hostSources(SUITE);
  if (sources === undefined) return DEBIAN_MIRROR;
  const file = join(work, 'host.sources');
  await writeFile(file, sources);
  return file;
}
