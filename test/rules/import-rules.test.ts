import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forbidden } from '../../.dependency-cruiser.ts';
import { checkRules, verdict, type RulesReport } from '../../scripts/steps/import-rules.ts';
import { COMPANIONS, innocent, OFFENCES, ROOMS } from './offences.ts';

const repository = join(import.meta.dirname, '../..');
const trees: string[] = [];

/** A project of its own with these files and this repository's packages. */
function plant(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'labdeck-rules-'));
  trees.push(root);
  mkdirSync(join(root, 'src'));
  symlinkSync(join(repository, 'package.json'), join(root, 'package.json'));
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  for (const [path, source] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), source);
  }
  return root;
}

const innocents = Object.fromEntries(ROOMS.map((room) => [`src/${room}/innocent.ts`, innocent(room)]));
const planted = Object.fromEntries(OFFENCES.filter(({ source }) => source !== '').map(({ path, source }) => [path, source]));

afterAll(() => {
  for (const tree of trees) rmSync(tree, { recursive: true });
});

describe('a tree with one offence per rule', () => {
  let report: RulesReport;
  beforeAll(async () => {
    report = await checkRules(plant({ ...innocents, ...COMPANIONS, ...planted }));
  });

  test.each(OFFENCES)('$rule bites in $path', ({ rule, path }) => {
    expect(report.offences.filter((offence) => offence.from === path).map((offence) => offence.rule)).toContain(rule);
  });

  test('every rule has an offence that proves it, and a sentence that teaches', () => {
    expect([...new Set(OFFENCES.map(({ rule }) => rule))].sort()).toEqual(forbidden.map(({ name }) => name).sort());
    expect(forbidden.filter(({ comment }) => comment.length < 30)).toEqual([]);
  });

  test('innocent files are left alone', () => {
    expect(report.offences.filter(({ from }) => from.endsWith('innocent.ts'))).toEqual([]);
  });

  test('the verdict names rule, file and reason', () => {
    const { lines, holds } = verdict(report);
    expect(holds).toBe(false);
    expect(lines).toContain('types-only-ui: src/ui/takes-a-value.ts -> src/config/innocent.ts');
    expect(lines.some((line) => line.includes('A parser is text in, model out'))).toBe(true);
  });
});

describe('what the table allows', () => {
  test('types of config in ui, places in cli, lazy choice in main, yaml in config', async () => {
    const root = plant({
      ...innocents,
      'src/ui/typed.ts': `import type { Config } from '../config/innocent.ts';\nexport type X = Config;\n`,
      'src/config/paths.ts': `export const paths = 1;\n`,
      'src/cli/finds.ts': `import { paths } from '../config/paths.ts';\nexport const x = paths;\n`,
      'src/main.ts': `export const start = () => import('./cli/innocent.ts');\n`,
      'src/config/file.ts': `import { parse } from 'yaml';\nexport const x = parse;\n`,
    });
    expect((await checkRules(root)).offences).toEqual([]);
  });
});

test('a checker that read nothing fails', async () => {
  const { lines, holds } = verdict(await checkRules(plant({})));
  expect(holds).toBe(false);
  expect(lines).toContain('0 modules were read: nothing was checked');
});

test('a checker that left a file out fails', () => {
  expect(verdict({ offences: [], read: ['src/a.ts'], unread: ['src/b.tsx'] }).holds).toBe(false);
});
