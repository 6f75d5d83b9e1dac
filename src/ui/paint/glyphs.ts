/** A screen font without emoji, CJK and most signs: Linux's own console. Width stays what it is, so that nothing moves. */
export type Glyphs = ReadonlyMap<number, number>;

/** What the screen uses -> what the console's fonts (code page 437's signs) have. */
const PAIRS: readonly (readonly [wanted: string, has: string])[] = [
  ['╭╮╰╯┏┓┗┛┃━╌╎', '┌┐└┘┌┐└┘│─-|'],
  ['●○◉◆◇✓✗✘▸▹▾▿◂', '*o*+o√xx►>▼v◄'],
  ['▁▂▃▅▆▇', '__▄▄██'],
  ['…–—‘’“”⏎⌫⇥⇧', '~--\'\'""┘<>^'],
  ['⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏', '|/-\\|/-\\|/'],
];

export const CONSOLE_GLYPHS: Glyphs = new Map(PAIRS.flatMap(([wanted, has]) => [...wanted].map((char, at) => [char.codePointAt(0) ?? 0, [...has][at]?.codePointAt(0) ?? 0x3f] as const)));
