import { charKey } from './events.ts';
import { one, type Taken } from './taken.ts';

const FATAL = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** How many bytes a character has that begins with this one (RFC 3629); 0: none begins so. */
function lengthOf(first: number): number {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first >= 0xe0 && first <= 0xef) return 3;
  return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

/** One character. A byte that belongs to none is told as such, and what follows it is read anew. */
export function takeUtf8(bytes: Uint8Array, at: number): Taken | undefined {
  const first = bytes[at] ?? 0;
  const length = lengthOf(first);
  for (let next = 1; next < length; next += 1) {
    const byte = bytes[at + next];
    if (byte === undefined) return undefined;
    if ((byte & 0xc0) !== 0x80) return stray(first);
  }
  return length === 0 ? stray(first) : character(bytes, at, length);
}

function character(bytes: Uint8Array, at: number, length: number): Taken {
  const char = decoded(bytes.subarray(at, at + length));
  if (char === undefined) return stray(bytes[at] ?? 0);
  const isControl = length > 1 && (char.codePointAt(0) ?? 0) < 0xa0;
  return one(length, isControl ? { kind: 'unknown', text: char } : charKey(char));
}

/** Undefined for an overlong form, a surrogate, or more than U+10FFFF. */
function decoded(bytes: Uint8Array): string | undefined {
  try {
    return FATAL.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function stray(byte: number): Taken {
  return one(1, { kind: 'unknown', text: String.fromCharCode(byte) });
}
