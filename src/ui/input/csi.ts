import { charKey, type InputEvent, type Key, type Modifiers, namedKey } from './events.ts';
import { mouseReport } from './mouse.ts';
import { KITTY_KEYS, LETTER_KEYS, NUMBER_KEYS, RXVT_ARROWS, RXVT_ENDS } from './names.ts';
import type { Sequence } from './sequence.ts';

/** Beginning of a bracketed paste. */
export const PASTE_BEGINS = '\x1b[200~';

type Reading = (sequence: Sequence) => InputEvent | undefined;

/** What a whole sequence means; none for one that means nothing by design, as the release of a key. */
export function sequenceEvents(sequence: Sequence): readonly InputEvent[] {
  const { text, prefix, numbers, last } = sequence;
  if (prefix === '<') return [mouseReport(sequence) ?? { kind: 'unknown', text }];
  if (prefix !== '') return [{ kind: 'reply', text }];
  if (isRelease(numbers)) return [];
  return [BY_LAST[last]?.(sequence) ?? { kind: 'unknown', text }];
}

const numberAt = ({ numbers }: Sequence, index: number): number | undefined => numbers[index]?.[0];

/** kitty: `ESC [ 97 ; 1 : 3 u` is a key that was let go. */
function isRelease(numbers: Sequence['numbers']): boolean {
  return numbers[1]?.[1] === 3;
}

/** The parameter less one: shift 1, alt 2, ctrl 4; higher bits are keys no binding knows (super, hyper, meta), 64 and 128 are locks. */
function modifiers(parameter: number | undefined): Modifiers | undefined {
  const bits = ((parameter ?? 1) || 1) - 1;
  if ((bits & 0b111000) !== 0) return undefined;
  return { shift: (bits & 1) !== 0, alt: (bits & 2) !== 0, ctrl: (bits & 4) !== 0 };
}

function keyWith(name: string | undefined, parameter: number | undefined): Key | undefined {
  const held = modifiers(parameter);
  return name === undefined || held === undefined ? undefined : namedKey(name, held);
}

const letter: Reading = (sequence) => keyWith(LETTER_KEYS[sequence.last], numberAt(sequence, 1));

/** Row 1 of a cursor report reads like F3 with a modifier: we ask for none there. */
const f3: Reading = (sequence) => ((numberAt(sequence, 0) ?? 1) === 1 ? letter(sequence) : { kind: 'reply', text: sequence.text });

const focus = (focused: boolean): Reading => ({ numbers }) => (numbers.length === 0 ? { kind: 'focus', focused } : undefined);

const reply: Reading = ({ text }) => ({ kind: 'reply', text });

const numbered: Reading = (sequence) => {
  const number = numberAt(sequence, 0) ?? 0;
  // xterm's modifyOtherKeys: ESC [ 27 ; MODIFIER ; CODE ~
  return number === 27 ? coded(numberAt(sequence, 2), undefined, numberAt(sequence, 1)) : keyWith(NUMBER_KEYS[number], numberAt(sequence, 1));
};

const rxvtNumbered: Reading = (sequence) => {
  const name = NUMBER_KEYS[numberAt(sequence, 0) ?? 0];
  return name === undefined ? undefined : namedKey(name, RXVT_ENDS[sequence.last]);
};

const rxvtArrow: Reading = ({ last, numbers }) => (numbers.length === 0 ? namedKey(RXVT_ARROWS[last] ?? '', { shift: true }) : undefined);

/** `ESC [ CODE : SHIFTED ; MODIFIER : EVENT ; TEXT u` */
const kitty: Reading = ({ numbers }) => coded(numbers[0]?.[0], numbers[0]?.[1], numbers[1]?.[0]);

function coded(code: number | undefined, shifted: number | undefined, parameter: number | undefined): Key | undefined {
  const held = modifiers(parameter);
  if (code === undefined || held === undefined) return undefined;
  const name = KITTY_KEYS[code];
  if (name !== undefined && name.length > 1) return namedKey(name, held);
  const char = name ?? character(held.shift === true ? (shifted ?? code) : code);
  if (char === undefined) return undefined;
  return char === ' ' ? namedKey('space', held) : charKey(held.shift === true && shifted === undefined ? char.toUpperCase() : char, held);
}

/** Control characters and kitty's private codes (modifier and media keys) are no characters. */
function character(code: number): string | undefined {
  if (code < 32 || (code >= 127 && code < 160) || (code >= 0xd800 && code < 0xf900) || code > 0x10ffff) return undefined;
  return String.fromCodePoint(code);
}

const each = (letters: string, reading: Reading): Readonly<Record<string, Reading>> => Object.fromEntries([...letters].map((last) => [last, reading]));

const BY_LAST: Readonly<Record<string, Reading>> = {
  ...each('ABCDEFHPQS', letter),
  R: f3,
  '~': numbered,
  u: kitty,
  Z: (sequence) => keyWith('tab', (((numberAt(sequence, 1) ?? 1) - 1) | 1) + 1),
  I: focus(true),
  O: focus(false),
  ...each('$^@', rxvtNumbered),
  ...each('abcd', rxvtArrow),
  ...each('cnty', reply),
};
