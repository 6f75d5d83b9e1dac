import { existsSync, readlinkSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { FoundLab } from '../config/lookup-lab.ts';
import { UnsupportedError } from '../model/errors.ts';
import { connectIfRunning, connectOrStart } from '../wire/connect.ts';
import { IDENTITY } from '../wire/identity.ts';
import { keeperProgram } from '../wire/keeper-process.ts';
import type { Link } from '../wire/link.ts';
import type { Hello } from '../wire/protocol.ts';
import type { CliIo } from './io.ts';

/** The ways to a lab's keeper. */
export interface Doors {
  /** Starts a keeper where none runs. */
  readonly open: (lab: FoundLab, limitMs?: number) => Promise<Link>;
  /** Undefined when none runs; starts none. */
  readonly openIfRunning: (lab: FoundLab, limitMs?: number) => Promise<Link | undefined>;
  /** Keeper and front end in this one process. */
  readonly openStandalone: (lab: FoundLab) => Promise<Link>;
}

/** A keeper in this process, over pipes in memory: made by whoever may load the keeper's code. */
export type Standalone = (lab: FoundLab, hello: Hello) => Promise<Link>;

export interface Program {
  /** The script that this process was started with. */
  readonly main: string;
  readonly standalone?: Standalone;
}

/** Doors to real keepers. */
export function wireDoors(io: CliIo, { main, standalone }: Program): Doors {
  const options = (lab: FoundLab, limitMs: number | undefined) => ({
    lab: lab.name,
    env: io.env,
    uid: io.uid,
    hello: helloOf(lab, io),
    ...(limitMs === undefined ? {} : { limitMs }),
    says: (line: string) => void io.stderr.write(`labdeck: ${line}\n`),
  });
  return {
    open: (lab, limitMs) => connectOrStart({ ...options(lab, limitMs), program: keeperProgram(main, io.env, lab.name, lab.file) }),
    openIfRunning: (lab, limitMs) => connectIfRunning(options(lab, limitMs)),
    openStandalone: async (lab) => {
      if (standalone === undefined) throw new UnsupportedError({ what: 'this labdeck cannot run standalone', next: 'leave --standalone away' });
      return standalone(lab, helloOf(lab, io));
    },
  };
}

function helloOf(lab: FoundLab, io: CliIo): Hello {
  return { ...IDENTITY, lab: lab.name, pid: process.pid, user: io.env['USER'] ?? io.env['LOGNAME'] ?? String(io.uid), tty: ownTty() };
}

/** The terminal, by its name; `process.stdin` would have to be opened to ask it. */
function ownTty(): string {
  const link = '/proc/self/fd/0';
  return isatty(0) && existsSync(link) ? readlinkSync(link) : '';
}
