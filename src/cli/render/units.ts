import { durationText } from '../../model/duration.ts';

/** `256 MiB`, `1.5 GiB` */
export function kibText(kib: number | undefined): string | undefined {
  if (kib === undefined) return undefined;
  return kib < 1024 * 1024 ? `${Math.round(kib / 1024)} MiB` : `${trim(kib / 1024 / 1024)} GiB`;
}

/** `512 B`, `950 MB`, `1.2 GB`: decimal, as tools print sizes of files. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${Math.round(bytes / 1000)} kB`;
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${trim(bytes / 1e9)} GB`;
}

function trim(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '');
}

/** How long ago, in words; undefined for a time that is not known. */
export function agoText(thenMs: number | undefined, nowMs: number): string | undefined {
  return thenMs === undefined || thenMs === 0 ? undefined : durationText(Math.max(0, nowMs - thenMs));
}
