import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { STYLE_NAMES } from '../../src/config/theme.ts';
import { userFaults } from '../../src/keymap/user-keys.ts';
import { type ScreenConfig, watchScreen } from '../../src/config/watch-screen.ts';
import { until } from '../keeper/until.ts';

const layout = (name: string, title: string, focus = 'nodes'): string => `layout: ${name}\ntitle: ${title}\nfocus: ${focus}\nrows:\n  - panes: [{ pane: nodes }]\n`;
const theme = (name: string): string => `theme: ${name}\nstyles:\n${STYLE_NAMES.map((style) => `  ${style}: {}\n`).join('')}`;

let dir: string;
let user: string;
let told: ScreenConfig[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'labdeck-screen-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  user = join(dir, "it's config", 'labdeck');
  told = [];
  for (const each of ['layouts', 'themes']) mkdirSync(join(dir, 'own', each), { recursive: true });
  writeFileSync(join(dir, 'own/layouts/overview.yaml'), layout('overview', 'Built in'));
});

async function watching(): Promise<void> {
  const watch = watchScreen({ builtIn: { layouts: join(dir, 'own/layouts'), themes: join(dir, 'own/themes') }, user }, userFaults, (config) => told.push(config));
  onTestFinished(() => watch.close());
  await watch.ready;
}

const last = (): ScreenConfig | undefined => told.at(-1);

describe('files of the screen', () => {
  it('are none at first, and taken as soon as they are there', async () => {
    await watching();
    expect(told).toEqual([]);
    mkdirSync(join(user, 'layouts'));
    writeFileSync(join(user, 'layouts/mine.yaml'), layout('mine', 'Mine'));
    await until(() => last()?.layouts['mine']?.title === 'Mine');
    writeFileSync(join(user, 'keymap.yaml'), 'keys:\n  global:\n    ctrl-o: screen.palette\n    x: null\n');
    await until(() => last()?.keymap !== undefined);
    expect(last()?.keymap?.keys).toEqual({ global: { 'ctrl-o': 'screen.palette', x: null } });
    mkdirSync(join(user, 'themes'));
    writeFileSync(join(user, 'themes/dark.yaml'), theme('dark'));
    await until(() => last()?.themes['dark'] !== undefined);
    expect(last()?.failures).toEqual([]);
  });

  it('are read all at once where they are there from the start, and the user\'s stand over what is built in', async () => {
    mkdirSync(join(user, 'layouts'), { recursive: true });
    writeFileSync(join(user, 'layouts/a.yaml'), layout('overview', 'Mine'));
    writeFileSync(join(user, 'keymap.yaml'), 'keys: {}\n');
    await watching();
    expect(told).toMatchObject([{ layouts: { overview: { title: 'Mine' } }, keymap: { keys: {} } }]);
    writeFileSync(join(dir, 'own/layouts/overview.yaml'), layout('overview', 'Edited'));
    writeFileSync(join(dir, 'own/layouts/other.yaml'), layout('other', 'Edited'));
    await until(() => last()?.layouts['other'] !== undefined);
    expect(last()?.layouts['overview']?.title).toBe('Mine');
    rmSync(join(user, 'layouts/a.yaml'));
    await until(() => last()?.layouts['overview']?.title === 'Edited');
  });

  it('that cannot be used keep what they said, and are told of with file, line and reason until they are mended', async () => {
    mkdirSync(join(user, 'layouts'), { recursive: true });
    const file = join(user, 'layouts/a.yaml');
    writeFileSync(file, layout('mine', 'Good'));
    await watching();
    writeFileSync(file, layout('mine', 'Bad', 'nobody'));
    await until(() => last()?.failures.length === 1);
    expect(last()).toMatchObject({ layouts: { mine: { title: 'Good' } }, failures: [{ file, kind: 'usage', what: `${file}:3:8: focus does not fit: no pane is called nobody` }] });
    writeFileSync(`${file}.new`, layout('mine', 'Mended'));
    renameSync(`${file}.new`, file);
    await until(() => last()?.failures.length === 0);
    expect(last()?.layouts['mine']?.title).toBe('Mended');
  });

  it('with keys that cannot be keep the keys they said, and name the line', async () => {
    mkdirSync(user, { recursive: true });
    const file = join(user, 'keymap.yaml');
    writeFileSync(file, 'keys:\n  nodes:\n    S: vm.start\n');
    await watching();
    writeFileSync(file, 'keys:\n  nodes:\n    S: vm.strat\n');
    await until(() => last()?.failures.length === 1);
    expect(last()).toMatchObject({ keymap: { keys: { nodes: { S: 'vm.start' } } }, failures: [{ what: `${file}:3:8: keys.nodes.S is bound to a command that does not exist: vm.strat; did you mean "vm.start"?` }] });
  });

  it('of other kinds are left alone', async () => {
    await watching();
    for (const name of ['notes.txt', 'other.yaml']) writeFileSync(join(user, name), 'x: 1\n');
    writeFileSync(join(user, 'keymap.yaml'), 'keys: {}\n');
    await until(() => last()?.keymap !== undefined);
    expect(last()).toEqual({ layouts: {}, themes: {}, keymap: { keys: {} }, failures: [] });
  });
});
