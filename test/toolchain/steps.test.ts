import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BUILD_MARK, replaceDist } from '../../scripts/steps/dist.ts';
import { assertLight } from '../../scripts/steps/front-end-weight.ts';
import { generate, staleFiles } from '../../scripts/steps/generate.ts';
import { missingPackages } from '../../scripts/steps/packages.ts';
import { whyNoLab } from '../../scripts/steps/qemu-here.ts';
import { run } from '../../scripts/steps/run.ts';
import { inRoot } from '../../scripts/steps/root.ts';
import { isStale } from '../../scripts/steps/stale.ts';
import { add, closingLine, vitestTally } from '../../scripts/steps/tally.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'labdeck-steps-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

describe('the closing line', () => {
  const report = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults: [] };

  test('adds up', () => {
    expect(closingLine(add(vitestTally(report, 1), { passed: 4, failed: 0, skipped: 0 }))).toBe('7 passed, 1 failed, 3 skipped');
  });

  test('a file that cannot be loaded is a failure; one with failed tests is not counted twice', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] },
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
    ];
    expect(vitestTally({ ...report, testResults }, 1)).toEqual({ passed: 3, failed: 2, skipped: 3 });
  });

  test('a run that failed without a failed test has failed', () => {
    expect(vitestTally({ ...report, numFailedTests: 0 }, 1)).toEqual({ passed: 3, failed: 1, skipped: 3 });
    expect(vitestTally(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe('npm packages', () => {
  const lock = (versions: Record<string, { version?: string; optional?: true }>): string => {
    const path = join(dir, `${Object.keys(versions).length}-${Math.random()}.json`);
    writeFileSync(path, JSON.stringify({ packages: versions }));
    return path;
  };
  const wanted = () => lock({ '': {}, 'node_modules/ink': { version: '8.0.0' }, 'node_modules/a/node_modules/b': { version: '1.0.0' }, 'node_modules/fsevents': { version: '2.3.3', optional: true } });

  test('all are missing where there is no node_modules', () => {
    expect(missingPackages(wanted(), join(dir, 'nothing'))).toEqual(['ink', 'b']);
  });

  test('another version is a missing one; an optional one may be left out', () => {
    const installed = lock({ 'node_modules/ink': { version: '7.0.0' }, 'node_modules/a/node_modules/b': { version: '1.0.0' } });
    expect(missingPackages(wanted(), installed)).toEqual(['ink']);
  });
});

describe('a script in a clone without node_modules', () => {
  /** A checkout with one package, and an npm that installs it or finds no registry. */
  const started = (npm: string) => {
    mkdirSync(join(dir, 'bin'));
    cpSync(inRoot('scripts'), join(dir, 'scripts'), { recursive: true });
    writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(dir, 'package-lock.json'), JSON.stringify({ packages: { 'node_modules/ink': { version: '8.0.0' } } }));
    writeFileSync(join(dir, 'tool.js'), 'console.log(JSON.stringify(process.argv.slice(2)));');
    writeFileSync(join(dir, 'bin/npm'), `#!/bin/sh\n${npm}\n`, { mode: 0o755 });
    const again = () => spawnSync(process.execPath, ['scripts/with-packages.ts', 'tool.js', '--flag', "it's"], { cwd: dir, encoding: 'utf8', env: { PATH: `${join(dir, 'bin')}:${process.env['PATH']}` } });
    return { ...again(), again };
  };

  test('has its packages installed first, once, and runs as it was called', () => {
    const first = started('mkdir node_modules && cp package-lock.json node_modules/.package-lock.json && echo "npm $*"');
    expect(first.stdout).toBe('npm packages: 1 missing, npm ci installs them\nnpm ci --no-fund --no-audit --loglevel=error --update-notifier=false\n["--flag","it\'s"]\n');
    expect(first.status).toBe(0);
    expect(first.again().stdout).toBe('["--flag","it\'s"]\n');
  });

  test('does not run where they cannot be installed, and says so', () => {
    const { status, stdout } = started('exit 7');
    expect(stdout).toBe('npm packages: 1 missing, npm ci installs them\nnpm packages: npm ci ended with status 7; it needs the registry, or its cache, in reach\n');
    expect(status).toBe(1);
  });

  test('every npm script that needs packages is started so', () => {
    const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as { scripts: Record<string, string> };
    const others = Object.entries(scripts).filter(([, line]) => !line.startsWith('sh bin/with-node scripts/with-packages.ts '));
    // The bundle brings its packages along.
    expect(others).toEqual([['labdeck', 'sh bin/labdeck']]);
  });
});

describe('the bundle is stale', () => {
  const at = (path: string, seconds: number): string => {
    utimesSync(join(dir, path), seconds, seconds);
    return join(dir, path);
  };
  beforeEach(() => {
    mkdirSync(join(dir, 'src/deep'), { recursive: true });
    writeFileSync(join(dir, 'src/deep/a.ts'), '');
    writeFileSync(join(dir, 'main.js'), '');
    for (const path of ['src', 'src/deep', 'src/deep/a.ts']) at(path, 1000);
    at('main.js', 2000);
  });
  const stale = (entry = 'main.js'): boolean => isStale(join(dir, entry), [join(dir, 'src')]);

  test('not when it is younger than all sources', () => expect(stale()).toBe(false));
  test('when it is not there', () => expect(stale('none.js')).toBe(true));
  test('when a source was written since', () => {
    at('src/deep/a.ts', 3000);
    expect(stale()).toBe(true);
  });
  test('when a source was removed since', () => {
    at('src/deep', 3000);
    expect(stale()).toBe(true);
  });
});

describe('generated files', () => {
  const generators = [{ path: 'deep/a.json', make: () => 'new' }, { path: 'b.md', make: () => Promise.resolve('as it is') }];

  test('what differs or is missing is stale, is written, and is fresh then', async () => {
    writeFileSync(join(dir, 'b.md'), 'as it is');
    expect(await staleFiles(generators, dir)).toEqual(['deep/a.json']);
    expect(await generate(generators, dir)).toEqual(['deep/a.json']);
    expect(readFileSync(join(dir, 'deep/a.json'), 'utf8')).toBe('new');
    expect(await staleFiles(generators, dir)).toEqual([]);
  });
});

describe('the weight of a front end', () => {
  const input = (...paths: string[]) => ({ bytes: 1, imports: paths.map((path) => ({ path, kind: 'import-statement' as const })) });
  const heavy = { outputs: {}, inputs: { 'src/cli/x.ts': input('node_modules/yaml/dist/index.js'), 'node_modules/yaml/dist/index.js': input() } };

  test('a heavy package is named with who imports it', () => {
    expect(() => assertLight(heavy)).toThrow('node_modules/yaml/dist/index.js, imported by src/cli/x.ts');
  });

  test('a package whose name only begins alike is not heavy', () => {
    expect(() => assertLight({ outputs: {}, inputs: { 'node_modules/ink-spinner/index.js': input(), 'node_modules/vscode-jsonrpc/lib/node/main.js': input() } })).not.toThrow();
  });
});

describe('dist', () => {
  const built = (text: string) => [{ path: join(dir, 'parts/a.js'), text }, { path: join(dir, 'main.js'), text: `id ${BUILD_MARK}` }];

  test('every file knows the id of the whole, which changes with any of them', () => {
    const { id } = replaceDist(built('one'), dir);
    expect(readFileSync(join(dir, 'main.js'), 'utf8')).toBe(`id ${id}`);
    expect(replaceDist(built('one'), dir).id).toBe(id);
    expect(replaceDist(built('two'), dir).id).not.toBe(id);
  });

  test('chunks of an earlier build stay for a week, for keepers that still run it', () => {
    writeFileSync(join(dir, 'young.js'), '');
    writeFileSync(join(dir, 'old.js'), '');
    utimesSync(join(dir, 'old.js'), 1000, 1000);
    replaceDist(built('one'), dir);
    expect(readdirSync(dir).toSorted()).toEqual(['main.js', 'parts', 'young.js']);
  });
});

test.each([
  [{ platform: 'darwin' }, /on Linux, and this is darwin/],
  [{ qemuStatus: 127 }, /qemu-system-x86_64 does not run here/],
  [{ memoryGiB: 2 }, /2\.0 GiB of memory/],
  [{ diskGiB: 1.25 }, /1\.3 GiB free/],
])('no lab where %o', (facts, why) => {
  const able = { platform: 'linux', memoryGiB: 8, diskGiB: 50, qemuStatus: 0 };
  expect(whyNoLab(able)).toBeUndefined();
  expect(whyNoLab({ ...able, ...facts })).toMatch(why);
});

test('a program that cannot be started is an answer, not an exception', async () => {
  expect((await run(['/nonexistent/program'])).status).toBe(127);
});
