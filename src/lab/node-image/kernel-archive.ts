import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CheckError } from '../../model/errors.ts';
import { NODE_ARTEFACTS } from './artefacts.ts';
import { MODULE_LISTS } from './contents.ts';
import type { ModuleList } from './contents.ts';
import { packCpio, parentDirectories } from './cpio.ts';
import type { ArchiveEntry } from './cpio.ts';
import { loadOrder, moduleName, readModule } from './kernel-modules.ts';
import type { KernelModule } from './kernel-modules.ts';

type Modules = ReadonlyMap<string, KernelModule>;

/**
 * Takes the kernel and its modules out of an unpacked tree.
 * @throws CheckError when the tree holds no kernel; ParseError when a module is broken
 */
export async function writeKernel(tree: string, outDir: string): Promise<void> {
  const image = (await readdir(path.join(tree, 'boot'))).find((name) => name.startsWith('vmlinuz-'));
  if (image === undefined) throw new CheckError({ what: 'the kernel package brings no /boot/vmlinuz-*', detail: `looked in ${tree}` });
  await writeFile(path.join(outDir, NODE_ARTEFACTS.kernel), await readFile(path.join(tree, 'boot', image)));
  const modules = await readModules(tree);
  await writeFile(path.join(outDir, NODE_ARTEFACTS.modules), await moduleArchive(tree, modules, ['boot', 'disk', 'late']));
  await writeFile(path.join(outDir, NODE_ARTEFACTS.k3sModules), await moduleArchive(tree, modules, ['k3s']));
}

async function readModules(tree: string): Promise<Modules> {
  const names = await readdir(path.join(tree, 'lib/modules'), { recursive: true });
  const files = names.filter((name) => name.endsWith('.ko'));
  const modules = await Promise.all(files.map(async (name) => readModule(path.join('lib/modules', name), await readFile(path.join(tree, 'lib/modules', name)))));
  return new Map(modules.map((module) => [moduleName(module.path), module]));
}

/** The modules of the lists, each once, and `/etc/labdeck/modules/<list>` that names them in the order of loading. */
async function moduleArchive(tree: string, modules: Modules, lists: readonly ModuleList[]): Promise<Buffer> {
  const seen = new Set<string>();
  const ordered = lists.map((list) => ({ list, paths: inOrder(list, modules).filter((file) => !seen.has(file) && seen.add(file)) }));
  const paths = [...seen];
  const files = await Promise.all(paths.map(async (file): Promise<ArchiveEntry> => ({ type: 'file', path: file, mode: 0o644, data: await readFile(path.join(tree, file)) })));
  const names = ordered.map(({ list, paths: of }): ArchiveEntry => ({ type: 'file', path: `etc/labdeck/modules/${list}`, mode: 0o644, data: Buffer.from(of.map((file) => `/${file}\n`).join('')) }));
  const entries = [...files, ...names];
  return packCpio([...parentDirectories(entries.map((entry) => entry.path)), ...entries]);
}

function inOrder(list: ModuleList, modules: Modules): string[] {
  return loadOrder(MODULE_LISTS[list], (name) => modules.get(name)).map((module) => module.path);
}
