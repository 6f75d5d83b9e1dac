const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;

/** One complete JSON object as text, or a line of bytes that cannot be one (`json: false`). */
export interface Frame {
  readonly text: string;
  readonly json: boolean;
}

/**
 * Cuts a byte stream into JSON objects by counting brackets outside strings. QEMU ends each message with CR LF (docs/interop/qmp-spec), but
 * with `pretty=on` a message has many lines, and a client at our own socket may send none at all, so lines are not relied on.
 * Every byte is looked at once, however many chunks a reply comes in: all structural characters are ASCII and never part of a longer UTF-8 character.
 */
export class JsonFrames {
  #held: Buffer[] = [];
  #depth = 0;
  #inString = false;
  #escaped = false;

  /** The frames that this chunk completes. */
  push(chunk: Buffer): Frame[] {
    const frames: Frame[] = [];
    let start = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const ends = this.#step(chunk[at] as number);
      if (ends === undefined) continue;
      const text = this.#take(chunk.subarray(start, at + 1)).trim();
      start = at + 1;
      if (text !== '') frames.push({ text, json: ends === 'object' });
    }
    if (start < chunk.length) this.#held.push(chunk.subarray(start));
    return frames;
  }

  /** What came last and never ended; empty when the stream ended between two messages. */
  rest(): string {
    return this.#take(Buffer.alloc(0)).trim();
  }

  #take(tail: Buffer): string {
    const text = this.#held.length === 0 ? tail.toString('utf8') : Buffer.concat([...this.#held, tail]).toString('utf8');
    this.#held = [];
    return text;
  }

  #step(byte: number): 'object' | 'line' | undefined {
    if (this.#inString) return this.#stepString(byte);
    if (byte === QUOTE && this.#depth > 0) this.#inString = true;
    else if (byte === 0x7b || byte === 0x5b) this.#depth += 1;
    else if ((byte === 0x7d || byte === 0x5d) && this.#depth > 0) {
      this.#depth -= 1;
      return this.#depth === 0 ? 'object' : undefined;
    } else if (byte === NEWLINE && this.#depth === 0) return 'line';
    return undefined;
  }

  #stepString(byte: number): undefined {
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) this.#inString = false;
  }
}
