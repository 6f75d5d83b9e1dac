import type { ColourDepth } from './colour.ts';
import { CONSOLE_GLYPHS, type Glyphs } from './glyphs.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What the terminal can show, as far as its environment says. */
export interface Abilities {
  readonly depth: ColourDepth;
  /** Stand-ins for glyphs that its font has not got; without them, it has all. */
  readonly glyphs?: Glyphs;
}

/** Terminals that have 24 bits of colour and need not say so in COLORTERM, as it is lost over ssh. */
const TRUE_COLOUR = /-direct|^(xterm-)?(kitty|ghostty|alacritty|wezterm|foot|contour)/;

export function abilitiesOf(env: Env): Abilities {
  return { depth: depthOf(env), ...(env['TERM'] === 'linux' ? { glyphs: CONSOLE_GLYPHS } : {}) };
}

/** https://no-color.org: set and not empty means no colour, whatever it says. */
function depthOf(env: Env): ColourDepth {
  const term = env['TERM'] ?? '';
  if ((env['NO_COLOR'] ?? '') !== '') return 'none';
  if (/^(truecolor|24bit)$/.test(env['COLORTERM'] ?? '') || TRUE_COLOUR.test(term)) return 24;
  return term.includes('256') ? 256 : 16;
}
