import { spawn, type IPty } from '@lydell/node-pty';
import xterm, { type IBufferCell } from '@xterm/headless';
import { keyBytes, type MouseAct, mouseBytes } from './keys.ts';

export interface TerminalOptions {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly rows?: number;
  readonly cwd?: string;
}

/** One cell as the terminal shows it. Colours: undefined is the terminal's own, a number one of the 256, a string `#rrggbb`. */
export interface Cell {
  readonly text: string;
  /** 0: the second half of the wide character before it. */
  readonly width: number;
  readonly fg?: number | string;
  readonly bg?: number | string;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
}

export interface Ended {
  readonly code: number;
  readonly signal: number;
}

/** No byte for this long: nothing is on its way. Ages step every second at the most. */
const QUIET_MS = 120;
const LIMIT_MS = 20_000;

/** A program in a pseudo-terminal, with a terminal emulator as the one who looks. Nothing in here waits for a time alone: always for what is seen. */
export class StoryTerminal {
  readonly ended: Promise<Ended>;
  /** Bytes that the program wrote so far. */
  bytes = 0;
  readonly #pty: IPty;
  readonly #screen: InstanceType<typeof xterm.Terminal>;
  readonly #seen = new Set<() => void>();
  readonly #listeners = new Set<(text: string) => void>();
  #raw = '';
  #cursor = true;
  #unparsed = 0;
  #lastByteAt = performance.now();
  /** When the last bytes came that are on the screen. */
  #shownFrom = 0;
  #end: Ended | undefined;

  constructor({ argv: [file, ...args], env, columns = 120, rows = 40, cwd }: TerminalOptions) {
    this.#screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
    const place = cwd === undefined ? {} : { cwd };
    this.#pty = spawn(file, args, { cols: columns, rows, name: env['TERM'] ?? 'xterm-256color', env: { TERM: 'xterm-256color', COLORTERM: 'truecolor', ...env }, ...place });
    // The emulator tells nobody whether it shows a cursor: DECTCEM, mode 25.
    for (const final of ['h', 'l'] as const) {
      this.#screen.parser.registerCsiHandler({ prefix: '?', final }, (modes) => {
        if (modes.includes(25)) this.#cursor = final === 'h';
        return false;
      });
    }
    // What a terminal answers to questions about itself.
    this.#screen.onData((answer) => this.#end !== undefined || this.#pty.write(answer));
    this.#pty.onData((text) => this.#take(text));
    this.ended = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal = 0 }) => {
        this.#end = { code: exitCode, signal };
        resolve(this.#end);
      });
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  get columns(): number {
    return this.#screen.cols;
  }

  get rows(): number {
    return this.#screen.rows;
  }

  press(...keys: readonly string[]): void {
    for (const key of keys) this.#pty.write(keyBytes(key));
  }

  type(text: string): void {
    this.#pty.write(text);
  }

  mouse(act: MouseAct, x: number, y: number): void {
    this.#pty.write(mouseBytes(act, x, y));
  }

  resize(columns: number, rows: number): void {
    this.#screen.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  signal(name: NodeJS.Signals): void {
    process.kill(this.#pty.pid, name);
  }

  /** What is on the screen, a line each, without what is blank at their ends. */
  lines(): string[] {
    const { active } = this.#screen.buffer;
    return Array.from({ length: this.#screen.rows }, (_, y) => active.getLine(active.baseY + y)?.translateToString(true) ?? '');
  }

  screen(): string {
    return this.lines().join('\n');
  }

  /** Counted from 0. */
  cell(x: number, y: number): Cell {
    const { active } = this.#screen.buffer;
    const cell = active.getLine(active.baseY + y)?.getCell(x);
    if (cell === undefined) throw new Error(`the screen of ${this.columns}x${this.rows} has no cell ${x},${y}`);
    return cellOf(cell);
  }

  /** Where a text begins on the screen. @throws with the screen when it is not there */
  find(text: string): { readonly x: number; readonly y: number } {
    const lines = this.lines();
    const y = lines.findIndex((line) => line.includes(text));
    if (y < 0) throw new Error(`${JSON.stringify(text)} is not on the screen\n${this.dump()}`);
    return { x: cellsBefore(lines[y] ?? '', text), y };
  }

  get modes() {
    const { modes, buffer } = this.#screen;
    return { alternate: buffer.active.type === 'alternate', paste: modes.bracketedPasteMode, mouse: modes.mouseTrackingMode, focus: modes.sendFocusMode, wrap: modes.wraparoundMode, cursor: this.#cursor };
  }

  /** Bytes written since an earlier count of {@link bytes}. */
  bytesSince(before: number): number {
    return this.bytes - before;
  }

  /** Told of everything that the program writes, the moment it comes: for measurements. The answer ends it. */
  onText(listener: (text: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What the program wrote, escapes and all; the last 200 kB. */
  get raw(): string {
    return this.#raw;
  }

  /** Waits until something holds of the screen: a text is on it, or what is asked says true. @throws with the screen after `limitMs` */
  async until(what: string | ((terminal: this) => boolean), limitMs = LIMIT_MS): Promise<this> {
    const holds = typeof what === 'string' ? () => this.screen().includes(what) : () => what(this);
    await this.#wait(holds, typeof what === 'string' ? JSON.stringify(what) : what.toString(), limitMs);
    return this;
  }

  /**
   * Waits until something holds of the screen.
   * @returns when the bytes came that made it hold (performance.now()), whatever the emulator took to show them
   */
  async seenAt(holds: (terminal: this) => boolean, limitMs = LIMIT_MS): Promise<number> {
    await this.#wait(() => holds(this), holds.toString(), limitMs);
    return this.#shownFrom;
  }

  /** Waits until a text is gone. */
  async untilGone(text: string, limitMs = LIMIT_MS): Promise<this> {
    await this.#wait(() => !this.screen().includes(text), `${JSON.stringify(text)} gone`, limitMs);
    return this;
  }

  /** Waits until the program has written nothing for a while, and the screen shows all of it. */
  async idle(quietMs = QUIET_MS): Promise<this> {
    const end = performance.now() + LIMIT_MS;
    for (let left = quietMs; left > 0; left = quietMs - (performance.now() - this.#lastByteAt)) {
      if (performance.now() > end) throw new Error(`the screen did not come to rest\n${this.dump()}`);
      await new Promise((resolve) => setTimeout(resolve, left));
    }
    await this.#wait(() => this.#unparsed === 0, 'all parsed', LIMIT_MS);
    return this;
  }

  dump(): string {
    const edge = '-'.repeat(this.columns);
    const state = this.#end === undefined ? 'the program runs' : `the program has ended with ${this.#end.code}, signal ${this.#end.signal}`;
    return `+${edge}+\n${this.lines().map((line) => `|${line.padEnd(this.columns)}|`).join('\n')}\n+${edge}+\n${state}; it wrote ${this.bytes} bytes, at last ${JSON.stringify(this.#raw.slice(-200))}`;
  }

  /** Hangs up, as a window that is closed; and makes sure that the program is gone. */
  async close(): Promise<void> {
    if (this.#end === undefined) this.#pty.kill('SIGHUP');
    const timer = setTimeout(() => this.#end !== undefined || this.#pty.kill('SIGKILL'), 5_000);
    await this.ended;
    clearTimeout(timer);
    this.#screen.dispose();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #take(text: string): void {
    for (const listener of this.#listeners) listener(text);
    this.bytes += Buffer.byteLength(text);
    this.#raw = `${this.#raw}${text}`.slice(-200_000);
    const at = performance.now();
    this.#lastByteAt = at;
    this.#unparsed += 1;
    this.#screen.write(text, () => {
      this.#unparsed -= 1;
      this.#shownFrom = at;
      for (const look of [...this.#seen]) look();
    });
  }

  #wait(holds: () => boolean, what: string, limitMs: number): Promise<void> {
    if (holds()) return Promise.resolve();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const settle = (act: () => void): void => {
      this.#seen.delete(look);
      clearTimeout(timer);
      act();
    };
    const fail = (why: string): void => settle(() => reject(new Error(`${why}: ${what}\n${this.dump()}`)));
    const look = (): void => {
      if (holds()) settle(resolve);
    };
    const timer = setTimeout(() => fail(`not seen within ${limitMs} ms`), limitMs);
    this.#seen.add(look);
    // What the program wrote last may still be on its way through the emulator.
    void this.ended.then(() => setTimeout(() => this.#seen.has(look) && (holds() ? settle(resolve) : fail('the program ended before')), 500));
    return promise;
  }
}

function cellOf(cell: IBufferCell): Cell {
  const fg = colour(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor());
  const bg = colour(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor());
  return {
    text: cell.getChars() || ' ',
    width: cell.getWidth(),
    ...(fg === undefined ? {} : { fg }),
    ...(bg === undefined ? {} : { bg }),
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    italic: cell.isItalic() !== 0,
    underline: cell.isUnderline() !== 0,
    inverse: cell.isInverse() !== 0,
  };
}

function colour(isDefault: boolean, isRgb: boolean, value: number): number | string | undefined {
  if (isDefault) return undefined;
  return isRgb ? `#${value.toString(16).padStart(6, '0')}` : value;
}

/** Wide characters are one in a line of text and two on the screen; a story that looks for what stands behind one is rare enough. */
function cellsBefore(line: string, text: string): number {
  return [...line.slice(0, line.indexOf(text))].length;
}
