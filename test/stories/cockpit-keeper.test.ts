import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeLab, startFakeLab } from '../fakes/fake-lab.ts';
import { openCockpit } from './stage.ts';
import type { StoryTerminal } from './terminal.ts';

let lab: FakeLab;

beforeAll(async () => {
  lab = await startFakeLab();
});

afterAll(() => lab.end());

const header = (terminal: StoryTerminal): string => terminal.lines()[0] ?? '';
const isTold = (terminal: StoryTerminal): boolean => /\bup\b|outer running/.test(header(terminal)) && !isAlone(terminal);
const isAlone = (terminal: StoryTerminal): boolean => /keeper|lost|connecting/.test(header(terminal));

describe('a cockpit whose keeper goes', () => {
  it('says so, answers keys all the same, and has another by itself', async () => {
    await using terminal = openCockpit(lab);
    await terminal.until(isTold);
    const keeper = (await lab.keeperPid()) ?? 0;
    process.kill(keeper, 'SIGKILL');
    await terminal.until(isAlone);
    terminal.press('z');
    await terminal.untilGone('Timeline');
    await terminal.until(isTold);
    expect(await lab.keeperPid()).not.toBe(keeper);
    terminal.press('q');
    expect(await terminal.ended).toMatchObject({ code: 0 });
  });

  it('goes on when the outer VM stops answering: every key is answered', async () => {
    await using terminal = openCockpit(lab);
    await terminal.until(isTold);
    lab.freeze();
    try {
      terminal.press('z');
      await terminal.untilGone('Timeline');
      terminal.press('z');
      await terminal.until('Timeline');
    } finally {
      lab.thaw();
    }
    terminal.press('q');
    expect(await terminal.ended).toMatchObject({ code: 0 });
  });
});
