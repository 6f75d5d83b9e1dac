import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { PtySession } from './pty-session.ts';

const PROGRAM = join(import.meta.dirname, 'programs/own-screen.ts');
const ALL_ON = ['alternate screen', 'bracketed paste', 'focus reports', 'mouse', 'no wrap', 'no cursor'];

const folder = mkdtempSync(join(tmpdir(), 'labdeck-terminal-'));
let session: PtySession;
afterEach(() => {
  session.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** A shell that starts the program, and says afterwards how it ended and how the terminal is set. */
async function open(): Promise<string> {
  const crash = join(folder, 'crashes', `${Math.random()}.txt`);
  session = new PtySession(['sh', '-c', `'${process.execPath}' '${PROGRAM}' '${crash}'; echo ended $?; stty -a | tr ';' '\\n' | grep -wE -- 'icanon'; sleep 600`]);
  await session.shows('ours');
  await session.until(() => session.leftOn().length === ALL_ON.length);
  expect(session.leftOn()).toEqual(ALL_ON);
  return crash;
}

async function isAsBefore(status: number): Promise<void> {
  await session.shows(`ended ${status}`);
  await session.shows('icanon');
  expect(session.leftOn()).toEqual([]);
  expect(session.emulator.rows().join('\n')).toMatch(/(^|\s)icanon/);
  expect(session.emulator.rows().join('\n')).not.toContain('ours');
}

/** The pid of the program below the shell. */
function programPid(): number {
  const children = readFileSync(`/proc/${session.pid}/task/${session.pid}/children`, 'utf8').trim().split(' ');
  return Number(children[0]);
}

describe('the terminal is as it was before', () => {
  test('when we leave', async () => {
    await open();
    session.type('q');
    await isAsBefore(0);
  });

  test('when the process ends without a word', async () => {
    await open();
    session.type('x');
    await isAsBefore(3);
  });

  test.each([['t', 'thrown in the middle'], ['r', 'rejected in the middle']])('when nobody caught an error (%s), which leaves a file with the last minute', async (key, what) => {
    const crash = await open();
    session.type(key);
    await isAsBefore(1);
    expect(session.emulator.rows().join('')).toContain(`crashed: ${what}`);
    expect(readdirSync(join(folder, 'crashes'))).toHaveLength(1);
    expect(statSync(crash).mode & 0o777).toBe(0o600);
    const text = readFileSync(crash, 'utf8');
    expect(text).toContain(`Error: ${what}`);
    expect(text).toMatch(new RegExp(`the last minute:\n\\S+Z key ${key}`));
  });

  test.each([['SIGTERM', 143], ['SIGHUP', 129], ['SIGINT', 130], ['SIGQUIT', 131]] as const)('when %s comes', async (signal, status) => {
    await open();
    process.kill(programPid(), signal);
    await isAsBefore(status);
  });

  test('while it is stopped, and is ours again with fg', async () => {
    session = new PtySession(['bash', '--norc', '-i'], { PS1: 'shell> ' });
    session.type(`'${process.execPath}' '${PROGRAM}' '${join(folder, 'crash')}'\r`);
    await session.until(() => session.leftOn().length === ALL_ON.length);
    session.type('z');
    await session.shows('Stopped');
    expect(session.leftOn().filter((mode) => mode !== 'bracketed paste')).toEqual([]);
    session.type('stty -a | grep -ow -e -icanon -e icanon; fg\r');
    await session.until(() => session.leftOn().length === ALL_ON.length);
    await session.shows('ours');
    session.type('q');
    await session.until(() => session.leftOn().every((mode) => mode === 'bracketed paste'));
    session.type('exit\r');
    expect((await session.exit).exitCode).toBe(0);
  });

  test('where no shell waits for it, a stop brings it back', async () => {
    session = new PtySession([process.execPath, PROGRAM, join(folder, 'crash')]);
    await session.until(() => session.leftOn().length === ALL_ON.length);
    session.type('z');
    await session.until(() => session.leftOn().length === 0);
    await session.until(() => session.leftOn().length === ALL_ON.length);
    session.type('x');
    expect((await session.exit).exitCode).toBe(3);
    expect(session.leftOn()).toEqual([]);
  });
});

test('a terminal that takes nothing holds up no key', async () => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'answered');
  session = new PtySession([process.execPath, PROGRAM, file]);
  await session.until(() => session.leftOn().length === ALL_ON.length);
  session.stall();
  session.type('b');
  // Keys that come in one read are one key to the program: the second one is typed until it was read alone.
  await vi.waitFor(() => {
    session.type('w');
    expect(existsSync(file)).toBe(true);
  }, 20_000);
});
