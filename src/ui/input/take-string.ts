import { latin1, one, type Taken } from './taken.ts';

const ESC = 0x1b;
const BEL = 0x07;
/** Longer than any answer to a question of ours: what goes on is noise. */
const LONGEST = 4096;

/** With what an answer of each kind goes on; typed by a person, it is alt with that character: OSC, DCS and APC (ECMA-48, 5.6). */
const GOES_ON: Readonly<Record<string, RegExp>> = { ']': /[0-9]/, P: /[0-9>!=$+]/, _: /G/ };

/**
 * An answer that is a string: `ESC ] 11 ; rgb:… BEL`, ended by `ESC \` or (OSC) BEL. Anything else that begins with ESC ends it too.
 * @returns undefined when more bytes are needed; length 0 when no such string begins here
 */
export function takeString(bytes: Uint8Array, at: number): Taken | undefined {
  const third = bytes[at + 2];
  if (third === undefined) return undefined;
  const goesOn = GOES_ON[String.fromCharCode(bytes[at + 1] ?? 0)];
  if (goesOn?.test(String.fromCharCode(third)) !== true) return { length: 0, events: [] };
  for (let end = at + 2; end < bytes.length; end += 1) {
    if (end - at > LONGEST) return ended(bytes, at, end, 'unknown');
    if (bytes[end] === BEL) return ended(bytes, at, end + 1, 'reply');
    if (bytes[end] !== ESC) continue;
    if (bytes[end + 1] === undefined) return undefined;
    return bytes[end + 1] === 0x5c ? ended(bytes, at, end + 2, 'reply') : ended(bytes, at, end, 'unknown');
  }
  return undefined;
}

function ended(bytes: Uint8Array, at: number, end: number, kind: 'reply' | 'unknown'): Taken {
  return one(end - at, { kind, text: latin1(bytes, at, end) });
}
