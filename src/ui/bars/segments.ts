import type { Canvas, StyleName } from '../canvas.ts';
import { cellsOf, cut } from '../widgets/cells.ts';

/** A piece of a one-line bar. */
export interface Segment {
  readonly text: string;
  readonly style: StyleName;
  /** The lowest goes first where there is no room for all. */
  readonly keep: number;
  /** Cells of air before it (default 1). */
  readonly air?: number;
}

const airOf = ({ air = 1 }: Segment): number => air;
const widthOf = (segments: readonly Segment[]): number => segments.reduce((sum, segment) => sum + airOf(segment) + cellsOf(segment.text), 0);

/** What fits into `width` cells: the lowest `keep` is left out first, of two alike the one further right. */
export function fittingSegments(segments: readonly Segment[], width: number): readonly Segment[] {
  if (widthOf(segments) <= width || segments.length <= 1) return segments;
  const least = segments.reduce((worst, each) => (each.keep <= worst.keep ? each : worst));
  return fittingSegments(segments.filter((each) => each !== least), width);
}

/** Draws segments from the left and others to the right edge, in the first row of the canvas. */
export function drawBar(canvas: Canvas, left: readonly Segment[], right: readonly Segment[] = []): void {
  const fits = fittingSegments([...left, ...right], canvas.width - 1);
  const isRight = new Set(right);
  const after = drawFrom(canvas, 0, fits.filter((each) => !isRight.has(each)));
  const end = fits.filter((each) => isRight.has(each));
  drawFrom(canvas, Math.max(after, canvas.width - 1 - widthOf(end)), end);
}

function drawFrom(canvas: Canvas, from: number, segments: readonly Segment[]): number {
  return segments.reduce((x, segment) => {
    const start = x + airOf(segment);
    return canvas.text(start, 0, cut(segment.text, canvas.width - start), segment.style);
  }, from);
}
