import type { ExecRequest } from '../transport.ts';

/**
 * A frame is a line `kind id number`, for some kinds followed by `number` bytes.
 *
 * To the far end: `S` start (the process, see {@link startFrame}), `I` input bytes, `E` end of input, `C` bytes of output that may be sent
 * on top of earlier ones, `K` signal to the process's group.
 * From the far end: `h` hello, `o` standard output, `e` standard error, `t` bytes of input the process has taken, `x` wait status.
 */
export interface Frame {
  readonly kind: string;
  readonly id: number;
  readonly number: number;
  readonly bytes: Buffer;
}

const HEAD = /^([heotx]) (\d+) (\d+)$/;
const WITH_BYTES = new Set(['o', 'e']);

/** Longer than any head of a frame: a line that goes on is no frame. */
const HEAD_LIMIT = 64;

/** Cuts a stream of any chunks into frames. @throws Error when what comes is no frame */
export class FrameReader {
  #held: Buffer = Buffer.alloc(0);
  readonly #take: (frame: Frame) => void;

  constructor(take: (frame: Frame) => void) {
    this.#take = take;
  }

  feed(chunk: Buffer): void {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) this.#take(frame);
  }

  #next(): Frame | undefined {
    const end = this.#held.indexOf(0x0a);
    if (end < 0 && this.#held.length < HEAD_LIMIT) return undefined;
    const head = this.#held.toString('latin1', 0, end < 0 ? HEAD_LIMIT : end);
    const [, kind, id, number] = HEAD.exec(head) ?? [];
    if (kind === undefined) throw new Error(`no frame: ${JSON.stringify(head)}`);
    const size = WITH_BYTES.has(kind) ? Number(number) : 0;
    if (this.#held.length < end + 1 + size) return undefined;
    const bytes = this.#held.subarray(end + 1, end + 1 + size);
    this.#held = this.#held.subarray(end + 1 + size);
    return { kind, id: Number(id), number: Number(number), bytes };
  }
}

export function frame(kind: 'E' | 'C' | 'K', id: number, number = 0): string {
  return `${kind} ${id} ${number}\n`;
}

export function bytesFrame(kind: 'S' | 'I', id: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${kind} ${id} ${bytes.length}\n`), bytes]);
}

/** Directory, number of variables, variables, argv: words with a NUL between them, which none of them can hold. */
export function startFrame(id: number, { argv, cwd = '', env = {} }: ExecRequest): Buffer {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return bytesFrame('S', id, Buffer.from([cwd, String(variables.length), ...variables, ...argv].join('\0'), 'utf8'));
}
