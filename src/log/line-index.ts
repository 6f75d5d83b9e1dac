import { type FileHandle, open } from 'node:fs/promises';
import { ifAbsent } from '../model/absent.ts';

/** Lines between two remembered offsets: 0.1 byte of memory per line, and at most this many are skipped over to find one. */
const STRIDE = 64;
const CHUNK_BYTES = 1 << 20;
const NEWLINE = 0x0a;

/** Where the lines of a growing file begin. The file is never held in memory; a file that became shorter is read anew. */
export class LineIndex {
  readonly #file: string;
  #offsets: number[] = [0];
  #lines = 0;
  #scanned = 0;
  #generation = 0;
  #under: Promise<number> = Promise.resolve(0);

  constructor(file: string) {
    this.#file = file;
  }

  /** Another one each time the file began anew: numbers of rows count within it. */
  get generation(): number {
    return this.#generation;
  }

  /** Reads what the file has grown by. @returns the number of lines that are complete; 0 for a file that is not there */
  refresh(): Promise<number> {
    // One after the other: two that read the same bytes would count their lines twice.
    this.#under = this.#under.then(() => this.#refresh(), () => this.#refresh());
    return this.#under;
  }

  async #refresh(): Promise<number> {
    const handle = await open(this.#file).catch(ifAbsent(undefined));
    if (handle === undefined) return this.#forget();
    try {
      const { size } = await handle.stat();
      if (size < this.#scanned) this.#forget();
      await this.#scan(handle, size);
      return this.#lines;
    } finally {
      await handle.close();
    }
  }

  /** Lines `from` (counted from 0) to `from + count`, without their ends. Call after {@link refresh}. */
  async rows(from: number, count: number): Promise<string[]> {
    const last = Math.min(from + count, this.#lines);
    if (last <= from) return [];
    const handle = await open(this.#file, 'r');
    try {
      const first = Math.floor(from / STRIDE);
      const start = this.#offsets[first] ?? 0;
      const end = this.#offsets[Math.ceil(last / STRIDE)] ?? this.#scanned;
      const bytes = Buffer.alloc(end - start);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
      const skipped = from - first * STRIDE;
      return bytes.toString('utf8', 0, bytesRead).split('\n').slice(skipped, skipped + last - from);
    } finally {
      await handle.close();
    }
  }

  #forget(): number {
    if (this.#scanned > 0) this.#generation += 1;
    this.#offsets = [0];
    this.#lines = 0;
    this.#scanned = 0;
    return 0;
  }

  async #scan(handle: FileHandle, size: number): Promise<void> {
    const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, size - this.#scanned));
    while (this.#scanned < size) {
      const { bytesRead } = await handle.read(chunk, 0, Math.min(chunk.length, size - this.#scanned), this.#scanned);
      if (bytesRead === 0) return;
      const complete = chunk.lastIndexOf(NEWLINE, bytesRead - 1) + 1;
      // The last, incomplete line of the file waits for its end; one longer than a chunk is passed over piece by piece.
      if (complete === 0 && bytesRead < CHUNK_BYTES) return;
      this.#count(chunk.subarray(0, complete));
      this.#scanned += complete === 0 ? bytesRead : complete;
    }
  }

  #count(bytes: Buffer): void {
    for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) {
      this.#lines += 1;
      if (this.#lines % STRIDE === 0) this.#offsets.push(this.#scanned + at + 1);
    }
  }
}
