import { type LabdeckError, LostError, RefusedError } from '../../model/errors.ts';
import { type ConsoleState, consoleState, lastLine } from './console-text.ts';
import type { Line } from './line.ts';

export interface Login {
  readonly user: string;
  /** Absent: the console logs in by itself, or asks for none. Never printed. */
  readonly password?: string;
}

/** Without KVM a console takes its time; silence of this length is the end of what it had to say. */
const QUIET_MS = 250;
const SETTLE_MS = 5_000;
const ANSWER_MS = 5_000;
const LOGIN_MS = 60_000;

/** Redraws the line in every line editor and full-screen program, and changes nothing in any. A cooked tty echoes it as `^L`. */
const REDRAW = '\x0c';
const ERASE_ONE = '\x7f';
const KILL_LINE = '\x15';

/**
 * Brings a console to a shell that waits for us, or refuses: a console on which anything runs or is half typed belongs to
 * somebody. Nothing is typed before that is known but a redraw, which is taken back where it was not understood.
 * @returns whether it logged in, and so has to log out
 * @throws RefusedError (in use, login refused), LostError (nothing answers), TimeoutError
 */
export async function enter(line: Line, login: Login): Promise<boolean> {
  if (!(await line.quiet(QUIET_MS, SETTLE_MS))) throw inUse(line, `it keeps printing: ${lastLine(line.text.trimEnd())}`);
  const state = await look(line, 2);
  if (state.is === 'shell') return false;
  if (state.is === 'login') return logIn(line, login);
  if (state.is === 'password') throw inUse(line, 'somebody is logging in');
  throw inUse(line, `on its line stands ${JSON.stringify(state.line)}`);
}

function inUse(line: Line, detail: string): RefusedError {
  return new RefusedError({ what: `the console of ${line.machine} is in use`, next: 'finish there first; labdeck types nothing into it', detail });
}

/** A message of the kernel may come right after the prompt: then a second look finds the prompt redrawn. */
async function look(line: Line, again: number): Promise<ConsoleState> {
  line.clear();
  line.send(REDRAW);
  await line.until('an answer', (text) => (text === '' ? undefined : true), ANSWER_MS).catch((error: LabdeckError) => {
    if (error.kind !== 'timeout') throw error;
    throw new LostError({ what: `the console of ${line.machine} does not answer`, next: 'labdeck serial', detail: 'it redrew nothing: a password prompt, a program without a screen, or a machine that hangs' });
  });
  await line.quiet(QUIET_MS, SETTLE_MS);
  const { text } = line;
  if (text.includes('^L')) {
    line.send(ERASE_ONE);
    throw inUse(line, 'a program runs in its foreground');
  }
  // A getty in raw mode echoes the very byte, and takes it for a letter of the name.
  if (text.endsWith(REDRAW)) return atLogin(line);
  const state = consoleState(text);
  return state.is === 'other' && again > 0 && /\n/.test(text) ? look(line, again - 1) : state;
}

async function atLogin(line: Line): Promise<ConsoleState> {
  line.clear();
  line.send(`${KILL_LINE}\r`);
  await line.until('a login prompt', (text) => (consoleState(text).is === 'login' ? true : undefined), LOGIN_MS);
  return { is: 'login' };
}

async function logIn(line: Line, { user, password }: Login): Promise<boolean> {
  line.clear();
  line.send(`${KILL_LINE}${user}\r`);
  const asked = await line.until('a password prompt', afterName, LOGIN_MS);
  if (asked === 'shell') return true;
  if (password === undefined) {
    line.send('\r');
    throw new RefusedError({ what: `the console of ${line.machine} asks ${user} for a password, and the lab file has none`, next: 'set outer.login.password' });
  }
  line.clear();
  line.send(`${password}\r`);
  const answer = await line.until('a shell', afterPassword, LOGIN_MS);
  if (answer === 'refused') throw new RefusedError({ what: `the console of ${line.machine} lets ${user} not in with the password of the lab file` });
  await line.quiet(QUIET_MS, SETTLE_MS);
  return true;
}

/** The echo of the name ends its line; only what comes after it counts. */
function afterName(text: string): 'password' | 'shell' | undefined {
  if (!text.includes('\n')) return undefined;
  const { is } = consoleState(text);
  return is === 'password' || is === 'shell' ? is : undefined;
}

function afterPassword(text: string): 'refused' | 'shell' | undefined {
  if (/login incorrect|authentication failure/i.test(text)) return 'refused';
  return consoleState(text).is === 'shell' ? 'shell' : undefined;
}
