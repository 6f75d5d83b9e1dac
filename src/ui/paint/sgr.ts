/** What a string of SGR parameters sets: attributes by their code, and the two grounds. */
interface Set {
  readonly flags: readonly string[];
  readonly fg: string;
  readonly bg: string;
}

/** What takes attributes back: code -> the attributes it ends. */
const ENDS: Readonly<Record<string, readonly string[]>> = { 22: ['1', '2'], 23: ['3'], 24: ['4'], 27: ['7'], 29: ['9'] };
const FLAGS = ['1', '2', '3', '4', '7', '9'];

const cache = new Map<string, string>();
const MOST_CACHED = 4096;

/**
 * What `more` makes of the look `base`: both are SGR parameters. The result is in one order, so that equal looks are equal
 * strings.
 */
export function applySgr(base: string, more: string): string {
  const key = `${base}|${more}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.size >= MOST_CACHED) cache.clear();
  const sgr = text(apply(apply({ flags: [], fg: '', bg: '' }, base === '' ? [] : base.split(';')), more === '' ? ['0'] : more.split(';')));
  cache.set(key, sgr);
  return sgr;
}

function text({ flags, fg, bg }: Set): string {
  return [...FLAGS.filter((flag) => flags.includes(flag)), fg, bg].filter((code) => code !== '').join(';');
}

function apply(start: Set, codes: readonly string[]): Set {
  let set = start;
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? '';
    const length = code === '38' || code === '48' ? (codes[at + 1] === '2' ? 5 : 3) : 1;
    set = one(set, code, codes.slice(at, at + length).join(';'));
    at += length - 1;
  }
  return set;
}

function one(set: Set, code: string, whole: string): Set {
  const number = Number(code);
  if (number === 0) return { flags: [], fg: '', bg: '' };
  const ended = ENDS[code];
  if (ended !== undefined) return { ...set, flags: set.flags.filter((flag) => !ended.includes(flag)) };
  if (FLAGS.includes(code)) return { ...set, flags: [...set.flags, code] };
  if (number === 39) return { ...set, fg: '' };
  if (number === 49) return { ...set, bg: '' };
  if ((number >= 30 && number <= 38) || (number >= 90 && number <= 97)) return { ...set, fg: whole };
  if ((number >= 40 && number <= 48) || (number >= 100 && number <= 107)) return { ...set, bg: whole };
  return set;
}
