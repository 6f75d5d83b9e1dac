import { join } from 'node:path';
import type { FakeLab } from '../fakes/fake-lab.ts';
import { StoryTerminal } from './terminal.ts';

const LAUNCHER = join(import.meta.dirname, '..', '..', 'bin', 'labdeck');

export interface StageOptions {
  readonly columns?: number;
  readonly rows?: number;
  /** On top of the lab's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Words after `--lab FILE`. */
  readonly words?: readonly string[];
}

/** The cockpit on a lab, as a person opens it: `labdeck --lab FILE`. */
export function openCockpit(lab: FakeLab, { columns, rows, env = {}, words = [] }: StageOptions = {}): StoryTerminal {
  const size = { ...(columns === undefined ? {} : { columns }), ...(rows === undefined ? {} : { rows }) };
  return new StoryTerminal({ argv: ['sh', LAUNCHER, ...lab.args, ...words], env: { ...lab.env, ...env }, ...size });
}

/** What the prompt of {@link openShell} looks like. */
export const PROMPT = 'story$';

/** A shell with job control in a terminal; `labdeck` is in its PATH. */
export function openShell(lab: FakeLab, { columns, rows, env = {} }: StageOptions = {}): StoryTerminal {
  const size = { ...(columns === undefined ? {} : { columns }), ...(rows === undefined ? {} : { rows }) };
  const path = `${join(LAUNCHER, '..')}:${lab.env['PATH'] ?? ''}`;
  return new StoryTerminal({ argv: ['bash', '--norc', '--noprofile', '-i'], env: { ...lab.env, PATH: path, PS1: `${PROMPT} `, HISTFILE: '', ...env }, ...size });
}

/** A terminal as a shell leaves it: nothing of ours is switched on. */
export const GIVEN_BACK = { alternate: false, paste: false, mouse: 'none', focus: false, wrap: true, cursor: true } as const;

/** The live frame is up: its footer says what keys there are. */
export const isOpen = (terminal: StoryTerminal): boolean => terminal.modes.alternate && /\? help|q quit/.test(terminal.lines().at(-1) ?? '');
