import { z } from 'zod';

/** `default` is the terminal's own colour; the eight names are ANSI's, `bright-` their light halves, `#rrggbb` needs true colour. */
const colour = z.union([
  z.enum(['default', ...['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'].flatMap((name) => [name, `bright-${name}`])]),
  z.string().regex(/^#[0-9a-f]{6}$/, 'is not a colour: an ANSI name or #rrggbb in lower case'),
]);

const style = z.strictObject({
  fg: colour.optional(),
  bg: colour.optional(),
  bold: z.boolean().optional(),
  dim: z.boolean().optional(),
  underline: z.boolean().optional(),
  inverse: z.boolean().optional(),
});

/** What a style is for. A state has a sign and a word as well, never a colour alone. The background of `text` is the whole screen's. */
export const STYLE_NAMES = ['text', 'dim', 'title', 'border', 'focus', 'selected', 'good', 'warn', 'bad', 'stale', 'key', 'link'] as const;

export const themeSchema = z.strictObject({
  $schema: z.string().optional(),
  theme: z.string().regex(/^[a-z][a-z0-9-]*$/, 'is not a theme name (lower case letters, digits and -)'),
  styles: z.strictObject(Object.fromEntries(STYLE_NAMES.map((name) => [name, style])) as Record<(typeof STYLE_NAMES)[number], typeof style>),
});

export type ThemeConfig = z.infer<typeof themeSchema>;
