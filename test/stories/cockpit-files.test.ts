import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type FakeLab, startFakeLab } from '../fakes/fake-lab.ts';
import { openCockpit, type StageOptions } from './stage.ts';
import type { StoryTerminal } from './terminal.ts';

const THEMES = join(import.meta.dirname, '..', '..', 'assets', 'themes');
const TRUE_COLOUR = { COLORTERM: 'truecolor' };

let lab: FakeLab;
let config: string;

beforeAll(async () => {
  lab = await startFakeLab();
  config = join(lab.env['HOME'] ?? '', '.config', 'labdeck');
});

afterEach(() => {
  for (const name of ['keymap.yaml', 'themes', 'layouts']) rmSync(join(config, name), { recursive: true, force: true });
});

afterAll(() => lab.end());

async function open(options: StageOptions = {}): Promise<StoryTerminal> {
  return (await openCockpit(lab, options).until((each) => /n100-1 .*running/.test(each.screen()))).idle();
}

/** As an editor saves. */
function save(path: string, text: string): void {
  const file = join(config, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

const ground = (terminal: StoryTerminal): number | string | undefined => terminal.cell(terminal.columns - 1, terminal.rows - 1).bg;

describe('files of the cockpit', () => {
  it('a broken keymap is told of with line and reason until it is mended', async () => {
    await using terminal = await open();
    save('keymap.yaml', 'keys:\n  nodes:\n    s: vm.strat\n');
    await terminal.until((each) => /! keymap\.yaml:3:\d+: .*vm\.strat; did you mean/.test(each.screen()));
    save('keymap.yaml', 'keys:\n  global:\n    Q: screen.quit\n');
    await terminal.untilGone('keymap.yaml');
    terminal.press('Q');
    expect(await terminal.ended).toMatchObject({ code: 0 });
  });

  it('a view that is edited changes while it is shown', async () => {
    await using terminal = await open({ words: ['--view', 'nodes'] });
    save('layouts/nodes.yaml', 'layout: nodes\ntitle: Mine\ndigit: 2\nfocus: timeline\nrows: [{ panes: [{ pane: timeline }] }]\n');
    await terminal.untilGone('n100-1');
    expect(terminal.lines()[1]).toContain('Timeline');
  });

  it('themes are tried as the cursor moves, Escape goes back; an edit of the one that is shown shows', async () => {
    await using terminal = await open({ env: TRUE_COLOUR });
    expect(ground(terminal)).toBeUndefined();
    terminal.press('T', 'G');
    await terminal.until((each) => ground(each) === '#fbfbf8');
    terminal.press('esc');
    await terminal.until((each) => ground(each) === undefined);
    terminal.press('T', 'G', 'enter');
    await terminal.until((each) => ground(each) === '#fbfbf8' && !each.screen().includes('Themes'));
    save('themes/light.yaml', readFileSync(join(THEMES, 'light.yaml'), 'utf8').replace('#fbfbf8', '#fafafa'));
    await terminal.until((each) => ground(each) === '#fafafa');
  });

  it('a theme that nobody has is told of, and the usual one is shown', async () => {
    await using terminal = await openCockpit(lab, { words: ['--theme', 'ligth'] }).until('there is no theme ligth; did you mean "light"?');
    expect(ground(terminal)).toBeUndefined();
  });
});
