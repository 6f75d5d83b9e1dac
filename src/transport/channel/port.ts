import type { Socket } from 'node:net';
import { connectSocket } from '../socket.ts';

/** Takes a chunk. False: enough for now, nothing more is read until `resume`. */
export type Taker = (chunk: Buffer) => boolean;

/** Bytes for nobody: what a lane still says about a command that nobody waits for. */
export const DISCARD: Taker = () => true;

/** The host end of one virtio-serial port: a socket and whoever takes its bytes at the moment. */
export class Port {
  readonly #socket: Socket;
  #taker: Taker = DISCARD;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      if (!this.#taker(chunk)) socket.pause();
    });
  }

  /** @throws what {@link connectSocket} throws */
  static async open(path: string, onGone: (cause?: Error) => void): Promise<Port> {
    const socket = await connectSocket(path);
    const port = new Port(socket);
    let cause: Error | undefined;
    socket.on('error', (error) => {
      cause = error;
    });
    socket.on('close', () => onGone(cause));
    return port;
  }

  get isClosed(): boolean {
    return this.#socket.destroyed;
  }

  /** From here on `taker` has the bytes, whatever the one before had stopped at. */
  give(taker: Taker): void {
    this.#taker = taker;
    this.#socket.resume();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** `taken` is called when the far end has room for more. */
  write(bytes: string | Buffer, taken: () => void = () => undefined): void {
    if (this.#socket.destroyed) return;
    this.#socket.write(bytes, () => taken());
  }

  close(): void {
    this.#socket.destroy();
  }
}
