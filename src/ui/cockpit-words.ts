/** What the cockpit is opened with. */
export interface CockpitWords {
  readonly lab?: string;
  readonly view?: string;
  readonly theme?: string;
  readonly readonly: boolean;
}

const TAKE_A_WORD = ['lab', 'view', 'theme'] as const;

/** Reads a command line without a verb. Undefined when there is anything else in it: then it is the command line's to read, or to refuse. */
export function cockpitWords(words: readonly string[]): CockpitWords | undefined {
  let found: CockpitWords = { readonly: false };
  for (let at = 0; at < words.length; at++) {
    const [, name = '', joined] = /^--([a-z]+)(?:=(.+))?$/.exec(words[at] ?? '') ?? [];
    const option = TAKE_A_WORD.find((each) => each === name);
    const value = joined ?? words[at + 1];
    if (name === 'readonly' && joined === undefined) found = { ...found, readonly: true };
    else if (option === undefined || value === undefined || value.startsWith('-')) return undefined;
    else {
      found = { ...found, [option]: value };
      at += joined === undefined ? 1 : 0;
    }
  }
  return found;
}
