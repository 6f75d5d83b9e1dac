import type { FoundLab } from '../config/lookup-lab.ts';
import type { CockpitWords } from './cockpit-words.ts';
import type { Guard } from './paint/guard.ts';
import type { Terminal } from './paint/terminal.ts';

export interface StartPlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly uid: number;
  readonly cwd: string;
  /** The script that this process was started with: a keeper is started with it as well. */
  readonly main: string;
}

/** All that the cockpit needs to go on: the screen is its own already. */
export interface CockpitStart extends StartPlace {
  readonly terminal: Terminal;
  readonly guard: Guard;
  readonly lab: FoundLab;
  readonly words: CockpitWords;
}
