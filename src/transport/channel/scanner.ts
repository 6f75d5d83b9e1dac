/** What a scanner hands on: the far process's own bytes, and the records of the lane in between. */
export interface Scanned {
  readonly bytes: (chunk: Buffer) => void;
  readonly record: (text: string) => void;
}

/** A record is never longer than this; more without a line end means that the bytes only look like one. */
const RECORD_LIMIT = 512;

/**
 * Finds records (`marker text newline`) in a stream of any bytes, however they are cut into chunks. Everything else is
 * passed on at once; only what may be the beginning of a marker is held back.
 */
export class Scanner {
  readonly #marker: Buffer;
  readonly #to: Scanned;
  #held: Buffer = Buffer.alloc(0);

  constructor(marker: string, to: Scanned) {
    this.#marker = Buffer.from(marker, 'latin1');
    this.#to = to;
  }

  feed(chunk: Buffer): void {
    let rest = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = Buffer.alloc(0);
    for (let at = rest.indexOf(this.#marker); at >= 0; at = rest.indexOf(this.#marker)) {
      this.#pass(rest.subarray(0, at));
      rest = rest.subarray(at);
      const end = rest.indexOf(0x0a);
      if (end < 0 && rest.length <= RECORD_LIMIT) {
        this.#held = rest;
        return;
      }
      rest = this.#take(rest, end);
    }
    const keep = this.#overlap(rest);
    this.#pass(rest.subarray(0, rest.length - keep));
    this.#held = rest.subarray(rest.length - keep);
  }

  #take(rest: Buffer, end: number): Buffer {
    const start = this.#marker.length;
    if (end < 0 || end > RECORD_LIMIT) {
      this.#pass(rest.subarray(0, start));
      return rest.subarray(start);
    }
    this.#to.record(rest.toString('latin1', start, end).replace(/\r$/, ''));
    return rest.subarray(end + 1);
  }

  #pass(bytes: Buffer): void {
    if (bytes.length > 0) this.#to.bytes(bytes);
  }

  /** How many bytes at the end of `rest` could be the beginning of a marker. */
  #overlap(rest: Buffer): number {
    for (let size = Math.min(this.#marker.length - 1, rest.length); size > 0; size -= 1) {
      if (rest[rest.length - size] === this.#marker[0] && rest.subarray(rest.length - size).equals(this.#marker.subarray(0, size))) return size;
    }
    return 0;
  }
}
