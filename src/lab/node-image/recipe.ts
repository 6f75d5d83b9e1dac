import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { NodeArch } from '../../model/lab-node.ts';
import { runOk } from '../../transport/run.ts';
import type { Transport } from '../../transport/transport.ts';
import { NODE_ARTEFACTS } from './artefacts.ts';
import { DEBIAN, EMPTY_DIRECTORIES, MODULE_LISTS, PACKAGES, PROGRAMS } from './contents.ts';
import { packCpio, parentDirectories } from './cpio.ts';
import type { ArchiveEntry } from './cpio.ts';
import { writeKernel } from './kernel-archive.ts';
import { closure } from './tree.ts';

/** Raised when the same inputs make other bytes. */
const RECIPE_VERSION = 2;

export interface NodeImageOptions {
  readonly arch: NodeArch;
  /** Where the artefacts go; a complete directory or none is the caller's business (temporary name, then rename). */
  readonly outDir: string;
  /** Scratch space, about 400 MB; emptied before and after. */
  readonly workDir: string;
  /** The repository's `assets/guest/node`. */
  readonly assetsDir: string;
  readonly suite: string;
  readonly mirror: string;
  /** The packages as {@link nodePackagesArgv} fetched them; without it they are fetched now. */
  readonly packages?: string;
  readonly signal?: AbortSignal;
}

/** Fetches and unpacks the packages of one architecture into a tar, which `buildNodeImage` takes as `packages`. */
export function nodePackagesArgv(arch: NodeArch, suite: string, tar: string, mirror: string, hooks: readonly string[] = []): string[] {
  const { debian, kernel } = DEBIAN[arch];
  return ['mmdebstrap', '--variant=extract', `--architectures=${debian}`, `--include=${[...PACKAGES, kernel].join(',')}`, ...hooks, suite, tar, mirror];
}

/** All that decides what a node image is, as plain data to hash. */
export async function nodeImageInputs(options: Pick<NodeImageOptions, 'arch' | 'assetsDir' | 'suite' | 'mirror'>): Promise<unknown> {
  const assets = await readAssets(options.assetsDir);
  const digests = assets.map((entry) => [entry.path, entry.type === 'file' ? createHash('sha256').update(entry.data).digest('hex') : entry.type]);
  const { arch, suite, mirror } = options;
  return { recipe: RECIPE_VERSION, arch, suite, mirror, debian: DEBIAN[arch], packages: PACKAGES, programs: PROGRAMS, modules: MODULE_LISTS, assets: digests };
}

/**
 * Builds kernel, userland and modules of one architecture from Debian packages, as any user and without executing any of
 * it: 10 to 20 s and 150 MB of downloads.
 * @throws ExitError with mmdebstrap's own words; CheckError when a package no longer brings what a node needs
 */
export async function buildNodeImage(host: Transport, options: NodeImageOptions): Promise<void> {
  const { workDir, outDir, arch, assetsDir } = options;
  const tree = path.join(workDir, 'tree');
  await rm(workDir, { recursive: true, force: true });
  await mkdir(tree, { recursive: true });
  await mkdir(outDir, { recursive: true });
  await extractPackages(host, options, tree);
  await writeFile(path.join(outDir, NODE_ARTEFACTS.userland), packCpio(await userland(tree, arch, assetsDir)));
  await writeKernel(tree, outDir);
  await rm(workDir, { recursive: true, force: true });
}

async function extractPackages(host: Transport, { arch, suite, mirror, workDir, packages, signal }: NodeImageOptions, tree: string): Promise<void> {
  const tar = packages ?? path.join(workDir, 'packages.tar');
  const cancel = signal === undefined ? {} : { signal };
  if (packages === undefined) await runOk(host, { argv: nodePackagesArgv(arch, suite, tar, mirror), ...cancel });
  await runOk(host, { argv: ['tar', '-xf', tar, '-C', tree, '--no-same-owner', '--exclude=./dev', '--exclude=./usr/share'], ...cancel });
  if (packages === undefined) await rm(tar);
}

async function userland(tree: string, arch: NodeArch, assetsDir: string): Promise<ArchiveEntry[]> {
  const { triplet } = DEBIAN[arch];
  const programs = await closure(tree, PROGRAMS, [`lib/${triplet}`, `usr/lib/${triplet}`]);
  const assets = await readAssets(assetsDir);
  const files = [...programs, ...assets, ...LINKS, ...DEVICES];
  const directories = parentDirectories([...files.map((entry) => entry.path), ...EMPTY_DIRECTORIES.map((dir) => `${dir}/.`)]);
  return [...directories.map(closedHome), ...files];
}

/** dropbear refuses keys in a home that others may write to; nobody else needs to look either. */
function closedHome(entry: ArchiveEntry): ArchiveEntry {
  return entry.type === 'directory' && /^root(\/|$)/.test(entry.path) ? { ...entry, mode: 0o700 } : entry;
}

/** The kernel starts /init of an initramfs, libvirt-lxc /sbin/init; busybox lays out at boot those of its names that are not taken. */
const LINKS: readonly ArchiveEntry[] = [
  { type: 'link', path: 'init', target: 'sbin/init' },
  { type: 'link', path: 'sbin/init', target: '../bin/busybox' },
  { type: 'link', path: 'bin/sh', target: 'dash' },
];

/** Without it the first process has no output until devtmpfs is mounted (Documentation/filesystems/ramfs-rootfs-initramfs.rst). */
const DEVICES: readonly ArchiveEntry[] = [{ type: 'device', path: 'dev/console', mode: 0o600, major: 5, minor: 1 }];

async function readAssets(dir: string): Promise<ArchiveEntry[]> {
  const names = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = names.filter((each) => each.isFile()).map((each) => path.join(each.parentPath, each.name)).sort();
  return Promise.all(files.map(async (file) => asset(path.relative(dir, file), await readFile(file))));
}

/** The mode follows from the content, not from how a checkout happens to lie on disk. */
function asset(file: string, data: Buffer): ArchiveEntry {
  return { type: 'file', path: file, mode: data.subarray(0, 2).toString() === '#!' ? 0o755 : 0o644, data };
}
