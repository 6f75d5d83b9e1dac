import { stripVTControlCharacters } from 'node:util';

/** Control characters that are left once escape sequences are gone, tab apart. */
// eslint-disable-next-line no-control-regex -- they are what this is about
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g;

/** One line of a guest's output as text that is safe on any terminal. */
export function printableLine(line: string): string {
  return stripVTControlCharacters(line).replaceAll(CONTROL, '');
}

/** One line of a guest's output as it stood on the screen: what a carriage return wrote over is gone, tabs are spaces. */
export function screenLine(line: string): string {
  const written = line.replace(/\r+$/, '');
  const plain = printableLine(written.slice(written.lastIndexOf('\r') + 1));
  return plain.includes('\t') ? withoutTabs(plain) : plain;
}

const TAB_CELLS = 8;

function withoutTabs(line: string): string {
  return line.split('\t').reduce((text, part) => `${text}${' '.repeat(TAB_CELLS - (text.length % TAB_CELLS))}${part}`);
}

/** The lines of captured output, safe on any terminal; invalid UTF-8 shows as U+FFFD. */
export function printableLines(bytes: Uint8Array): string[] {
  const lines = Buffer.from(bytes).toString('utf8').split('\n').map((line) => printableLine(line));
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
