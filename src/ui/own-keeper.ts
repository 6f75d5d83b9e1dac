import { existsSync, readlinkSync } from 'node:fs';
import { isatty } from 'node:tty';
import { connectOrStart } from '../wire/connect.ts';
import { IDENTITY } from '../wire/identity.ts';
import { keeperProgram } from '../wire/keeper-process.ts';
import type { Link } from '../wire/link.ts';
import type { CockpitStart } from './cockpit-start.ts';

/** The way to the keeper of a cockpit's lab, which is started where none runs. */
export function ownKeeper({ lab, env, uid, main, words }: Pick<CockpitStart, 'lab' | 'env' | 'uid' | 'main' | 'words'>): (says: (line: string) => void) => Promise<Link> {
  const hello = { ...IDENTITY, lab: lab.name, pid: process.pid, user: env['USER'] ?? env['LOGNAME'] ?? String(uid), tty: ownTty(), ...(words.readonly ? { readonly: true as const } : {}) };
  return (says) => connectOrStart({ lab: lab.name, env, uid, hello, program: keeperProgram(main, env, lab.name, lab.file), says });
}

/** The terminal, by its name. */
function ownTty(): string {
  const link = '/proc/self/fd/0';
  return isatty(0) && existsSync(link) ? readlinkSync(link) : '';
}
