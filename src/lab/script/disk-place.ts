import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inMemory } from '../../config/dirs.ts';
import { RefusedError } from '../../model/errors.ts';

export interface DiskPlace {
  readonly path: string;
  /** The image is made on the first start, which takes minutes. */
  readonly exists: boolean;
  /** What the operator should know of the choice, one line each. */
  readonly notes: readonly string[];
}

export interface DiskWishes {
  /** From the lab file or NIX_DISK_IMAGE. */
  readonly wanted: string | undefined;
  /** The lab's state directory. */
  readonly state: string;
  /** The launcher's socket directory, where its own background start would put the image. */
  readonly socketDir: string;
}

/**
 * Where the outer VM's disk image goes. n3x's own place is the socket directory, normally a tmpfs of a tenth of the RAM that is emptied at logout, and the image grows
 * to tens of GB: it is not used.
 * @param inMemoryAt the name of the in-memory file system of a path, or undefined; another one in tests
 * @throws RefusedError when the place that was asked for, or the state directory, is in memory
 */
export function diskPlace({ wanted, state, socketDir }: DiskWishes, inMemoryAt: (path: string) => string | undefined = inMemory): DiskPlace {
  const path = wanted ?? join(state, 'nixos.qcow2');
  const memory = inMemoryAt(dirname(path));
  if (memory !== undefined) throw refused(path, memory, wanted === undefined);
  return { path, exists: existsSync(path), notes: wanted === undefined ? notesOf(path, socketDir, inMemoryAt) : [] };
}

function notesOf(path: string, socketDir: string, inMemoryAt: (path: string) => string | undefined): string[] {
  const memory = inMemoryAt(socketDir);
  const theirs = join(socketDir, 'nixos.qcow2');
  const left = existsSync(theirs) ? [`an outer disk of an earlier start lies at ${theirs} and is not used`] : [];
  return memory === undefined ? left : [`the disk goes to ${path}: ${socketDir} is on ${memory}, which fills the RAM and is emptied at logout`, ...left];
}

function refused(path: string, memory: string, isDefault: boolean): RefusedError {
  return new RefusedError({
    what: `the outer VM's disk may not lie at ${path}: that is on ${memory}`,
    detail: 'It grows to tens of GB of RAM, and is gone at the next logout or restart.',
    next: isDefault ? 'set XDG_STATE_HOME to a directory on a disk' : 'name another place (outer.source.disk in the lab file, NIX_DISK_IMAGE), or none',
  });
}
