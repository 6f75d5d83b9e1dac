import { LAYOUTS, THEMES } from '../../../src/ui/built-in.ts';
import type { Size } from '../../../src/ui/layout/arrange.ts';
import type { Paper } from '../../../src/ui/paint/mount.ts';
import { type ThemeStyles, themeStyles } from '../../../src/ui/theme.ts';
import type { ThemeConfig } from '../../../src/config/theme.ts';
import { Emulator } from './emulator.ts';

export const THEME: ThemeConfig = THEMES['default'] as ThemeConfig;
export const STYLES: ThemeStyles = themeStyles(THEME, 24);
export const OVERVIEW = LAYOUTS['overview'] as NonNullable<(typeof LAYOUTS)[string]>;

/** Paper that remembers what was written, and shows it on an emulated terminal. */
export class TestPaper implements Paper {
  readonly written: string[] = [];
  readonly emulator: Emulator;
  readonly #resized: (() => void)[] = [];
  readonly #entered: (() => void)[] = [];
  #size: Size;

  constructor(width: number, height: number) {
    this.#size = { width, height };
    this.emulator = new Emulator(width, height);
  }

  size = (): Size => this.#size;
  onResize = (call: () => void): (() => void) => (this.#resized.push(call), () => undefined);
  onEnter = (call: () => void): void => void this.#entered.push(call);
  write = (frame: string, taken: () => void): void => {
    this.written.push(frame);
    void this.emulator.write(frame).then(taken);
  };

  resize(width: number, height: number): void {
    this.#size = { width, height };
    this.emulator.terminal.resize(width, height);
    this.#resized.forEach((call) => call());
  }

  enter(): void {
    this.#entered.forEach((call) => call());
  }
}

/** Waits until all that was begun by now is painted: microtasks, a frame's timer, the terminal. */
export async function settled(paper: TestPaper): Promise<void> {
  for (let seen = -1; seen !== paper.written.length; ) {
    seen = paper.written.length;
    await new Promise((resolve) => setTimeout(resolve, 60));
    await paper.emulator.write('');
  }
}
