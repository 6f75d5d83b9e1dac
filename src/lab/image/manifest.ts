import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ifAbsent } from '../../model/absent.ts';

/** Written last: a directory with a valid one is complete, and any other is no more than rubbish. */
const MANIFEST = 'manifest.json';

export const isManifest = (name: string): boolean => name === MANIFEST;

export interface ManifestFile {
  readonly bytes: number;
  readonly mtimeMs: number;
  readonly sha256: string;
}

export interface Manifest {
  readonly step: string;
  readonly key: string;
  readonly elapsedMs: number;
  readonly files: Readonly<Record<string, ManifestFile>>;
}

/** Seals a directory: every file in it with its checksum, on the disk before the manifest is. */
export async function seal(dir: string, about: Pick<Manifest, 'step' | 'key' | 'elapsedMs'>): Promise<Manifest> {
  const names = (await readdir(dir)).toSorted();
  const files: Record<string, ManifestFile> = {};
  for (const name of names) files[name] = await describe(join(dir, name));
  const manifest = { ...about, files };
  await writeFile(join(dir, `${MANIFEST}.tmp`), sign(manifest));
  await sync(join(dir, `${MANIFEST}.tmp`));
  await rename(join(dir, `${MANIFEST}.tmp`), join(dir, MANIFEST));
  return manifest;
}

/**
 * The manifest of a complete directory, or undefined. Files are told by size and time; a file with another time is read again
 * and must have the same checksum, so that a copied cache is as good as the original.
 */
export async function readSealed(dir: string): Promise<Manifest | undefined> {
  const manifest = verify(await readFile(join(dir, MANIFEST), 'utf8').catch(absent));
  if (manifest === undefined) return undefined;
  const same = await Promise.all(Object.entries(manifest.files).map(([name, file]) => unchanged(join(dir, name), file)));
  return same.every(Boolean) ? manifest : undefined;
}

async function unchanged(path: string, file: ManifestFile): Promise<boolean> {
  const stats = await stat(path).catch(absent);
  if (stats?.size !== file.bytes) return false;
  return stats.mtimeMs === file.mtimeMs || (await sha256(path)) === file.sha256;
}

async function describe(path: string): Promise<ManifestFile> {
  await sync(path);
  const { size, mtimeMs } = await stat(path);
  return { bytes: size, mtimeMs, sha256: await sha256(path) };
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Two lines: the checksum of the second, then the manifest. */
function sign(manifest: Manifest): string {
  const text = JSON.stringify(manifest);
  return `${createHash('sha256').update(text).digest('hex')}\n${text}\n`;
}

function verify(signed: string | undefined): Manifest | undefined {
  const [sum = '', text = ''] = (signed ?? '').split('\n');
  return createHash('sha256').update(text).digest('hex') === sum ? (JSON.parse(text) as Manifest) : undefined;
}

const absent = ifAbsent(undefined, ['ENOENT', 'ENOTDIR']);
