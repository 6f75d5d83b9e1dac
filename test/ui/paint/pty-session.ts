import { spawn } from '@lydell/node-pty';
import { Emulator } from './emulator.ts';

/** A program on a pseudo-terminal with an emulator behind it. Waits are for what is on the screen, never for time. */
export class PtySession {
  readonly emulator: Emulator;
  readonly exit: Promise<{ readonly exitCode: number; readonly signal?: number }>;
  readonly #pty: ReturnType<typeof spawn>;
  readonly #looks = new Set<() => void>();

  constructor(argv: readonly string[], env: Readonly<Record<string, string | undefined>> = {}, { cols = 80, rows = 24 } = {}) {
    const [program = '', ...words] = argv;
    this.emulator = new Emulator(cols, rows);
    this.#pty = spawn(program, words, { cols, rows, env: { ...process.env, TERM: 'xterm-256color', ...env } as Record<string, string> });
    this.#pty.onData((data) => void this.emulator.write(data).then(() => this.#looks.forEach((look) => look())));
    this.exit = new Promise((resolve) => this.#pty.onExit(resolve));
  }

  get pid(): number {
    return this.#pty.pid;
  }

  type(keys: string): void {
    this.#pty.write(keys);
  }

  resize(cols: number, rows: number): void {
    this.emulator.terminal.resize(cols, rows);
    this.#pty.resize(cols, rows);
  }

  /** From now on nobody reads what it writes. */
  stall(): void {
    this.#pty.pause();
  }

  /** Ends it; for the end of a test that did not get to its own. */
  kill(): void {
    this.#pty.kill('SIGKILL');
  }

  /** Resolves when `holds` is true of the screen; the test's own limit is the limit. */
  until(holds: (emulator: Emulator) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds(this.emulator)) return;
        this.#looks.delete(look);
        resolve();
      };
      this.#looks.add(look);
      look();
    });
  }

  shows(text: string): Promise<void> {
    return this.until((emulator) => emulator.rows().some((row) => row.includes(text)));
  }

  /** What of us is still switched on in the terminal: nothing, when it was given back. */
  leftOn(): string[] {
    const { modes, buffer } = this.emulator.terminal;
    const on: Readonly<Record<string, boolean>> = {
      'alternate screen': buffer.active.type === 'alternate',
      'bracketed paste': modes.bracketedPasteMode,
      'focus reports': modes.sendFocusMode,
      mouse: modes.mouseTrackingMode !== 'none',
      'no wrap': !modes.wraparoundMode,
      'no cursor': (this.emulator.terminal as unknown as { readonly _core: { readonly coreService: { readonly isCursorHidden: boolean } } })._core.coreService.isCursorHidden,
    };
    return Object.keys(on).filter((name) => on[name]);
  }
}
