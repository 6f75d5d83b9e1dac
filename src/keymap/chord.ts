import { nearest } from '../model/nearest.ts';

/** Keys that have a word for a name, as the keyboard tells them. */
const WORDS = [
  'space', 'enter', 'tab', 'esc', 'backspace', 'insert', 'delete', 'up', 'down', 'left', 'right', 'home', 'end', 'begin', 'page-up', 'page-down',
  ...Array.from({ length: 35 }, (_, index) => `F${index + 1}`),
];
/** `page-up` ends with `up`. */
const LONGEST_FIRST = WORDS.toSorted((a, b) => b.length - a.length);
const HELD = ['ctrl', 'alt', 'shift'] as const;

/** What a chord is made of: a key of the keyboard, without its text. */
export interface ChordParts {
  readonly name: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

/** The one way to write a chord: `ctrl-p`, `alt-left`, `shift-tab`, `G`, `?`. */
export function chordOf({ name, ctrl, alt, shift }: ChordParts): string {
  const held = { ctrl, alt, shift };
  return [...HELD.filter((each) => held[each]), name].join('-');
}

/** What is wrong with a chord that a person wrote, and how it is written; undefined when nothing is. */
export function chordFault(chord: string): string | undefined {
  const { held, name } = split(chord);
  const stranger = held.find((each) => !(HELD as readonly string[]).includes(each));
  if (stranger !== undefined) return `is not a key: ${JSON.stringify(stranger)} is none of ${HELD.join(', ')}`;
  if ([...name].length === 1) return charFault(chord, held, name);
  if (!WORDS.includes(name)) return `is not a key${hint(name)}`;
  const proper = inOrder(held, name);
  return proper === chord ? undefined : `is written ${proper}`;
}

function charFault(chord: string, held: readonly string[], name: string): string | undefined {
  if (name <= ' ' || name === '\u007f') return 'is not a key: write space, enter, tab or esc';
  const plain = held.filter((each) => each !== 'shift');
  const proper = inOrder(plain, held.includes('shift') ? name.toUpperCase() : name);
  if (proper !== chord) return `is written ${proper}`;
  return held.includes('ctrl') && /[A-Z]/.test(name) ? `is no key that every terminal can tell from ${proper.toLowerCase()}` : undefined;
}

const inOrder = (held: readonly string[], name: string): string => [...HELD.filter((each) => held.includes(each)), name].join('-');

function hint(name: string): string {
  const near = WORDS.find((word) => word.toLowerCase() === name.toLowerCase()) ?? nearest(name, WORDS);
  return near === undefined ? '' : `; did you mean ${near}?`;
}

/** `ctrl-page-up` is ctrl and page-up; `alt--` is alt and the minus. */
function split(chord: string): { readonly held: readonly string[]; readonly name: string } {
  const word = LONGEST_FIRST.find((each) => chord === each || chord.endsWith(`-${each}`));
  const name = word ?? (chord.endsWith('--') || chord === '-' ? '-' : (chord.split('-').at(-1) ?? ''));
  const rest = chord.slice(0, chord.length - name.length);
  return { held: rest === '' ? [] : rest.replace(/-$/, '').split('-'), name };
}

const SIGNS: Readonly<Record<string, string>> = { enter: '⏎', up: '↑', down: '↓', left: '←', right: '→', 'page-up': 'PgUp', 'page-down': 'PgDn' };

/** A chord as the footer shows it: `⏎`, `alt-←`. */
export function chordSign(chord: string): string {
  const { held, name } = split(chord);
  return [...held, SIGNS[name] ?? name].join('-');
}
