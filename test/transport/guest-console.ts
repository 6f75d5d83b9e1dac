import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Duplex } from 'node:stream';

/**
 * A console without a VM: a real program on a real pty (script(1) makes it), and a line to it that can be opened and closed again
 * and again, while the program goes on.
 */
export class GuestConsole {
  /** Everything the console ever printed. */
  seen = '';
  readonly #script: ChildProcess;
  #on: Duplex | undefined;

  /** @param command as a shell reads it */
  constructor(command: string, env: Readonly<Record<string, string>> = {}) {
    const options = { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'ignore'] as ('pipe' | 'ignore')[], detached: true };
    this.#script = spawn('script', ['--quiet', '--flush', '--echo', 'always', '--command', `exec ${command}`, '/dev/null'], options);
    this.#script.stdout?.on('data', (bytes: Buffer) => {
      this.seen += bytes.toString('latin1');
      this.#on?.push(bytes);
    });
    this.#script.stdin?.on('error', () => undefined);
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
    this.#script.stdin?.write(text);
  }

  print(text: string): void {
    this.#on?.push(Buffer.from(text));
  }

  hangUp(): void {
    this.#on?.destroy();
  }

  async close(): Promise<void> {
    if (this.#script.exitCode !== null || this.#script.signalCode !== null) return;
    const exit = once(this.#script, 'close');
    this.#script.stdout?.destroy();
    this.#script.stdin?.destroy();
    if (this.#script.pid !== undefined) process.kill(-this.#script.pid, 'SIGKILL');
    await exit;
  }
}
