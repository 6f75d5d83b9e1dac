import type { ThemeConfig } from '../config/theme.ts';
import type { StyleName } from './canvas.ts';
import type { ColourDepth } from './paint/colour.ts';
import { lookId, type StyleId } from './paint/styles.ts';

/** A theme as a terminal shows it: the style id of each name. */
export type ThemeStyles = Readonly<Record<StyleName, StyleId>>;

/** Without colours (`none`) what is bold, dim, underlined or inverse stays so. */
export function themeStyles({ styles }: ThemeConfig, depth: ColourDepth): ThemeStyles {
  const entries = Object.entries(styles).map(([name, { fg, bg, ...look }]) => [name, lookId({ ...look, fg, bg }, depth)]);
  return Object.fromEntries(entries) as ThemeStyles;
}
