import { closeSync, openSync, writeSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';

/** How often a flood writes: lines come in bursts, as a console's do. */
const BURST_MS = 10;

/** The serial line of the fake outer VM: QEMU writes all of it into a file, whoever listens. */
export class FakeSerial {
  /** Lines of a flood that were written. */
  flooded = 0;
  readonly #server: Server;
  readonly #log: number;
  #client: Socket | undefined;
  #flood: NodeJS.Timeout | undefined;

  constructor(path: string, log: string) {
    this.#log = openSync(log, 'a', 0o600);
    this.#server = createServer((socket) => this.#attach(socket)).listen(path);
  }

  print(text: string): void {
    writeSync(this.#log, text);
    this.#client?.write(text);
  }

  /** Writes numbered lines of 100 characters until it is stopped. What the clock missed is caught up with. */
  flood(linesPerSec: number): void {
    this.calm();
    const since = performance.now();
    const before = this.flooded;
    this.#flood = setInterval(() => {
      const due = before + Math.floor(((performance.now() - since) * linesPerSec) / 1000);
      let text = '';
      for (; this.flooded < due; this.flooded += 1) text += `[${String(this.flooded).padStart(12)}] flood: ${'the quick brown fox jumps over the lazy dog '.repeat(2).slice(0, 77)}\n`;
      this.print(text);
    }, BURST_MS);
  }

  calm(): void {
    clearInterval(this.#flood);
  }

  close(): void {
    this.calm();
    this.#client?.destroy();
    this.#server.close();
    closeSync(this.#log);
  }

  /** What is typed is echoed, as a getty does. */
  #attach(socket: Socket): void {
    this.#client?.destroy();
    this.#client = socket;
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.#client === socket) this.#client = undefined;
    });
    socket.on('data', (chunk: Buffer) => this.print(chunk.toString('utf8').replaceAll('\r', '\r\nouter login: ')));
  }
}
