import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type FakeLab, startFakeLab } from '../fakes/fake-lab.ts';
import { openCockpit, type StageOptions } from './stage.ts';
import type { StoryTerminal } from './terminal.ts';

let lab: FakeLab;

beforeAll(async () => {
  lab = await startFakeLab({ domains: 12 });
});

afterAll(() => lab.end());

/** The cockpit with its nodes read, and everything that tells of changes listened to. */
async function atNodes(options: StageOptions = {}): Promise<StoryTerminal> {
  const terminal = await openCockpit(lab, options).until((each) => /n100-3 .*running/.test(each.screen()));
  return terminal.idle(300);
}

/** The line that the cursor of the node table is on. */
const here = (terminal: StoryTerminal): string => terminal.lines().find((line) => /▸ \S*(?:n100|jetson|node)-/.test(line)) ?? '';

describe('keys', () => {
  it('move the cursor: j and k, arrows, the first and the last', async () => {
    await using terminal = await atNodes();
    terminal.press('g');
    await terminal.idle();
    const first = here(terminal);
    terminal.press('j', 'j');
    await terminal.until((each) => here(each) !== first && here(each) !== '');
    terminal.press('k', 'k');
    await terminal.until((each) => here(each) === first);
    terminal.press('down');
    await terminal.until((each) => here(each) !== first && here(each) !== '');
    terminal.press('up');
    await terminal.until((each) => here(each) === first);
  });

  it('are none of them lost when they come all at once', async () => {
    await using terminal = await atNodes();
    terminal.type('zjjjjkk');
    await terminal.untilGone('Timeline');
    await terminal.idle();
    const after = here(terminal);
    terminal.type('kk');
    await terminal.until((each) => here(each) !== after);
    terminal.type('jj');
    await terminal.until((each) => here(each) === after);
  });

  it('zoom a pane to the whole screen and back', async () => {
    await using terminal = await atNodes();
    await terminal.until('Timeline');
    terminal.press('z');
    await terminal.untilGone('Timeline');
    expect(terminal.lines().at(-2)).toMatch(/^╰.*╯$/);
    terminal.press('z');
    await terminal.until('Timeline');
  });

  it('open the help, which knows the keys that work here, and close it', async () => {
    await using terminal = await atNodes();
    terminal.press('?');
    await terminal.until('Help');
    expect(terminal.screen()).toContain('one row down');
    terminal.press('esc');
    await terminal.untilGone('one row down');
  });

  it('open the palette, find a command by a few letters, and leave with esc', async () => {
    await using terminal = await atNodes();
    terminal.press(':');
    await terminal.idle();
    const before = terminal.screen();
    terminal.type('snapshot sav');
    await terminal.until((each) => each.screen() !== before && /snapshot[ .]save/.test(each.screen()));
    terminal.press('esc');
    await terminal.until((each) => !/snapshot[ .]save/.test(each.screen()));
  });

  it('filter a table: what matches stays, esc brings all back', async () => {
    await using terminal = await atNodes();
    terminal.press('z', '/');
    await terminal.idle();
    terminal.type('jetson\r');
    await terminal.until((each) => !each.screen().includes('n100-2') && each.screen().includes('jetson-1'));
    terminal.press('esc');
    await terminal.until('n100-2');
  });
});

describe('a change in the lab', () => {
  afterEach(() => Promise.all(['n100-2', 'n100-3'].map((name) => lab.virsh('start', name))));

  it('is seen without a key: a node that is destroyed from outside', async () => {
    await using terminal = await atNodes();
    await lab.virsh('destroy', 'n100-3');
    await terminal.until((each) => /n100-3 .*shut off/.test(each.screen()));
    await terminal.until('n100-3: Stopped Destroyed');
    await lab.virsh('start', 'n100-3');
    await terminal.until((each) => /n100-3 .*running/.test(each.screen()));
  });

  it('is seen on every cockpit of the lab at once', async () => {
    await using one = await atNodes();
    await using other = await atNodes({ columns: 80, rows: 24 });
    await lab.virsh('destroy', 'n100-2');
    await Promise.all([one, other].map((each) => each.until((screen) => /n100-2 .*shut off/.test(screen.screen()))));
    await lab.virsh('start', 'n100-2');
    await Promise.all([one, other].map((each) => each.until((screen) => /n100-2 .*running/.test(screen.screen()))));
  });

  it('on the serial line goes by, and its last line is shown', async () => {
    await using terminal = await atNodes();
    await lab.flood(20_000);
    await terminal.until('flood:');
    const written = await lab.flood(0);
    await terminal.until(`[${String(written - 1).padStart(12)}]`);
  });
});
