import type { ThemeConfig } from '../config/theme.ts';
import type { StyleName } from './canvas.ts';
import type { ColourDepth } from './paint/colour.ts';
import { type Look, lookId, type StyleId } from './paint/styles.ts';

/** A theme as a terminal shows it: the style id of each name. */
export type ThemeStyles = Readonly<Record<StyleName, StyleId>>;

/** What says without colours what a theme may say with colours alone. */
const COLOURLESS: Partial<Record<string, Look>> = { dim: { dim: true }, stale: { dim: true }, selected: { inverse: true } };

/**
 * The background of `text` is the ground that all of them stand on, but those with one of their own. Without colours (`none`) what is
 * bold, dim, underlined or inverse stays so.
 */
export function themeStyles({ styles }: ThemeConfig, depth: ColourDepth): ThemeStyles {
  const ground = styles.text.bg;
  const entries = Object.entries(styles).map(([name, { fg, bg = ground, ...look }]) => {
    const more = depth === 'none' ? COLOURLESS[name] : undefined;
    return [name, lookId({ ...look, ...more, fg, bg }, depth)];
  });
  return Object.fromEntries(entries) as ThemeStyles;
}

/** The theme of that name; one that is gone gives the one that fits every terminal. @throws when there is none at all */
export function themeNamed(themes: Readonly<Record<string, ThemeConfig>>, name: string): ThemeConfig {
  const theme = themes[name] ?? themes['default'] ?? Object.values(themes)[0];
  if (theme === undefined) throw new Error('built without themes');
  return theme;
}

const known = new WeakMap<ThemeConfig, ThemeStyles>();

/**
 * The styles of a theme by its name, made once per theme.
 * @param depth of this process's terminal: always the same
 */
export function stylesByName(themes: Readonly<Record<string, ThemeConfig>>, name: string, depth: ColourDepth): ThemeStyles {
  const theme = themeNamed(themes, name);
  const styles = known.get(theme) ?? themeStyles(theme, depth);
  known.set(theme, styles);
  return styles;
}
