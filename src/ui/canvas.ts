import type { STYLE_NAMES } from '../config/theme.ts';

/** What a style is for; the theme says how it looks. */
export type StyleName = (typeof STYLE_NAMES)[number];

/**
 * The inside of a pane, in cells from its upper left corner. What lies outside is cut off, so that a pane never paints over its
 * neighbour. Text is printable: control characters and escape sequences never get through.
 */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  /**
   * Writes one line of text, cut at the column `limit` (default: the right edge).
   * @returns the column after the last cell written
   */
  text(x: number, y: number, text: string, style?: StyleName, limit?: number): number;
  /** Fills a rectangle with a character (default: a space) of width one. */
  fill(x: number, y: number, width: number, height: number, style: StyleName, char?: string): void;
  /** Gives the cells of a rectangle another style and leaves their characters: a selected row. */
  restyle(x: number, y: number, width: number, height: number, style: StyleName): void;
  /** Says that the age of a moment (Unix milliseconds) is drawn, so that a frame follows when it takes its next step. */
  readonly showsAge?: (atMs: number) => void;
}
