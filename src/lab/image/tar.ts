/** What an archive of ours holds. Owner is always root; a file's mode is 0755 when it is a script, unless said otherwise. */
export type TarEntry =
  | { readonly type: 'file'; readonly path: string; readonly data: Uint8Array; readonly mode?: number }
  | { readonly type: 'link'; readonly path: string; readonly target: string }
  | { readonly type: 'directory'; readonly path: string; readonly mode?: number };

const BLOCK = 512;
/** POSIX.1-1988 ustar: typeflag of each kind. */
const TYPEFLAG = { file: '0', link: '2', directory: '5' } as const;
const NOTHING = new Uint8Array();

/**
 * Packs a ustar archive (POSIX.1-1988, pax(1) "ustar Interchange Format"). The same entries give the same bytes: order is by path, times are 0.
 * Directories that no entry names are not made: tar -x makes them.
 * @throws RangeError when a path is longer than the format's 100 bytes
 */
export function packTar(entries: readonly TarEntry[]): Buffer {
  const sorted = entries.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const end = Buffer.alloc(2 * BLOCK);
  return Buffer.concat([...sorted.flatMap((entry) => [header(entry), padded(dataOf(entry))]), end]);
}

const dataOf = (entry: TarEntry): Uint8Array => (entry.type === 'file' ? entry.data : NOTHING);

function header(entry: TarEntry): Buffer {
  const block = Buffer.alloc(BLOCK);
  const put = (text: string, at: number, bytes: number) => block.write(checked(text, bytes), at, 'utf8');
  put(entry.path, 0, 100);
  put(octal(modeOf(entry), 8), 100, 8);
  put(octal(0, 8), 108, 8);
  put(octal(0, 8), 116, 8);
  put(octal(dataOf(entry).length, 12), 124, 12);
  put(octal(0, 12), 136, 12);
  // The checksum counts its own field as spaces.
  put(' '.repeat(8), 148, 8);
  put(TYPEFLAG[entry.type], 156, 1);
  put(entry.type === 'link' ? entry.target : '', 157, 100);
  put('ustar\u000000', 257, 8);
  put('root', 265, 32);
  put('root', 297, 32);
  put(`${octal(block.reduce((sum, byte) => sum + byte, 0), 7)}\u0000 `, 148, 8);
  return block;
}

function modeOf(entry: TarEntry): number {
  if (entry.type === 'link') return 0o777;
  if (entry.mode !== undefined) return entry.mode;
  return entry.type === 'directory' || isScript(entry.data) ? 0o755 : 0o644;
}

/** The mode follows from the content, not from how a checkout or a package happens to lie on disk. */
const isScript = (data: Uint8Array): boolean => data[0] === 0x23 && data[1] === 0x21;

/** A number in octal that fills a field of `bytes` bytes with its closing NUL. */
const octal = (value: number, bytes: number): string => value.toString(8).padStart(bytes - 1, '0');

function checked(text: string, bytes: number): string {
  if (Buffer.byteLength(text) > bytes) throw new RangeError(`"${text}" does not fit into ${bytes} bytes of a tar header`);
  return text;
}

function padded(data: Uint8Array): Buffer {
  return Buffer.concat([data, Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK)]);
}
