import { rename, rm, stat } from 'node:fs/promises';
import { runOk } from '../../transport/run.ts';
import type { Transport } from '../../transport/transport.ts';

/** Room for a lab whose file names no size, MiB; what is not written takes none. */
const DEFAULT_SIZE_MIB = 16 * 1024;

/** `kept`: the disk as it was left. `new`: none was there, or it stood on another image and nothing of it could be used. */
export type OverlayState = 'kept' | 'new';

/**
 * The lab's own disk: a qcow2 over the image, which stays as it is.
 * @param base the image's disk
 * @throws ExitError
 */
export async function ensureOverlay(host: Transport, overlay: string, base: string, sizeMiB = DEFAULT_SIZE_MIB): Promise<OverlayState> {
  if ((await exists(overlay)) && (await backingOf(host, overlay)) === base) return 'kept';
  await rm(overlay, { force: true });
  await runOk(host, { argv: overlayArgv(`${overlay}.new`, base, sizeMiB) });
  await rename(`${overlay}.new`, overlay);
  return 'new';
}

export function overlayArgv(overlay: string, base: string, sizeMiB = DEFAULT_SIZE_MIB): string[] {
  return ['qemu-img', 'create', '-q', '-f', 'qcow2', '-F', 'raw', '-b', base, overlay, `${sizeMiB}M`];
}

/** The disk as new at the next start. It must not be in use. */
export async function dropOverlay(overlay: string): Promise<void> {
  await rm(overlay, { force: true });
}

async function backingOf(host: Transport, overlay: string): Promise<string | undefined> {
  const { stdout } = await runOk(host, { argv: ['qemu-img', 'info', '--output=json', '--force-share', overlay] });
  return (JSON.parse(stdout.toString('utf8')) as { 'backing-filename'?: string })['backing-filename'];
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}
