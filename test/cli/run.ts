import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { runWords } from '../../src/cli/cli.ts';
import type { Doors } from '../../src/cli/doors.ts';
import type { CliIo } from '../../src/cli/io.ts';
import { openStandalone } from '../../src/keeper/standalone.ts';
import { IDENTITY } from '../../src/wire/identity.ts';
import type { Link } from '../../src/wire/link.ts';
import { type FakeHouse, fakeHouse } from './fake-house.ts';
import { READ_AT, upState } from './made-lab.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly house?: FakeHouse;
  readonly tty?: true;
  /** Bytes for standard input, which then ends; absent: it stays open. */
  readonly stdin?: string;
  /** What the person at the keyboard does meanwhile. */
  readonly during?: (person: Person) => unknown;
  readonly env?: Record<string, string>;
  readonly now?: number;
}

export interface Person {
  /** Ctrl-C. */
  readonly press: () => void;
  readonly stdin: PassThrough;
  /** Resolves when standard output has this in it. */
  readonly sees: (text: string) => Promise<void>;
}

/** One command line against the fake lab, over the real wire in this process. */
export async function labdeck(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const house = options.house ?? fakeHouse(upState());
  const home = mkdtempSync(join(tmpdir(), 'labdeck-cli-'));
  const env = { HOME: home, XDG_RUNTIME_DIR: join(home, 'run'), PATH: process.env['PATH'] ?? '', ...options.env };
  const presses = new Set<() => void>();
  const streams = { stdin: stdinOf(options), stdout: new PassThrough(), stderr: new PassThrough() };
  const texts = { stdout: collected(streams.stdout), stderr: collected(streams.stderr) };
  const io: CliIo = {
    stdin: Object.assign(streams.stdin, options.tty === true ? { isTTY: true } : {}),
    stdout: streams.stdout,
    stderr: streams.stderr,
    env,
    uid: process.getuid?.() ?? 0,
    cwd: home,
    now: () => options.now ?? READ_AT + 2000,
    onInterrupt: (pressed) => {
      presses.add(pressed);
      return () => presses.delete(pressed);
    },
  };
  const running = runWords(argv, io, doorsTo(house, env));
  const sees = async (text: string): Promise<void> => {
    while (!texts.stdout().includes(text)) await once(streams.stdout, 'data');
  };
  options.during?.({ press: () => [...presses].forEach((pressed) => pressed()), stdin: streams.stdin, sees });
  const code = await running;
  return { code, stdout: texts.stdout(), stderr: texts.stderr() };
}

function stdinOf({ stdin }: RunOptions): PassThrough {
  const stream = new PassThrough();
  if (stdin !== undefined) stream.end(stdin);
  return stream;
}

function collected(stream: PassThrough): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

function doorsTo({ compose }: FakeHouse, env: Record<string, string>): Doors {
  const open: Doors['openStandalone'] = ({ name, file }): Promise<Link> =>
    openStandalone({ lab: name, file, env, uid: process.getuid?.() ?? 0, compose }, { ...IDENTITY, lab: name, pid: process.pid, user: 'ada', tty: '' });
  return { open, openIfRunning: open, openStandalone: open };
}
