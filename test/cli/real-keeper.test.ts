import { PassThrough } from 'node:stream';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runWords } from '../../src/cli/cli.ts';
import { wireDoors } from '../../src/cli/doors.ts';
import type { CliIo } from '../../src/cli/io.ts';
import { DOCUMENTS } from '../../src/config/documents/documents.ts';
import { findLab } from '../../src/config/dirs.ts';
import { keeperStatus } from '../../src/wire/keeper-control.ts';
import { makeSandbox, type Sandbox, UID } from '../keeper/sandbox.ts';

const MAIN = join(import.meta.dirname, '..', 'keeper', 'keeper-main.ts');
let sandbox: Sandbox;

beforeEach(() => {
  sandbox = makeSandbox('embedded');
});

afterEach(() => sandbox.end());

interface Running {
  readonly code: Promise<number>;
  readonly stdout: PassThrough;
  readonly text: (name: 'stdout' | 'stderr') => string;
}

/** A command line with a keeper in a process of its own, started the way a person's would be. */
function start(argv: readonly string[]): Running {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  const chunks = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) streams[name].on('data', (chunk: Buffer) => (chunks[name] += chunk.toString()));
  const io: CliIo = { ...streams, env: sandbox.env, uid: UID, cwd: sandbox.dir, now: Date.now, onInterrupt: () => () => undefined };
  return { code: runWords(argv, io, wireDoors(io, { main: MAIN })), stdout: streams.stdout, text: (name) => chunks[name] };
}

const status = () => keeperStatus(findLab('embedded', sandbox.env, UID), UID);

describe('with a keeper of its own process', () => {
  it('a verb that reads the store starts one, and others use it', async () => {
    const first = start(['exec', 'host', '--', 'echo', 'hi']);
    expect([await first.code, first.text('stdout'), first.text('stderr')]).toEqual([0, 'hi\n', 'labdeck: starting the keeper of embedded\n']);
    const pid = (await status())?.pid;
    const second = start(['keeper', 'status', '--json']);
    expect([await second.code, second.text('stderr')]).toEqual([0, '']);
    const document: unknown = JSON.parse(second.text('stdout'));
    expect(document).toMatchObject({ lab: 'embedded', running: true, pid });
    expect(DOCUMENTS['keeper']?.schema.safeParse(document)).toMatchObject({ success: true });
  });

  it('a stop ends it, and says so', async () => {
    await start(['exec', 'host', '--', 'true']).code;
    const stop = start(['keeper', 'stop']);
    expect([await stop.code, stop.text('stdout')]).toEqual([0, 'the keeper ended; the lab goes on\n']);
    expect(await status()).toBeUndefined();
  });

  it('a front end says at once that its keeper was killed, and ends with 3', async () => {
    const exec = start(['exec', 'host', '--', 'sh', '-c', 'echo on; exec cat']);
    await once(exec.stdout, 'data');
    const pid = (await status())?.pid ?? 0;
    process.kill(pid, 'SIGKILL');
    expect(await exec.code).toBe(3);
    expect(exec.text('stderr')).toContain('the keeper went away');
  });

  it('the next verb after that has a new one', async () => {
    await start(['exec', 'host', '--', 'true']).code;
    const before = (await status())?.pid ?? 0;
    process.kill(before, 'SIGKILL');
    expect(await start(['exec', 'host', '--', 'true']).code).toBe(0);
    expect((await status())?.pid).not.toBe(before);
  });
});
