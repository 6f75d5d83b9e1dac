/** One file of an archive; `path` has no leading slash. */
export type ArchiveEntry =
  | { readonly type: 'file'; readonly path: string; readonly mode: number; readonly data: Uint8Array }
  | { readonly type: 'directory'; readonly path: string; readonly mode: number }
  | { readonly type: 'link'; readonly path: string; readonly target: string }
  | { readonly type: 'device'; readonly path: string; readonly mode: number; readonly major: number; readonly minor: number };

/** File type bits of `mode` (inode(7)). */
const TYPE_BITS = { file: 0o100000, directory: 0o040000, link: 0o120000, device: 0o020000 } as const;
const MAGIC = '070701';
const TRAILER = 'TRAILER!!!';
/** The kernel looks for the next of several archives in a row at a multiple of 4; cpio pads to 512. */
const ARCHIVE_ALIGN = 512;

/**
 * Packs entries as a `newc` cpio archive (Linux, Documentation/driver-api/early-userspace/buffer-format.rst), owner root, no times: the same
 * entries give the same bytes. Several archives in a row are one initramfs; a later file replaces an earlier one.
 */
export function packCpio(entries: readonly ArchiveEntry[]): Buffer {
  const chunks = entries.flatMap((entry, index) => member(index + 1, entry));
  chunks.push(...record({ inode: 0, mode: 0, links: 1, path: TRAILER, data: Buffer.alloc(0), major: 0, minor: 0 }));
  const bytes = Buffer.concat(chunks);
  return Buffer.concat([bytes, padding(bytes.length, ARCHIVE_ALIGN)]);
}

/** The directories that lead to the paths, outermost first, each once: the kernel creates none by itself. */
export function parentDirectories(paths: readonly string[]): ArchiveEntry[] {
  const all = new Set(paths.flatMap(ancestors));
  return [...all].sort().map((path) => ({ type: 'directory', path, mode: 0o755 }));
}

function ancestors(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

interface Fields {
  readonly inode: number;
  readonly mode: number;
  readonly links: number;
  readonly path: string;
  readonly data: Uint8Array;
  readonly major: number;
  readonly minor: number;
}

function member(inode: number, entry: ArchiveEntry): Buffer[] {
  const permissions = entry.type === 'link' ? 0o777 : entry.mode;
  const { major, minor } = entry.type === 'device' ? entry : { major: 0, minor: 0 };
  return record({ inode, mode: TYPE_BITS[entry.type] | permissions, links: entry.type === 'directory' ? 2 : 1, path: entry.path, data: content(entry), major, minor });
}

function content(entry: ArchiveEntry): Uint8Array {
  if (entry.type === 'file') return entry.data;
  return entry.type === 'link' ? Buffer.from(entry.target) : Buffer.alloc(0);
}

function record({ inode, mode, links, path, data, major, minor }: Fields): Buffer[] {
  const name = Buffer.from(`${path}\0`);
  // ino mode uid gid nlink mtime filesize devmajor devminor rdevmajor rdevminor namesize check
  const numbers = [inode, mode, 0, 0, links, 0, data.length, 0, 0, major, minor, name.length, 0];
  const header = Buffer.from(MAGIC + numbers.map((number) => number.toString(16).padStart(8, '0')).join(''));
  return [header, name, padding(header.length + name.length, 4), Buffer.from(data), padding(data.length, 4)];
}

function padding(length: number, align: number): Buffer {
  return Buffer.alloc((align - (length % align)) % align);
}
