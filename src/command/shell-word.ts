/** Words that mean themselves to every shell. */
const PLAIN = /^[A-Za-z0-9_/.,:@%+][A-Za-z0-9_/.,:@%+=-]*$|^-{1,2}[A-Za-z0-9][A-Za-z0-9_/.,:@%+=-]*$/;

/** A word as a person can paste it into a shell: single quotes, in which no character is special (POSIX 2.2.2). */
export function shellWord(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** An argv as one line for a person, or for a shell that has to read it. */
export function shellLine(argv: readonly string[]): string {
  return argv.map(shellWord).join(' ');
}
