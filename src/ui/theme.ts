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

const known = new WeakMap<ThemeConfig, ThemeStyles>();

/**
 * The styles of a theme by its name, made once per theme; a name that is gone gets the first there is.
 * @param depth of this process's terminal: always the same
 */
export function stylesByName(themes: Readonly<Record<string, ThemeConfig>>, name: string, depth: ColourDepth): ThemeStyles {
  const theme = themes[name] ?? Object.values(themes)[0];
  if (theme === undefined) throw new Error('built without themes');
  const styles = known.get(theme) ?? themeStyles(theme, depth);
  known.set(theme, styles);
  return styles;
}
