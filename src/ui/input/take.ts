import { PASTE_BEGINS, sequenceEvents } from './csi.ts';
import { charKey, type Key, namedKey } from './events.ts';
import { oldMouseReport } from './mouse.ts';
import { CONTROL_KEYS, KEYPAD_CHARS, LETTER_KEYS, LINUX_KEYS, RXVT_ARROWS } from './names.ts';
import { sequenceOf } from './sequence.ts';
import { takeString } from './take-string.ts';
import { latin1, one, type Taken, unknown } from './taken.ts';
import { takeUtf8 } from './utf8.ts';

const ESC = 0x1b;
/** Longer than any sequence we know: what goes on is noise. */
const LONGEST = 256;

/**
 * Takes the first key or report that begins at `at`. It looks at the bytes alone and never at where a read ended: however the
 * stream is cut, the same events come out.
 * @returns undefined when more bytes are needed to tell
 */
export function take(bytes: Uint8Array, at: number): Taken | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  if (first === ESC) return takeEscape(bytes, at);
  if (first < 0x20 || first === 0x7f) return one(1, controlKey(first));
  return takeUtf8(bytes, at);
}

/** ctrl with a letter is its number in the alphabet, NUL is ctrl-space, 28-31 are ctrl with `\ ] ^ _` (ASCII). */
function controlKey(code: number): Key {
  const name = CONTROL_KEYS[code];
  if (name !== undefined) return namedKey(name);
  return code === 0 ? namedKey('space', { ctrl: true }) : charKey(String.fromCharCode(code + 64).toLowerCase(), { ctrl: true });
}

const BY_SECOND: Readonly<Record<string, (bytes: Uint8Array, at: number) => Taken | undefined>> = {
  '\x1b': takeEscapeTwice,
  '[': takeSequence,
  O: takeSs3,
  ']': takeString,
  P: takeString,
  _: takeString,
};

function takeEscape(bytes: Uint8Array, at: number): Taken | undefined {
  const second = bytes[at + 1];
  if (second === undefined) return undefined;
  const taken = (BY_SECOND[String.fromCharCode(second)] ?? takeAlt)(bytes, at);
  // A string of that kind does not begin so: it was alt with that character.
  return taken?.length === 0 ? takeAlt(bytes, at) : taken;
}

function takeAlt(bytes: Uint8Array, at: number): Taken | undefined {
  const rest = take(bytes, at + 1);
  return rest === undefined ? undefined : withAlt(rest);
}

/** `ESC` before a key is that key with alt; before anything else it was a key of its own. */
function withAlt({ length, events }: Taken): Taken {
  const [key] = events;
  if (key?.kind !== 'key' || key.alt) return one(1, namedKey('esc'));
  return one(length + 1, { ...key, alt: true, text: '' });
}

/** Two: rxvt writes alt-up as `ESC ESC [ A`; all else is Escape, and what follows. */
function takeEscapeTwice(bytes: Uint8Array, at: number): Taken | undefined {
  const third = bytes[at + 2];
  if (third === undefined) return undefined;
  if (third !== 0x5b && third !== 0x4f) return one(1, namedKey('esc'));
  return takeAlt(bytes, at);
}

/** `ESC O LETTER`, with a modifier before the letter in old terminals: `ESC O 5 A`. */
function takeSs3(bytes: Uint8Array, at: number): Taken | undefined {
  const third = bytes[at + 2];
  if (third === undefined) return undefined;
  const digit = third >= 0x31 && third <= 0x38;
  const end = digit ? at + 3 : at + 2;
  const letter = bytes[end];
  if (letter === undefined) return undefined;
  const key = ss3Key(String.fromCharCode(letter), digit ? third - 0x31 : 0);
  return key === undefined ? one(2, charKey('O', { alt: true })) : one(end + 1 - at, key);
}

function ss3Key(letter: string, bits: number): Key | undefined {
  const held = { shift: (bits & 1) !== 0, alt: (bits & 2) !== 0, ctrl: (bits & 4) !== 0 };
  const named = letter === 'M' ? 'enter' : letter === 'I' ? 'tab' : LETTER_KEYS[letter];
  if (named !== undefined) return namedKey(named, held);
  const arrow = RXVT_ARROWS[letter];
  if (arrow !== undefined) return namedKey(arrow, { ...held, ctrl: true });
  const char = KEYPAD_CHARS[letter];
  return char === undefined ? undefined : charKey(char, held);
}

function takeSequence(bytes: Uint8Array, at: number): Taken | undefined {
  const third = bytes[at + 2];
  if (third === 0x5b) return takeLinux(bytes, at);
  if (third === 0x4d) return takeOldMouse(bytes, at);
  let end = spanned(bytes, at + 2, isParameter);
  if (bytes[end] === 0x24 && isPlain(bytes, at + 2, end)) return whole(bytes, at, end);
  end = spanned(bytes, end, isIntermediate);
  if (end - at >= LONGEST) return unknown(bytes, at, at + LONGEST);
  const final = bytes[end];
  if (final === undefined) return undefined;
  // A control character, or a byte of 128 or more, breaks it off: it was nothing, and that byte is what it is.
  return final < 0x40 || final > 0x7e ? unknown(bytes, at, end) : whole(bytes, at, end);
}

function spanned(bytes: Uint8Array, from: number, belongs: (byte: number) => boolean): number {
  let end = from;
  for (let byte = bytes[end]; byte !== undefined && belongs(byte); byte = bytes[end]) end += 1;
  return end;
}

const isParameter = (byte: number): boolean => byte >= 0x30 && byte <= 0x3f;
const isIntermediate = (byte: number): boolean => byte >= 0x20 && byte <= 0x2f;

/** rxvt ends shift-Delete with `$`, where answers have it before their end: those begin with `?`. */
function isPlain(bytes: Uint8Array, from: number, to: number): boolean {
  return to > from && bytes.subarray(from, to).every((byte) => byte >= 0x30 && byte <= 0x39);
}

function whole(bytes: Uint8Array, at: number, end: number): Taken {
  const text = latin1(bytes, at, end + 1);
  const length = end + 1 - at;
  return text === PASTE_BEGINS ? { length, events: [], pasteBegins: true } : { length, events: sequenceEvents(sequenceOf(text)) };
}

function takeLinux(bytes: Uint8Array, at: number): Taken | undefined {
  const letter = bytes[at + 3];
  if (letter === undefined) return undefined;
  const name = LINUX_KEYS[String.fromCharCode(letter)];
  return name === undefined ? unknown(bytes, at, at + 3) : one(4, namedKey(name));
}

function takeOldMouse(bytes: Uint8Array, at: number): Taken | undefined {
  const [button, x, y] = bytes.subarray(at + 3, at + 6);
  if (button === undefined || x === undefined || y === undefined) return undefined;
  return Math.min(button, x, y) < 32 ? unknown(bytes, at, at + 3) : one(6, oldMouseReport(button, x, y));
}
