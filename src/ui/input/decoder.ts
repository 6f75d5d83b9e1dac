import { charKey, type InputEvent, namedKey } from './events.ts';
import { take } from './take.ts';
import { latin1 } from './taken.ts';

const PASTE_ENDS = Buffer.from('\x1b[201~', 'latin1');
/** A paste is told in pieces of this size: one of a hundred megabytes must not become one string. */
const PASTE_PIECE = 65_536;
const ESC = 0x1b;
const NOTHING = new Uint8Array(0);

/** What waits for bytes that may not come: `escape` may be the key alone, `part` is the beginning of something longer. */
export type Waiting = 'escape' | 'part' | undefined;

/** Bytes in, in any cut; keys, clicks and pastes out. Holds back what is not whole yet. */
export class Decoder {
  #held: Uint8Array = NOTHING;
  #pasting = false;
  #text = new TextDecoder();

  /** Takes what is whole of what was held back and these bytes. */
  push(bytes: Uint8Array): readonly InputEvent[] {
    const all = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    const events: InputEvent[] = [];
    let at = 0;
    for (let next = this.#step(all, at, events); next > at; next = this.#step(all, at, events)) at = next;
    this.#held = at === all.length ? NOTHING : all.slice(at);
    return events;
  }

  get waiting(): Waiting {
    if (this.#pasting || this.#held[0] !== ESC) return undefined;
    return this.#held.every((byte) => byte === ESC) ? 'escape' : 'part';
  }

  /** No more came: a held back ESC was the key Escape, `ESC [` was alt with that key; more than that was noise. */
  settle(): readonly InputEvent[] {
    if (this.waiting === undefined) return [];
    const held = this.#held;
    this.#held = NOTHING;
    return settled(held);
  }

  /** @returns the place behind what was taken at `at`; the same place when more is needed */
  #step(bytes: Uint8Array, at: number, events: InputEvent[]): number {
    if (this.#pasting) return this.#paste(bytes, at, events);
    const taken = take(bytes, at);
    if (taken === undefined) return at;
    events.push(...taken.events);
    this.#pasting = taken.pasteBegins === true;
    return at + taken.length;
  }

  /** Pieces are cut by size and by the end of the paste, never by where a read ended. */
  #paste(bytes: Uint8Array, at: number, events: InputEvent[]): number {
    const rest = Buffer.from(bytes.buffer, bytes.byteOffset + at, bytes.length - at);
    const end = rest.indexOf(PASTE_ENDS);
    if (end > PASTE_PIECE || (end === -1 && rest.length >= PASTE_PIECE + PASTE_ENDS.length)) {
      this.#tell(rest.subarray(0, PASTE_PIECE), true, events);
      return at + PASTE_PIECE;
    }
    if (end === -1) return at;
    this.#tell(rest.subarray(0, end), false, events);
    this.#pasting = false;
    return at + end + PASTE_ENDS.length;
  }

  #tell(bytes: Uint8Array, goesOn: boolean, events: InputEvent[]): void {
    const text = this.#text.decode(bytes, { stream: goesOn });
    if (text !== '') events.push({ kind: 'paste', text });
  }
}

function settled(held: Uint8Array): readonly InputEvent[] {
  const [first, second, third] = held;
  if (first === undefined) return [];
  if (first !== ESC) return [{ kind: 'unknown', text: latin1(held, 0, held.length) }];
  if (second === undefined || second === ESC) return [namedKey('esc'), ...settled(held.subarray(1))];
  if (third !== undefined || second >= 0x7f) return [{ kind: 'unknown', text: latin1(held, 0, held.length) }];
  return [charKey(String.fromCharCode(second), { alt: true })];
}
