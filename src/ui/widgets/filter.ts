/**
 * The filter of every table: words that all have to be there, `/regex/`, `!not`, `column:word`, `"two words"`, and any of them
 * together, as in `state:"shut off" !/^jetson/`. Upper and lower case are the same.
 */
export interface Filter {
  readonly terms: readonly Term[];
  /** Why a part of it cannot be meant, as a regular expression that is not closed; the part then matches as plain words. */
  readonly problem?: string;
}

export interface Term {
  /** The only column it looks at. */
  readonly column?: string;
  readonly not: boolean;
  readonly matches: (text: string) => boolean;
}

/** `!`, a column's name and colon, then a regex, a quoted text or a word; what is not closed yet reaches to the end. */
const PART = /(?<not>!?)(?:(?<column>[a-z][a-z0-9-]*):)?(?:\/(?<regex>(?:\\.|[^/\\])*)\/?|"(?<quoted>[^"]*)"?|(?<word>\S+))/gi;

/**
 * Reads a filter as it was typed.
 * @param columns ids of the columns; `word:word` with any other name in front is a plain word, as in a MAC address
 */
export function parseFilter(text: string, columns: readonly string[]): Filter {
  const read = [...text.matchAll(PART)].map((match) => readPart(match, columns));
  const problem = read.find((each) => each.problem !== undefined)?.problem;
  const terms = read.flatMap(({ term }) => term ?? []);
  return problem === undefined ? { terms } : { terms, problem };
}

function readPart(match: RegExpExecArray, columns: readonly string[]): { readonly term?: Term; readonly problem?: string } {
  const { not = '', column, regex, quoted, word } = match.groups ?? {};
  const known = columns.find((each) => each === column?.toLowerCase());
  const prefix = column === undefined || known !== undefined ? '' : `${column}:`;
  const where = { not: not === '!', ...(known === undefined ? {} : { column: known }) };
  if (regex !== undefined && prefix === '') return regexTerm(regex, where);
  const wanted = prefix === '' ? (quoted ?? word ?? '') : match[0].slice(not.length);
  // What is still being typed hides nothing.
  return ['', '!', ...columns.map((each) => `${each}:`)].includes(wanted.toLowerCase()) ? {} : { term: { ...where, matches: includes(wanted) } };
}

function regexTerm(source: string, where: Omit<Term, 'matches'>): { readonly term?: Term; readonly problem?: string } {
  if (source === '') return {};
  try {
    const regex = new RegExp(source, 'i');
    return { term: { ...where, matches: (text) => regex.test(text) } };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { term: { ...where, matches: includes(source) }, problem: error.message };
  }
}

function includes(wanted: string): (text: string) => boolean {
  const lower = wanted.toLowerCase();
  return (text) => text.toLowerCase().includes(lower);
}

/**
 * Whether a row is shown.
 * @param cell the text of a column; undefined where there is none
 */
export function filterKeeps({ terms }: Filter, columns: readonly string[], cell: (column: string) => string | undefined): boolean {
  return terms.every(({ column, not, matches }) => {
    const found = column === undefined ? columns.some((each) => matchesCell(matches, cell(each))) : matchesCell(matches, cell(column));
    return found !== not;
  });
}

function matchesCell(matches: Term['matches'], text: string | undefined): boolean {
  return text !== undefined && matches(text);
}
