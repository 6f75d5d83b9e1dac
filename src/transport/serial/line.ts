import type { Duplex } from 'node:stream';
import { LostError, TimeoutError } from '../../model/errors.ts';

/** More than this much unread text is old. */
const KEPT = 1 << 18;

/** A serial line as text, one byte one character: what came since it was last cleared, and ways to wait for more. */
export class Line {
  readonly machine: string;
  readonly #stream: Duplex;
  readonly #waiting = new Set<() => void>();
  #text = '';
  #received = 0;
  #gone: LostError | undefined;

  constructor(machine: string, stream: Duplex) {
    this.machine = machine;
    this.#stream = stream;
    stream.on('data', (bytes: Buffer) => {
      this.#text = (this.#text + bytes.toString('latin1')).slice(-KEPT);
      this.#received += bytes.length;
      this.#wake();
    });
    let cause: Error | undefined;
    stream.on('error', (error) => {
      cause = error;
    });
    stream.on('close', () => {
      this.#gone = new LostError({ what: `the console of ${machine} went away`, next: 'labdeck status', detail: cause?.message ?? '', cause });
      this.#wake();
    });
  }

  get text(): string {
    return this.#text;
  }

  /** Forgets what came up to now, or its first `length` characters. */
  clear(length = this.#text.length): void {
    this.#text = this.#text.slice(length);
  }

  send(text: string): void {
    this.#stream.write(Buffer.from(text, 'latin1'));
  }

  close(): void {
    this.#stream.destroy();
  }

  /** Waits until `find` finds something in the text. @throws TimeoutError, LostError */
  async until<T>(what: string, find: (text: string) => T | undefined, limitMs: number): Promise<T> {
    const found = await this.#wait(() => find(this.#text), limitMs);
    if (found !== undefined) return found;
    throw new TimeoutError({ what: `${what} did not come on the console of ${this.machine} within ${limitMs} ms`, detail: this.#text.slice(-1_000) });
  }

  /** Waits until nothing has come for `ms`. @returns false when it never got quiet within `limitMs`. @throws LostError */
  async quiet(ms: number, limitMs: number): Promise<boolean> {
    const end = performance.now() + limitMs;
    while (performance.now() < end) {
      const before = this.#received;
      const more = await this.#wait(() => (this.#received === before ? undefined : true), ms);
      if (more === undefined) return true;
    }
    return false;
  }

  #wait<T>(find: () => T | undefined, limitMs: number): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        act();
      };
      const look = (): void => {
        const found = find();
        if (found !== undefined) settle(() => resolve(found));
        else if (this.#gone !== undefined) settle(() => reject(this.#gone as LostError));
      };
      const timer = setTimeout(() => settle(() => resolve(undefined)), limitMs);
      this.#waiting.add(look);
      look();
    });
  }

  #wake(): void {
    for (const look of [...this.#waiting]) look();
  }
}
