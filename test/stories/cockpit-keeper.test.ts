import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeLab, startFakeLab } from '../fakes/fake-lab.ts';
import { openCockpit } from './stage.ts';

let lab: FakeLab;

beforeAll(async () => {
  lab = await startFakeLab();
});

afterAll(() => lab.end());

const header = (lines: readonly string[]): string => lines[0] ?? '';

describe('a cockpit whose keeper goes', () => {
  it('says so, answers keys all the same, and has another by itself', async () => {
    await using terminal = openCockpit(lab);
    await terminal.until((each) => /\bup\b/.test(header(each.lines())));
    const keeper = (await lab.keeperPid()) ?? 0;
    const before = header(terminal.lines());
    process.kill(keeper, 'SIGSTOP');
    process.kill(keeper, 'SIGKILL');
    await terminal.until((each) => header(each.lines()) !== before || each.raw.includes('stale'));
    terminal.press('z');
    await terminal.untilGone('Timeline');
    await terminal.until((each) => header(each.lines()) === before);
    expect(await lab.keeperPid()).not.toBe(keeper);
    terminal.press('q');
    expect(await terminal.ended).toMatchObject({ code: 0 });
  });

  it('goes on when the outer VM stops answering: every key is answered', async () => {
    await using terminal = openCockpit(lab);
    await terminal.until((each) => /\bup\b/.test(header(each.lines())));
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
