import type { Canvas } from '../canvas.ts';
import { cellsOf, cut } from './cells.ts';

/** A part of a canvas as a canvas of its own: what lies outside of it is cut off. */
export function inset(canvas: Canvas, x: number, y: number, width: number, height: number): Canvas {
  const w = Math.max(0, Math.min(width, canvas.width - x));
  const h = Math.max(0, Math.min(height, canvas.height - y));
  return {
    width: w,
    height: h,
    text: (tx, ty, text, style, limit = w) => (ty < 0 || ty >= h || tx >= w ? tx : canvas.text(x + tx, y + ty, clip(text, Math.min(limit, w) - tx), style) - x),
    ...(canvas.showsAge === undefined ? {} : { showsAge: canvas.showsAge }),
    fill: (fx, fy, fw, fh, style, char) => clipped(fx, fy, fw, fh, w, h, (...box) => canvas.fill(x + box[0], y + box[1], box[2], box[3], style, char)),
    restyle: (fx, fy, fw, fh, style) => clipped(fx, fy, fw, fh, w, h, (...box) => canvas.restyle(x + box[0], y + box[1], box[2], box[3], style)),
  };
}

/** Cut hard: whoever wants a sign that something is missing cuts before. */
function clip(text: string, width: number): string {
  return cellsOf(text) <= width ? text : cut(text, width + 1).slice(0, -1);
}

function clipped(x: number, y: number, width: number, height: number, maxWidth: number, maxHeight: number, act: (x: number, y: number, width: number, height: number) => void): void {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const [right, bottom] = [Math.min(maxWidth, x + width), Math.min(maxHeight, y + height)];
  if (right > left && bottom > top) act(left, top, right - left, bottom - top);
}
