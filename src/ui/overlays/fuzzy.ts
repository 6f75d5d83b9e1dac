/** How well a text has what was typed, and where. */
export interface Match {
  /** The higher the better. */
  readonly score: number;
  /** Positions of the characters that were typed, for showing them. */
  readonly found: readonly number[];
}

const NOTHING_TYPED: Match = { score: 0, found: [] };

/**
 * Finds what was typed in a text, letter by letter in order and words in any order. The whole word, the beginning of a word and letters next to
 * each other count most; a long text counts a little less than a short one.
 */
export function fuzzy(typed: string, text: string): Match | undefined {
  const words = typed.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return NOTHING_TYPED;
  const lower = text.toLowerCase();
  const matches = words.map((word) => bestOf(word, lower));
  if (matches.includes(undefined)) return undefined;
  const all = matches.filter((match) => match !== undefined);
  return { score: all.reduce((sum, { score }) => sum + score, 0) - text.length / 100, found: [...new Set(all.flatMap(({ found }) => found))] };
}

/** Whether every word that was typed is in the text as it is: for long texts, in which letters in order are found everywhere. */
export function hasWords(typed: string, text: string): boolean {
  const lower = text.toLowerCase();
  return typed.toLowerCase().split(/\s+/).every((word) => lower.includes(word));
}

function bestOf(word: string, text: string): Match | undefined {
  const whole = wholeAt(word, text);
  return whole ?? scattered(word, text);
}

/** The word as it is: best at the beginning of the text, then of a word, then anywhere. */
function wholeAt(word: string, text: string): Match | undefined {
  const places: number[] = [];
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) places.push(at);
  const at = places.find((place) => beginsWord(text, place)) ?? places[0];
  if (at === undefined) return undefined;
  const ends = at + word.length === text.length || !/[a-z0-9]/.test(text[at + word.length] ?? '');
  const score = 20 * word.length + (at === 0 ? 15 : beginsWord(text, at) ? 10 : 0) + (ends ? 5 : 0);
  return { score, found: Array.from({ length: word.length }, (_, index) => at + index) };
}

/** Its letters in their order, from each place where the first one is: the one with the most letters at beginnings or side by side. */
function scattered(word: string, text: string): Match | undefined {
  let best: Match | undefined;
  for (let at = text.indexOf(word[0] ?? ''); at !== -1; at = text.indexOf(word[0] ?? '', at + 1)) {
    const match = from(word, text, at);
    if (match === undefined) break;
    if (match.score > (best?.score ?? -Infinity)) best = match;
  }
  return best;
}

function from(word: string, text: string, first: number): Match | undefined {
  const found: number[] = [];
  let score = 0;
  let at = first;
  for (const letter of word) {
    const next = text.indexOf(letter, at);
    if (next === -1) return undefined;
    score += beginsWord(text, next) ? 8 : next === at && found.length > 0 ? 6 : 1;
    found.push(next);
    at = next + 1;
  }
  return { score, found };
}

function beginsWord(text: string, at: number): boolean {
  return at === 0 || /[^a-z0-9]/.test(text[at - 1] ?? '');
}

/** Rows that match, the best first; of equals the order stays. */
export function ranked<T>(typed: string, rows: readonly T[], textOf: (row: T) => string): readonly { readonly row: T; readonly match: Match }[] {
  const matches = rows.flatMap((row) => {
    const match = fuzzy(typed, textOf(row));
    return match === undefined ? [] : [{ row, match }];
  });
  return matches.toSorted((a, b) => b.match.score - a.match.score);
}
