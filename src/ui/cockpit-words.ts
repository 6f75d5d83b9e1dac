/** What the cockpit is opened with. */
export interface CockpitWords {
  readonly lab?: string;
  readonly view?: string;
  readonly theme?: string;
  readonly readonly: boolean;
  /** The lab is to be brought up. */
  readonly up: boolean;
}

const TAKE_A_WORD = ['lab', 'view', 'theme'] as const;
const FLAGS = ['readonly', 'up'] as const;

/** Reads a command line without a verb, or with the cockpit's own. Undefined when there is anything else in it: then it is the command line's to read, or to refuse. */
export function cockpitWords([first = '', ...rest]: readonly string[]): CockpitWords | undefined {
  const words = first === 'cockpit' || first === '' ? rest : [first, ...rest];
  let found: CockpitWords = { readonly: false, up: false };
  for (let at = 0; at < words.length; at++) {
    const [, name = '', joined] = /^--([a-z]+)(?:=(.+))?$/.exec(words[at] ?? '') ?? [];
    const option = TAKE_A_WORD.find((each) => each === name);
    const value = joined ?? words[at + 1];
    if (FLAGS.some((flag) => flag === name) && joined === undefined) found = { ...found, [name]: true };
    else if (option === undefined || value === undefined || value.startsWith('-')) return undefined;
    else {
      found = { ...found, [option]: value };
      at += joined === undefined ? 1 : 0;
    }
  }
  return found;
}
