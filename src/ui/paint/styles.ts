import { type ColourDepth, colourSgr } from './colour.ts';

/** A way to look, as a small number: 0 is the terminal's own. Equal numbers look equal, so that a grid is compared quickly. */
export type StyleId = number;

export interface Look {
  readonly fg?: string | undefined;
  readonly bg?: string | undefined;
  readonly bold?: boolean | undefined;
  readonly dim?: boolean | undefined;
  readonly italic?: boolean | undefined;
  readonly underline?: boolean | undefined;
  readonly inverse?: boolean | undefined;
  readonly strikethrough?: boolean | undefined;
}

const FLAGS = [['bold', '1'], ['dim', '2'], ['italic', '3'], ['underline', '4'], ['inverse', '7'], ['strikethrough', '9']] as const;

/** Style ids are kept in 16 bits. */
const MOST = 0xffff;
const sgrs = [''];
const ids = new Map<string, StyleId>([['', 0]]);

/** The id of a string of SGR parameters (`1;31`). Beyond 65,535 ways to look, the terminal's own. */
export function styleId(sgr: string): StyleId {
  const known = ids.get(sgr);
  if (known !== undefined) return known;
  if (sgrs.length > MOST) return 0;
  ids.set(sgr, sgrs.length);
  return sgrs.push(sgr) - 1;
}

export const sgrOf = (id: StyleId): string => sgrs[id] ?? '';

/** SGR parameters of a look, in one order, so that equal looks are equal strings. */
export function lookSgr(look: Look, depth: ColourDepth): string {
  const flags = FLAGS.filter(([name]) => look[name] === true).map(([, code]) => code);
  return [...flags, colourSgr(look.fg, 'fg', depth), colourSgr(look.bg, 'bg', depth)].filter((code) => code !== '').join(';');
}

export const lookId = (look: Look, depth: ColourDepth): StyleId => styleId(lookSgr(look, depth));
