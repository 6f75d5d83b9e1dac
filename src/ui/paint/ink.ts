import type { ThemeStyles } from '../theme.ts';
import type { ColourDepth } from './colour.ts';

/** What everything in one frame is painted with. */
export interface Ink {
  readonly styles: ThemeStyles;
  readonly depth: ColourDepth;
  /** Told of each moment whose age is painted. */
  readonly showsAge: (atMs: number) => void;
}
