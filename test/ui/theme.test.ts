import { describe, expect, test } from 'vitest';
import { STYLE_NAMES, type ThemeConfig } from '../../src/config/theme.ts';
import { THEMES } from '../../src/ui/built-in.ts';
import { sgrOf } from '../../src/ui/paint/styles.ts';
import { themeNamed, themeStyles } from '../../src/ui/theme.ts';

type Style = ThemeConfig['styles']['text'];
type Rgb = readonly [number, number, number];

/** VGA's sixteen, which is what the console of Linux shows. */
const ANSI = ['#000000', '#aa0000', '#00aa00', '#aa5500', '#0000aa', '#aa00aa', '#00aaaa', '#aaaaaa', '#555555', '#ff5555', '#55ff55', '#ffff55', '#5555ff', '#ff55ff', '#55ffff', '#ffffff'];
const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'].flatMap((name) => [name, `bright-${name}`]);

function hexOf(colour: string | undefined): string | undefined {
  if (colour === undefined || colour.startsWith('#')) return colour;
  const at = NAMES.indexOf(colour);
  return at === -1 ? undefined : ANSI[Math.floor(at / 2) + (at % 2 === 1 ? 8 : 0)];
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function linear(hex: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as unknown as Rgb;
}

const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [one, other].map((hex) => luminance(linear(hex)) + 0.05).toSorted((a, b) => a - b);
  return high / low;
}

/** Foreground and background as they are shown; undefined where the terminal's own palette decides. */
function pairOf({ styles }: ThemeConfig, { fg, bg = styles.text.bg }: Style): readonly [string, string] | undefined {
  const [front, ground] = [hexOf(fg), hexOf(bg)];
  return front === undefined || ground === undefined ? undefined : [front, ground];
}

const attributes = ({ bold, dim, underline, inverse }: Style): string => [bold, dim, underline, inverse].map((each) => each === true).join();
const STATES = [['good', 'warn'], ['good', 'bad'], ['warn', 'bad']] as const;

test('there is a theme for every need, each called as its file', () => {
  expect(Object.keys(THEMES)).toEqual(['ansi16', 'colour-blind', 'dark', 'default', 'high-contrast', 'light']);
  for (const [name, { theme }] of Object.entries(THEMES)) expect(theme).toBe(name);
});

describe.each(Object.entries(THEMES))('the theme %s', (name, theme) => {
  const least = name === 'high-contrast' ? 7 : 4.5;

  test(`can be read: a contrast of at least ${least} everywhere, on a ground of its own or the terminal's`, () => {
    const pairs = STYLE_NAMES.map((style) => [style, pairOf(theme, theme.styles[style])] as const);
    if (theme.styles.text.bg === undefined) return expect(pairs.filter(([, pair]) => pair !== undefined)).toEqual([]);
    const poor = pairs.filter(([, pair]) => pair === undefined || contrast(...pair) < least);
    expect(poor).toEqual([]);
  });

  test.each(STATES)('tells %s from %s by more than their hue', (one, other) => {
    const [a, b] = [theme.styles[one], theme.styles[other]];
    const [first, second] = [hexOf(a.fg), hexOf(b.fg)];
    if (first === undefined || second === undefined) expect.unreachable('a state without a colour');
    expect(attributes(a) !== attributes(b) || contrast(first, second) >= 1.4).toBe(true);
  });

  test('marks the selected row and what is old without colours too', () => {
    const styles = themeStyles(theme, 'none');
    expect([styles.selected, styles.stale, styles.dim].map(sgrOf).every((sgr) => sgr !== '' && /^[\d;]+$/.test(sgr) && !/[34]\d/.test(sgr))).toBe(true);
    expect(sgrOf(styles.selected)).toContain('7');
  });
});

/** How the cones that are left see a colour, in linear RGB (Machado, Oliveira and Fernandes 2009, severity 1). */
const BLIND: Readonly<Record<string, readonly Rgb[]>> = {
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

function seen(hex: string, rows: readonly Rgb[]): Rgb {
  const [r, g, b] = linear(hex);
  return rows.map((row) => row[0] * r + row[1] * g + row[2] * b) as unknown as Rgb;
}

test.each(Object.entries(BLIND))('the theme colour-blind keeps its states apart with %s', (_, rows) => {
  const { styles } = themeNamed(THEMES, 'colour-blind');
  const near = STATES.filter(([one, other]) => {
    const [a, b] = [styles[one], styles[other]].map(({ fg }) => seen(hexOf(fg) ?? '', rows)) as [Rgb, Rgb];
    return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) < 0.3;
  });
  expect(near).toEqual([]);
});

test('the ground of a theme is under every style that has none of its own', () => {
  const styles = themeStyles(themeNamed(THEMES, 'light'), 24);
  expect([styles.text, styles.good, styles.selected].map((id) => sgrOf(id).slice(sgrOf(id).lastIndexOf(';48;') + 1))).toEqual(['48;2;251;251;248', '48;2;251;251;248', '48;2;197;220;240']);
  expect(sgrOf(themeStyles(themeNamed(THEMES, 'default'), 24).text)).toBe('');
});

test('a theme that is gone gives the one that fits every terminal', () => {
  expect(themeNamed(THEMES, 'gone').theme).toBe('default');
});
