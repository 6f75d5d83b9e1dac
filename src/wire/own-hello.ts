import { existsSync, readlinkSync } from 'node:fs';
import { userInfo } from 'node:os';
import { isatty } from 'node:tty';
import type { Env } from '../config/paths.ts';
import { IDENTITY } from './identity.ts';
import type { Hello } from './protocol.ts';

/** What this process says of itself to the keeper of a lab: others see who did what, and on which terminal. */
export function ownHello(lab: string, env: Env): Hello {
  return { ...IDENTITY, lab, pid: process.pid, user: env['USER'] ?? env['LOGNAME'] ?? ownName(), tty: ownTty() };
}

/** A user without an entry in passwd is known by a number. */
function ownName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return String(process.getuid?.() ?? 0);
  }
}

/** The terminal, by its name; `process.stdin` would have to be opened to ask it. */
function ownTty(): string {
  const link = '/proc/self/fd/0';
  return isatty(0) && existsSync(link) ? readlinkSync(link) : '';
}
