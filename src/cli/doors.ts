import type { FoundLab } from '../config/lookup-lab.ts';
import { UnsupportedError } from '../model/errors.ts';
import { connectIfRunning, connectOrStart } from '../wire/connect.ts';
import { keeperProgram } from '../wire/keeper-process.ts';
import type { Link } from '../wire/link.ts';
import { ownHello } from '../wire/own-hello.ts';
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
    hello: ownHello(lab.name, io.env),
    ...(limitMs === undefined ? {} : { limitMs }),
    says: (line: string) => void io.stderr.write(`labdeck: ${line}\n`),
  });
  return {
    open: (lab, limitMs) => connectOrStart({ ...options(lab, limitMs), program: keeperProgram(main, io.env, lab.name, lab.file) }),
    openIfRunning: (lab, limitMs) => connectIfRunning(options(lab, limitMs)),
    openStandalone: async (lab) => {
      if (standalone === undefined) throw new UnsupportedError({ what: 'this labdeck cannot run standalone', next: 'leave --standalone away' });
      return standalone(lab, ownHello(lab.name, io.env));
    },
  };
}
