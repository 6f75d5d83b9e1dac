import type { Style } from './style.ts';
import type { Width } from './table.ts';

/** What a renderer may know besides the document. */
export interface View {
  readonly width: Width;
  readonly nowMs: number;
  readonly style: Style;
}

export type Renderer = (document: never, view: View) => string;
