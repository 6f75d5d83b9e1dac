import { BLOCKS } from './glyphs.ts';

/**
 * The newest values as a line of eighth blocks, the newest at the right; cells without a value stay blank.
 * @param max what fills a cell; default: the largest value that is shown
 */
export function sparkline(values: readonly number[], width: number, max?: number): string {
  const shown = values.slice(-Math.max(0, width));
  const top = max ?? Math.max(0, ...shown);
  return shown.map((value) => block(value, top)).join('').padStart(Math.max(0, width));
}

function block(value: number, top: number): string {
  const height = top <= 0 ? 0 : Math.round((value / top) * (BLOCKS.length - 1));
  return BLOCKS[Math.min(BLOCKS.length - 1, Math.max(0, height))] ?? ' ';
}

/** A bar of `width` cells, filled to `part` (0 to 1): `████░░░░`. */
export function bar(part: number, width: number): string {
  const full = Math.round(Math.min(1, Math.max(0, part)) * width);
  return '█'.repeat(full) + '░'.repeat(Math.max(0, width - full));
}
