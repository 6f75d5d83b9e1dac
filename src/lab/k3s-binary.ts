import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { LabConfig } from '../config/lab.ts';
import { CancelledError, CheckError, LostError, UsageError } from '../model/errors.ts';

/** Where releases of k3s are published. */
const RELEASES = 'https://github.com/k3s-io/k3s/releases/download';

export interface K3sOptions {
  /** Downloads are kept here, a file per sha256. */
  readonly downloads: string;
  readonly releases?: string;
  readonly signal?: AbortSignal;
}

export interface K3sBinary {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * The k3s binary of a lab, on the host: the lab file's own, or the pinned one, downloaded once. Undefined when the lab has none.
 * @throws UsageError when the lab file's binary is not there; LostError when it cannot be downloaded; CheckError when it is not what was pinned
 */
export async function k3sBinary({ k3s }: Pick<LabConfig, 'k3s'>, options: K3sOptions): Promise<K3sBinary | undefined> {
  if (k3s.binary !== undefined) return ofLabFile(k3s.binary, k3s.sha256);
  const { version, sha256 } = k3s;
  if (!k3s.download || version === undefined || sha256 === undefined) return undefined;
  const file = path.join(options.downloads, `k3s-${sha256}`);
  if ((await stat(file).catch(() => undefined)) === undefined) await download(file, version, sha256, options);
  return { file, bytes: (await stat(file)).size, sha256 };
}

async function ofLabFile(file: string, pinned: string | undefined): Promise<K3sBinary> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() !== true) throw new UsageError({ what: `the lab file's k3s.binary is not there: ${file}`, next: 'set k3s.binary to a k3s binary on this host, or take it out' });
  const sha256 = await digest(file);
  if (pinned !== undefined) checkPin(file, sha256, pinned);
  return { file, bytes: found.size, sha256 };
}

/** A file with its final name is whole and is what was pinned. */
async function download(file: string, version: string, sha256: string, { downloads, releases = RELEASES, signal }: K3sOptions): Promise<void> {
  await mkdir(downloads, { recursive: true, mode: 0o700 });
  const partial = `${file}.${process.pid}.part`;
  const url = `${releases}/${encodeURIComponent(version)}/k3s`;
  try {
    await save(url, partial, signal);
    checkPin(url, await digest(partial), sha256);
    await rename(partial, file);
  } finally {
    await rm(partial, { force: true });
  }
}

async function save(url: string, file: string, signal: AbortSignal | undefined): Promise<void> {
  try {
    const response = await fetch(url, signal === undefined ? {} : { signal });
    if (!response.ok || response.body === null) throw new LostError({ what: `k3s cannot be downloaded: ${response.status} ${response.statusText}`, detail: url });
    await pipeline(Readable.fromWeb(response.body), createWriteStream(file, { mode: 0o755 }), signal === undefined ? {} : { signal });
  } catch (cause) {
    if (cause instanceof LostError) throw cause;
    if (signal?.aborted === true) throw new CancelledError({ what: 'the download of k3s was cancelled', detail: url, cause });
    throw new LostError({ what: 'k3s cannot be downloaded', detail: `${url}: ${String(cause)}`, next: 'set k3s.binary to a k3s binary on this host', cause });
  }
}

function checkPin(what: string, found: string, pinned: string): void {
  if (found === pinned) return;
  throw new CheckError({ what: `${what} is not the k3s that the lab file pins`, detail: `sha256 ${found}, pinned ${pinned}` });
}

async function digest(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
