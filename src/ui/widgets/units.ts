const THOUSANDS = ['', 'k', 'M', 'G', 'T'] as const;

/** `0 B`, `950 B`, `1.2 kB`, `34 MB`: decimal, at most seven cells. Undefined stays undefined. */
export function bytesText(bytes: number | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  const { value, unit } = scaled(bytes);
  return `${digits(value, unit === 0)} ${THOUSANDS[unit] ?? ''}B`;
}

/** `1.2 kB/s` */
export function rateText(bytesPerSec: number | undefined): string | undefined {
  return bytesPerSec === undefined ? undefined : `${bytesText(Math.max(0, bytesPerSec)) ?? ''}/s`;
}

/** `31 %`, a whole number; 100 = one CPU, or all of them, as the reading has it. */
export function percentText(percent: number | undefined): string | undefined {
  return percent === undefined ? undefined : `${Math.round(percent)} %`;
}

/** `256 MiB`, `1.5 GiB` */
export function kibText(kib: number | undefined): string | undefined {
  if (kib === undefined) return undefined;
  return kib < 1024 * 1024 ? `${Math.round(kib / 1024)} MiB` : `${trimmed(kib / 1024 / 1024)} GiB`;
}

/** `118/256 MiB`: what is used of what there is, in the unit of the latter; without the former where it is not known. */
export function usedText(usedKiB: number | undefined, allKiB: number | undefined): string | undefined {
  const all = kibText(allKiB);
  if (usedKiB === undefined || allKiB === undefined) return all ?? kibText(usedKiB);
  return allKiB < 1024 * 1024 ? `${Math.round(usedKiB / 1024)}/${all ?? ''}` : `${trimmed(usedKiB / 1024 / 1024)}/${all ?? ''}`;
}

function scaled(value: number): { readonly value: number; readonly unit: number } {
  const unit = THOUSANDS.findIndex((_, index) => value < 999.5 * 1000 ** index);
  const index = unit === -1 ? THOUSANDS.length - 1 : unit;
  return { value: value / 1000 ** index, unit: index };
}

/** Three figures are enough: `1.2`, `34`. */
function digits(value: number, whole: boolean): string {
  return whole || value >= 9.95 ? String(Math.round(value)) : value.toFixed(1);
}

function trimmed(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '');
}
