import { stripVTControlCharacters } from 'node:util';

/** Control characters that are left once escape sequences are gone, tab apart. */
// eslint-disable-next-line no-control-regex -- they are what this is about
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g;

/** One line of a guest's output as text that is safe on any terminal. */
export function printableLine(line: string): string {
  return stripVTControlCharacters(line).replaceAll(CONTROL, '');
}

/** The lines of captured output, safe on any terminal; invalid UTF-8 shows as U+FFFD. */
export function printableLines(bytes: Uint8Array): string[] {
  const lines = Buffer.from(bytes).toString('utf8').split('\n').map((line) => printableLine(line));
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
