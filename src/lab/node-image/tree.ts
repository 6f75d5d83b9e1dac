import { lstat, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import { CheckError } from '../../model/errors.ts';
import type { ArchiveEntry } from './cpio.ts';
import { isElf, readElfNeeds } from './elf.ts';

/**
 * Picks programs out of an unpacked Debian tree, with every library, interpreter and symbolic link that they need, by what
 * their ELF headers say: nothing of the tree is executed, so that it may be of any architecture.
 * @param root the unpacked tree
 * @param programs paths in it, without a leading slash
 * @param libraryDirs where sonames are looked for, in order
 * @throws CheckError naming the file or library that the tree lacks; ParseError
 */
export async function closure(root: string, programs: readonly string[], libraryDirs: readonly string[]): Promise<ArchiveEntry[]> {
  const picked = new Map<string, ArchiveEntry>();
  const todo = [...programs];
  for (let next = todo.shift(); next !== undefined; next = todo.shift()) {
    if (picked.has(next)) continue;
    const { entry, needs } = await pick(root, next, libraryDirs);
    picked.set(next, entry);
    todo.push(...needs);
  }
  return [...picked.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

interface Picked {
  readonly entry: ArchiveEntry;
  readonly needs: readonly string[];
}

async function pick(root: string, file: string, libraryDirs: readonly string[]): Promise<Picked> {
  const stat = await lstat(path.join(root, file)).catch(() => missing(file, root));
  if (stat.isSymbolicLink()) return pickLink(file, await readlink(path.join(root, file)));
  const data = await readFile(path.join(root, file));
  const entry: ArchiveEntry = { type: 'file', path: file, mode: stat.mode & 0o755, data };
  return { entry, needs: isElf(data) ? await elfFiles(root, data, file, libraryDirs) : [] };
}

function pickLink(file: string, target: string): Picked {
  const resolved = target.startsWith('/') ? target.slice(1) : path.posix.join(path.posix.dirname(file), target);
  return { entry: { type: 'link', path: file, target }, needs: [resolved] };
}

async function elfFiles(root: string, data: Buffer, file: string, libraryDirs: readonly string[]): Promise<string[]> {
  const { libraries, interpreter } = readElfNeeds(data, file);
  const found = await Promise.all(libraries.map((soname) => findLibrary(root, soname, libraryDirs)));
  return interpreter === undefined ? found : [...found, interpreter.slice(1)];
}

async function findLibrary(root: string, soname: string, libraryDirs: readonly string[]): Promise<string> {
  for (const dir of libraryDirs) {
    const file = path.posix.join(dir, soname);
    if (await lstat(path.join(root, file)).catch(() => undefined)) return file;
  }
  return missing(soname, root);
}

function missing(file: string, root: string): never {
  throw new CheckError({ what: `the node image needs ${file}, and the packages do not bring it`, detail: `looked in ${root}` });
}
