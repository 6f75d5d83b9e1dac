import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeLab, startFakeLab } from '../fakes/fake-lab.ts';
import { GIVEN_BACK, isOpen, openCockpit, openShell, PROMPT } from './stage.ts';
import type { StoryTerminal } from './terminal.ts';

let lab: FakeLab;

beforeAll(async () => {
  lab = await startFakeLab();
});

afterAll(() => lab.end());

const OPEN = `labdeck --lab "$LAB"\r`;

/** The terminal's own settings (termios), as a person's shell sees them. */
async function settings(terminal: StoryTerminal): Promise<string> {
  terminal.type('echo "settings=$(stty -g)."\r');
  await terminal.until((each) => /settings=[0-9a-f:]+\./.test(each.screen()));
  return [...terminal.screen().matchAll(/settings=([0-9a-f:]+)\./g)].at(-1)?.[1] ?? '';
}

describe('a cockpit that ends', () => {
  it('leaves with q at once, and the screen is as it was', async () => {
    await using terminal = openCockpit(lab);
    await terminal.until(isOpen);
    terminal.press('q');
    expect(await terminal.ended).toEqual({ code: 0, signal: 0 });
    expect(terminal.modes).toMatchObject(GIVEN_BACK);
    expect(terminal.screen()).not.toContain('Nodes');
  });

  it.for(['SIGTERM', 'SIGHUP'] as const)('gives the terminal back on %s', async (signal) => {
    await using terminal = openCockpit(lab);
    await terminal.until(isOpen);
    terminal.signal(signal);
    const { code, signal: died } = await terminal.ended;
    expect(died !== 0 || code !== 0).toBe(true);
    expect(terminal.modes).toMatchObject(GIVEN_BACK);
  });

  it('goes to the shell with ctrl-z and comes back with fg', async () => {
    await using terminal = openShell(lab, { env: { LAB: lab.file } });
    await terminal.until(PROMPT);
    const before = await settings(terminal);
    terminal.type(OPEN);
    await terminal.until(isOpen);
    terminal.press('ctrl-z');
    await terminal.until((each) => /Stopped/.test(each.screen()));
    expect(terminal.modes).toMatchObject({ ...GIVEN_BACK, paste: expect.any(Boolean) as boolean });
    expect(await settings(terminal)).toBe(before);
    terminal.type('fg\r');
    await terminal.until(isOpen);
    terminal.press('q');
    await terminal.until((each) => !each.modes.alternate);
    terminal.type('echo "ended with $?"\r');
    await terminal.until('ended with 0');
    expect(await settings(terminal)).toBe(before);
  });

  it('leaves the lab and its keeper alone', async () => {
    const keeper = await lab.keeperPid();
    await using terminal = openCockpit(lab);
    await terminal.until(isOpen);
    terminal.press('q');
    await terminal.ended;
    expect(keeper).toBeDefined();
    expect(await lab.keeperPid()).toBe(keeper);
  });
});
