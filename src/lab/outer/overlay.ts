import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { ifAbsent } from '../../model/absent.ts';
import { runOk } from '../../transport/run.ts';
import type { Transport } from '../../transport/transport.ts';
import type { Image } from '../image/recipe.ts';

/** Room for a lab whose file names no size, MiB; what is not written takes none. */
const DEFAULT_SIZE_MIB = 16 * 1024;

/** `kept`: the disk as it was left. `new`: none was there, or it stood on another image and nothing of it could be used. */
export type OverlayState = 'kept' | 'new';

/** Beside the overlay: the key of the image it was made over. A qcow2 knows its base by path alone, and a rebuilt base has other bytes. */
const baseRecord = (overlay: string): string => `${overlay}.base`;

/**
 * The lab's own disk: a qcow2 over the image, which stays as it is.
 * @throws ExitError
 */
export async function ensureOverlay(host: Transport, overlay: string, image: Pick<Image, 'disk' | 'key'>, sizeMiB = DEFAULT_SIZE_MIB): Promise<OverlayState> {
  if (await standsOn(host, overlay, image)) return 'kept';
  // What a person did in it is worth more than the room it takes: one former disk stays beside the new one, with its own base.
  if (await exists(overlay)) await rename(overlay, previousOverlay(overlay));
  await runOk(host, { argv: overlayArgv(`${overlay}.new`, image.disk, sizeMiB) });
  await writeFile(baseRecord(overlay), image.key, { mode: 0o600 });
  await rename(`${overlay}.new`, overlay);
  return 'new';
}

async function standsOn(host: Transport, overlay: string, { disk, key }: Pick<Image, 'disk' | 'key'>): Promise<boolean> {
  if (!(await exists(overlay)) || !(await exists(baseRecord(overlay)))) return false;
  return (await readFile(baseRecord(overlay), 'utf8')) === key && (await backingOf(host, overlay)) === disk;
}

/** Where the disk lies that stood on another image. */
export const previousOverlay = (overlay: string): string => `${overlay}.previous`;

export function overlayArgv(overlay: string, base: string, sizeMiB = DEFAULT_SIZE_MIB): string[] {
  return ['qemu-img', 'create', '-q', '-f', 'qcow2', '-F', 'raw', '-b', base, overlay, `${sizeMiB}M`];
}

/** The disk as new at the next start. It must not be in use. */
export async function dropOverlay(overlay: string): Promise<void> {
  await Promise.all([overlay, previousOverlay(overlay)].map((path) => rm(path, { force: true })));
}

async function backingOf(host: Transport, overlay: string): Promise<string | undefined> {
  const { stdout } = await runOk(host, { argv: ['qemu-img', 'info', '--output=json', '--force-share', overlay] });
  return (JSON.parse(stdout.toString('utf8')) as { 'backing-filename'?: string })['backing-filename'];
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, ifAbsent(false));
}
