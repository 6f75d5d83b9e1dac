import { constants } from 'node:os';
import type { Terminal } from './terminal.ts';

/** Signals that end us; the terminal is given back first. */
const ENDING = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const;
/** What the terminal sends to everybody on it when a key is pressed. */
const FROM_KEYS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];
/** Where no shell waits behind us (nobody's job), a stop is ignored by the kernel, and nothing wakes us again. */
const STOPPED_BY_THEN_MS = 150;

export interface Guard {
  /** Back to the shell, as Ctrl-Z in a program that does not read keys raw. `fg` comes back. */
  readonly suspend: () => void;
  /** What to do with an error that nobody caught, after the terminal was given back. Returns what to tell the operator. */
  onCrash: (error: unknown) => string;
  /** Gives the terminal to another program until that ends; Ctrl-C is that program's meanwhile. Keys have to be listened to anew. */
  readonly lend: <T>(program: () => Promise<T>) => Promise<T>;
  /** Gives the terminal back for good, and ends the watch. */
  readonly release: () => void;
}

/**
 * Whatever ends this process, the terminal is as it was before: its end, a signal, an error that nobody caught. While it is stopped,
 * too. Only SIGKILL is beyond us.
 */
export function guardTerminal(terminal: Terminal): Guard {
  const guard = { suspend, onCrash: (error: unknown) => String(error instanceof Error ? error.stack : error), lend, release };
  let isLent = false;
  const leave = (): void => terminal.leave();
  const end = (signal: NodeJS.Signals): void => {
    if (isLent && FROM_KEYS.includes(signal)) return;
    terminal.leave();
    process.exit(128 + constants.signals[signal]);
  };
  const crash = (error: unknown): void => {
    terminal.leave();
    process.stderr.write(`labdeck: crashed: ${error instanceof Error ? error.message : String(error)}\n${guard.onCrash(error)}\n`);
    process.exit(1);
  };

  let cancel = (): void => undefined;
  function suspend(): void {
    terminal.leave();
    process.off('SIGTSTP', suspend);
    const timer = setTimeout(resume, STOPPED_BY_THEN_MS);
    cancel = () => clearTimeout(timer);
    // The whole job, as the terminal does it: npm or a script may stand between the shell and us.
    process.kill(0, 'SIGTSTP');
  }

  function resume(): void {
    cancel();
    process.off('SIGTSTP', suspend);
    process.on('SIGTSTP', suspend);
    // Stopped from outside, we never left: what the shell changed since is set anew.
    terminal.leave();
    terminal.enter();
  }

  async function lend<T>(program: () => Promise<T>): Promise<T> {
    isLent = true;
    terminal.close();
    try {
      return await program();
    } finally {
      isLent = false;
      terminal.enter();
    }
  }

  function release(): void {
    cancel();
    terminal.close();
    process.off('exit', leave).off('SIGTSTP', suspend).off('SIGCONT', resume).off('uncaughtException', crash);
    for (const signal of ENDING) process.off(signal, end);
  }

  process.on('exit', leave).on('SIGTSTP', suspend).on('SIGCONT', resume).on('uncaughtException', crash);
  for (const signal of ENDING) process.on(signal, end);
  return guard;
}
