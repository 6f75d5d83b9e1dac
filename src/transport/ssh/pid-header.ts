/** Shell code that tells the pid of what it becomes, on standard error, before anything else of ours. */
export const pidCode = 'echo "labdeck-pid $$" >&2';

const HEADER = /labdeck-pid (\d+)\n/;
/** A login shell's own words may come first; what has no header in this many bytes has none. */
const LONGEST = 64 * 1024;

/** Takes the line of {@link pidCode} out of a process's standard error. */
export class PidHeader {
  readonly pid: Promise<number>;
  #tell: (pid: number) => void;
  #held: Buffer | undefined = Buffer.alloc(0);

  constructor() {
    const { promise, resolve } = Promise.withResolvers<number>();
    this.pid = promise;
    this.#tell = resolve;
  }

  /** @returns what belongs to the process */
  take(bytes: Buffer): Buffer {
    if (this.#held === undefined) return bytes;
    const held = Buffer.concat([this.#held, bytes]);
    const found = HEADER.exec(held.toString('latin1'));
    if (found === null && held.length < LONGEST) return this.#keep(held);
    this.#held = undefined;
    if (found === null) return held;
    this.#tell(Number(found[1]));
    return Buffer.concat([held.subarray(0, found.index), held.subarray(found.index + found[0].length)]);
  }

  #keep(held: Buffer): Buffer {
    this.#held = held;
    return Buffer.alloc(0);
  }
}
