import { copyFile, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NodeArch } from '../../model/lab-node.ts';
import { assetEntries, entryInputs } from './asset-tree.ts';
import { MASKED_UNITS } from './outer-contents.ts';
import { INITRD, KERNEL, OUTER_PACKAGES, PACKAGES_TAR } from './outer-packages.ts';
import { isManifest } from './manifest.ts';
import type { Step, StepRun } from './step.ts';
import { packTar, type TarEntry } from './tar.ts';

export const OUTER_DISK = 'outer disk';
/** The raw ext4 file system that every lab's overlay stands on. */
export const DISK = 'outer.raw';
/** Where the outer VM finds what its nodes are made of: one directory per architecture. */
const NODES_DIR = 'var/lib/labdeck/nodes';

const MIB = 1024 * 1024;

export interface NodeStep {
  readonly arch: NodeArch;
  readonly step: string;
}

/**
 * The disk of the outer VM: packages, our own files over them, and the artefacts of the nodes, as a raw ext4 made without a loop device or a mount.
 * It is as small as its content: a lab's overlay is larger, and the file system grows into it at boot.
 */
export async function outerDisk(assets: string, nodes: readonly NodeStep[]): Promise<Step> {
  const files = [...(await ownFiles(assets)), ...unitLinks(), MACHINE_ID];
  const entries = [...parents(files), ...files];
  return {
    name: OUTER_DISK,
    inputs: { recipe: 1, mke2fs: MKE2FS, files: entryInputs(entries), nodes },
    needs: [OUTER_PACKAGES, ...nodes.map(({ step }) => step)],
    roomBytes: 3000 * MIB,
    shelf: 'images',
    run: (run) => makeDisk(run, entries, nodes),
  };
}

/** The directories above the files: an extraction would give those that are new the modes of whoever builds. */
function parents(files: readonly TarEntry[]): TarEntry[] {
  const above = (path: string): string[] => path.split('/').slice(0, -1).map((_, index, parts) => parts.slice(0, index + 1).join('/'));
  return [...new Set(files.flatMap(({ path }) => above(path)))].map((path) => ({ type: 'directory', path }));
}

/** `assets/guest/outer` as it is, and the channel program. */
async function ownFiles(assets: string): Promise<TarEntry[]> {
  const outer = await assetEntries(join(assets, 'guest/outer'));
  const [channel] = (await assetEntries(join(assets, 'guest'))).filter(({ path }) => path === 'channel.sh');
  return channel === undefined ? outer : [...outer, { ...channel, path: 'usr/lib/labdeck/channel.sh' }];
}

/** What is ours is started by a generator, where the kernel command line asks for it. */
function unitLinks(): TarEntry[] {
  return MASKED_UNITS.map((unit) => ({ type: 'link', path: `etc/systemd/system/${unit}`, target: '/dev/null' }));
}

/** An empty machine-id is filled in at each boot, and is no first boot with its presets (machine-id(5)). */
const MACHINE_ID: TarEntry = { type: 'file', path: 'etc/machine-id', data: new Uint8Array() };

/** Few inodes and no zeroing at run time: what a file system writes in the background lands in every overlay and snapshot. */
const MKE2FS = ['mke2fs', '-q', '-t', 'ext4', '-L', 'labdeck', '-i', '65536', '-I', '256', '-E', 'lazy_itable_init=0,lazy_journal_init=0,nodiscard,root_owner=0:0', '-J', 'size=16'] as const;

async function makeDisk(run: StepRun, entries: readonly TarEntry[], nodes: readonly NodeStep[]): Promise<void> {
  const tree = join(run.work, 'tree');
  const own = join(run.work, 'own.tar');
  await mkdir(tree);
  await writeFile(own, packTar(entries));
  run.says('unpacking');
  // devtmpfs covers /dev at boot; who is not root cannot make devices at all.
  await run.tool(['tar', '-xf', join(run.from(OUTER_PACKAGES), PACKAGES_TAR), '-C', tree, '--numeric-owner', '--exclude=./dev/*', '--exclude=./boot/*', '--exclude=./etc/ssh/ssh_host_*', '--exclude=./etc/machine-id']);
  await run.tool(['tar', '-xf', own, '-C', tree, '--numeric-owner', '--no-overwrite-dir']);
  for (const node of nodes) await addNode(run, tree, node);
  run.says('writing the file system');
  const disk = join(run.out, DISK);
  await run.tool([...MKE2FS, '-d', tree, disk, `${await diskMiB(run, nodes)}M`]);
  for (const name of [KERNEL, INITRD]) await copyFile(join(run.from(OUTER_PACKAGES), name), join(run.out, name));
}

async function addNode(run: StepRun, tree: string, { arch, step }: NodeStep): Promise<void> {
  const dir = join(tree, NODES_DIR, arch);
  const files = (await artefacts(run.from(step))).map((name) => join(run.from(step), name));
  await run.tool(['mkdir', '-p', '-m', '0755', dir]);
  await run.tool(['install', '-m', '0644', '-t', dir, '--', ...files]);
}

const artefacts = async (dir: string): Promise<string[]> => (await readdir(dir)).filter((name) => !isManifest(name));

/** The bytes that go in, a tenth for the file system's own tables, and some air for a boot before the file system has grown. */
async function diskMiB(run: StepRun, nodes: readonly NodeStep[]): Promise<number> {
  const paths = [join(run.from(OUTER_PACKAGES), PACKAGES_TAR)];
  for (const { step } of nodes) paths.push(...(await artefacts(run.from(step))).map((name) => join(run.from(step), name)));
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  return Math.ceil((sizes.reduce((sum, size) => sum + size, 0) * 1.1) / MIB) + 192;
}
