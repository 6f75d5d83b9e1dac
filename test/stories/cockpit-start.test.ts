import { existsSync } from 'node:fs';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeLab, startFakeLab } from '../fakes/fake-lab.ts';
import { isOpen, openCockpit } from './stage.ts';

const SIZES = [[80, 24], [120, 40], [200, 60]] as const;

let lab: FakeLab;

beforeAll(async () => {
  lab = await startFakeLab({ down: true });
});

afterAll(() => lab.end());

describe('a cockpit that opens', () => {
  it('paints its frame before there is a keeper, and then has one', async () => {
    expect(existsSync(lab.paths.keeperSocket)).toBe(false);
    await using terminal = openCockpit(lab);
    await terminal.until('Nodes');
    await terminal.until(isOpen);
    terminal.press('q');
    expect(await terminal.ended).toMatchObject({ code: 0 });
  });

  it.for(SIZES)('fills %dx%d, edge to edge', async ([columns, rows]) => {
    await using terminal = openCockpit(lab, { columns, rows });
    await terminal.until(isOpen);
    await terminal.idle();
    const lines = terminal.lines();
    expect(lines[0]).toContain('labdeck');
    expect(lines[0]).toContain(lab.name);
    expect(lines[1]).toMatch(/^╭─ Nodes .*╮$/);
    expect([...(lines[1] ?? '')]).toHaveLength(columns);
    expect(lines.at(-2)).toMatch(/^╰.*╯$/);
  });

  it('says on 40x10 what it needs, and shows it when it is given that', async () => {
    await using terminal = openCockpit(lab, { columns: 40, rows: 10 });
    await terminal.until((each) => /needs \d+x\d+/.test(each.screen()) || each.screen().includes('Nodes'));
    terminal.resize(120, 40);
    await terminal.until(isOpen);
    await terminal.idle();
    expect(terminal.screen()).not.toMatch(/needs \d+x\d+/);
    expect([...(terminal.lines()[1] ?? '')]).toHaveLength(120);
  });

  it.for([[['--lab', 'no-such-lab'], 'no-such-lab'], [['--view', 'overvew'], 'overvew'], [['--nonsense'], 'labdeck help']] as const)('refuses %o before it touches the screen', async ([words, says]) => {
    await using terminal = openCockpit(lab, { words });
    const { code } = await terminal.ended;
    await terminal.until(says);
    expect(code).toBe(2);
    expect(terminal.raw).not.toContain('\u001b[?1049h');
  });

  it('is no cockpit without a terminal', async () => {
    const { stdout, exitCode } = await execa('sh', [`${import.meta.dirname}/../../bin/labdeck`, ...lab.args], { env: lab.env, extendEnv: false, reject: false, input: '' });
    expect(stdout).not.toContain('\u001b');
    expect(exitCode).not.toBe(null);
  });

  it('draws lines where the terminal has no wide glyphs', async () => {
    await using terminal = openCockpit(lab, { env: { TERM: 'linux', COLORTERM: '' } });
    await terminal.until('Nodes');
    await terminal.until(isOpen);
    expect(terminal.screen()).not.toMatch(/[╭╮╰╯▸●]/u);
  });

  it('has no colour when NO_COLOR says so', async () => {
    await using terminal = openCockpit(lab, { env: { NO_COLOR: '1' } });
    await terminal.until(isOpen);
    await terminal.idle();
    const coloured = Array.from({ length: terminal.rows }, (_, y) => y).flatMap((y) => Array.from({ length: terminal.columns }, (_, x) => terminal.cell(x, y)).filter(({ fg, bg }) => fg !== undefined || bg !== undefined));
    expect(coloured).toEqual([]);
  });
});
