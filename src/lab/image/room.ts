import { statfs } from 'node:fs/promises';
import { LabdeckError, RefusedError } from '../../model/errors.ts';

const MIB = 1024 * 1024;

/**
 * Looks before a step begins whether it can end.
 * @throws RefusedError with the path, what is needed and what is there
 */
export async function checkRoom(dir: string, needBytes: number, step: string): Promise<void> {
  if ((await freeBytes(dir)) < needBytes) throw await noRoom(dir, needBytes, step);
}

/** Not enough room, or the disk ran full in spite of the look before: the same words, with what is free now. */
export async function noRoom(dir: string, needBytes: number, step: string, cause?: Error): Promise<RefusedError> {
  const amounts = `needs about ${mib(needBytes)} there, ${mib(await freeBytes(dir))} are free`;
  return new RefusedError({
    what: `no room for "${step}" in ${dir}: ${amounts}`,
    next: 'make room there, or set XDG_CACHE_HOME to a larger disk; finished steps are kept',
    detail: (cause instanceof LabdeckError ? cause.evidence.detail : cause?.message) ?? amounts,
    ...(cause === undefined ? {} : { cause }),
  });
}

async function freeBytes(dir: string): Promise<number> {
  const { bavail, bsize } = await statfs(dir);
  return bavail * bsize;
}

const mib = (bytes: number): string => `${Math.ceil(bytes / MIB)} MiB`;
