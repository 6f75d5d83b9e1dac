import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Duplex } from 'node:stream';

/**
 * A console without a VM: a real program on a real pty (socat makes it), and a line to it that can be opened and closed again
 * and again, while the program goes on.
 */
export class GuestConsole {
  /** Everything the console ever printed. */
  seen = '';
  readonly #socat: ChildProcess;
  #on: Duplex | undefined;

  /** @param command in socat's words, for EXEC */
  constructor(command: string, env: Readonly<Record<string, string>> = {}) {
    const options = { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] as ('pipe' | 'inherit')[], detached: true };
    this.#socat = spawn('socat', ['STDIO', `EXEC:${command},pty,setsid,ctty,stderr`], options);
    this.#socat.stdout?.on('data', (bytes: Buffer) => {
      this.seen += bytes.toString('latin1');
      this.#on?.push(bytes);
    });
    this.#socat.stdin?.on('error', () => undefined);
  }

  readonly open = (): Promise<Duplex> => {
    const write = (bytes: Buffer, _encoding: BufferEncoding, taken: () => void): void => {
      this.type(bytes);
      taken();
    };
    this.#on = new Duplex({ read: () => undefined, write });
    return Promise.resolve(this.#on);
  };

  get isOpen(): boolean {
    return this.#on !== undefined && !this.#on.destroyed;
  }

  /** As a person does, or a kernel that prints. */
  type(text: string | Buffer): void {
    this.#socat.stdin?.write(text);
  }

  print(text: string): void {
    this.#on?.push(Buffer.from(text));
  }

  hangUp(): void {
    this.#on?.destroy();
  }

  async close(): Promise<void> {
    if (this.#socat.exitCode !== null || this.#socat.signalCode !== null) return;
    const exit = once(this.#socat, 'close');
    this.#socat.stdout?.destroy();
    this.#socat.stdin?.destroy();
    if (this.#socat.pid !== undefined) process.kill(-this.#socat.pid, 'SIGKILL');
    await exit;
  }
}
