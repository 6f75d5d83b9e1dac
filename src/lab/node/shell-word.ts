/** One word for a POSIX shell to read back exactly: single quotes, and nothing inside them means anything (XCU 2.2.2). */
export function shellWord(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
