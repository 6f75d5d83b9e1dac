import type { Canvas } from '../canvas.ts';
import type { StyleName } from '../canvas.ts';
import { wrapped } from './cells.ts';

/** Why a pane shows nothing, and what to press: never a blank pane. */
export interface Empty {
  readonly why: string;
  /** `s starts it`, `: up boots the lab` */
  readonly press?: string;
  readonly style?: StyleName;
  /** Moments whose ages are in it, Unix milliseconds. */
  readonly ages?: readonly number[];
}

export function drawEmpty(canvas: Canvas, { why, press, style = 'text', ages = [] }: Empty): void {
  const width = canvas.width - 2;
  const lines = [...wrapped(why, width).map((text) => ({ text, style })), ...wrapped(press ?? '', width).map((text) => ({ text, style: 'dim' as const }))];
  lines.forEach(({ text, style: each }, y) => canvas.text(1, y, text, each));
  for (const at of ages) canvas.showsAge?.(at);
}
