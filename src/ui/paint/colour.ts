/** How many colours a terminal has: `none` for NO_COLOR, 24 for 24 bits each. */
export type ColourDepth = 'none' | 16 | 256 | 24;

const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
/** Ink's other words. */
const SAME: Readonly<Record<string, string>> = { gray: 'bright-black', grey: 'bright-black' };

type Rgb = readonly [number, number, number];

/** SGR parameters of a colour; '' for the terminal's own and for what is none. A colour the terminal has not got becomes its nearest. */
export function colourSgr(colour: string | undefined, ground: 'fg' | 'bg', depth: ColourDepth): string {
  if (colour === undefined || depth === 'none') return '';
  const key = `${ground}${depth}${colour}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const sgr = make(colour, ground === 'fg' ? 30 : 40, depth);
  cache.set(key, sgr);
  return sgr;
}

const cache = new Map<string, string>();

function make(colour: string, base: number, depth: ColourDepth): string {
  const named = nameIndex(colour);
  if (named !== undefined) return ansi(named, base);
  const indexed = /^ansi256\(\s?(\d+)\s?\)$/.exec(colour)?.[1];
  if (indexed !== undefined) return depth === 16 ? ansi(nearest16(rgbOf256(Number(indexed))), base) : `${base + 8};5;${indexed}`;
  const rgb = rgbOf(colour);
  if (rgb === undefined) return '';
  if (depth === 24) return `${base + 8};2;${rgb.join(';')}`;
  return depth === 256 ? `${base + 8};5;${nearest256(rgb)}` : ansi(nearest16(rgb), base);
}

const ansi = (index: number, base: number): string => String(index < 8 ? base + index : base + 52 + index);

/** `red` 1, `bright-red` and Ink's `redBright` 9. */
function nameIndex(colour: string): number | undefined {
  const name = SAME[colour] ?? colour.replace(/^(\w+)Bright$/, 'bright-$1');
  const light = name.startsWith('bright-');
  const index = NAMES.indexOf(light ? name.slice(7) : name);
  return index === -1 ? undefined : index + (light ? 8 : 0);
}

function rgbOf(colour: string): Rgb | undefined {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour)?.[1];
  if (hex !== undefined) return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
  const parts = /^rgb\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*\)$/.exec(colour);
  return parts === null ? undefined : [Number(parts[1]), Number(parts[2]), Number(parts[3])];
}

/** xterm's levels of the 6x6x6 cube. */
const LEVELS = [0, 95, 135, 175, 215, 255];

function nearest256(rgb: Rgb): number {
  const steps = rgb.map((value) => nearestIndex(LEVELS, value));
  const [r = 0, g = 0, b = 0] = steps;
  const cube = steps.map((step) => LEVELS[step] ?? 0) as unknown as Rgb;
  const grey = Math.min(23, Math.max(0, Math.round(((rgb[0] + rgb[1] + rgb[2]) / 3 - 8) / 10)));
  const shade = 8 + grey * 10;
  return distance(rgb, [shade, shade, shade]) < distance(rgb, cube) ? 232 + grey : 16 + 36 * r + 6 * g + b;
}

function rgbOf256(index: number): Rgb {
  if (index < 16) return BASIC[index] ?? [0, 0, 0];
  if (index >= 232) return [8 + (index - 232) * 10, 8 + (index - 232) * 10, 8 + (index - 232) * 10];
  const at = index - 16;
  return [LEVELS[Math.floor(at / 36)] ?? 0, LEVELS[Math.floor(at / 6) % 6] ?? 0, LEVELS[at % 6] ?? 0];
}

/** VGA's sixteen, in ANSI's order. */
const BASIC: readonly Rgb[] = [0, 1].flatMap((light) =>
  NAMES.map((_, index): Rgb => {
    const on = light === 1 ? 255 : 170;
    const off = light === 1 ? 85 : 0;
    return [index & 1 ? on : off, index & 2 ? on : off, index & 4 ? on : off];
  }),
);

const nearest16 = (rgb: Rgb): number => nearestIndex(BASIC.map((basic) => distance(rgb, basic)), 0);
const distance = (a: Rgb, b: Rgb): number => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;

function nearestIndex(values: readonly number[], wanted: number): number {
  return values.reduce((best, value, index) => (Math.abs(value - wanted) < Math.abs((values[best] ?? 0) - wanted) ? index : best), 0);
}
