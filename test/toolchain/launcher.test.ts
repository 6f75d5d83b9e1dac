import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeMachine } from './fake-machine.ts';

let machine: FakeMachine;
beforeEach(() => {
  machine = new FakeMachine();
});
afterEach(() => machine.remove());

const memoryOf = ({ root }: FakeMachine): string[] => ['home/.cache/labdeck/node', 'package/node_modules/.cache/labdeck/node'].map((path) => join(root, path));

describe('where the node on PATH is current', () => {
  beforeEach(() => {
    machine.installNode('v24.21.0');
    machine.installNpm('v24.21.0');
  });

  test('it runs, nothing is fetched and nothing is said', () => {
    const started = machine.start(['status', "it's", 'two\nlines', '']);
    expect(started).toMatchObject({ status: 0, stderr: '' });
    expect(started.stdout).toBe(`ran v24.21.0 <${machine.root}/package/bin/../dist/main.cjs> <status> <it's> <two\nlines> <>`);
    expect(machine.calls().filter((call) => call.startsWith('npm'))).toEqual([]);
  });

  test('its version is asked once', () => {
    machine.start();
    machine.calls();
    machine.start(['status']);
    expect(machine.calls()).toEqual([expect.stringMatching(/^node .*main\.cjs status$/)]);
  });

  test.each([
    ['an older date, as packages have it', new Date('2020-01-01')],
    ['a date after the memory, and the same size', new Date(Date.now() + 60_000)],
  ])('it is asked again after it was replaced by one with %s', (_, date) => {
    machine.start();
    machine.installNode('v20.20.2');
    utimesSync(machine.node, date, date);
    expect(machine.start().stderr).toMatch(/^labdeck: node v20\.20\.2, wanted .*which npm fetches once\n$/);
  });

  test('the status of what ran is handed on', () => {
    expect(machine.start([], undefined, { STATUS: '5' }).status).toBe(5);
  });
});

describe('where the node on PATH is too old', () => {
  beforeEach(() => {
    machine.installNode('v20.20.2');
    machine.installNpm('v24.21.0');
  });

  test('npm fetches one, and one line says so', () => {
    const started = machine.start(['status']);
    expect(started.stdout).toMatch(/^ran v24\.21\.0 <.*main\.cjs> <status>$/);
    expect(started.stderr.split('\n')).toEqual([expect.stringMatching(/^labdeck: node v20\.20\.2, wanted 22\.22 or newer, 24, or 26 and newer: running under node-\S+@\d+\.\d+\.\d+, which npm fetches once$/), '']);
    expect(machine.calls().filter((call) => call.startsWith('npm'))).toEqual([expect.stringMatching(/^npm exec --yes .*--package=node-\S+@\d+\.\d+\.\d+ -- node -p process\.execPath$/)]);
  });

  test('later starts call neither npm nor the old node, and say nothing', () => {
    machine.start();
    machine.calls();
    expect(machine.start(['status'])).toMatchObject({ status: 0, stderr: '' });
    expect(machine.calls()).toEqual([expect.stringMatching(/^node .*main\.cjs status$/)]);
  });

  test.each([0, 1])('each of the two memories is enough, and mends the other (%i)', (lost) => {
    machine.start();
    rmSync(memoryOf(machine)[lost] ?? '');
    machine.calls();
    machine.start();
    expect(machine.calls()).toHaveLength(1);
    if (lost === 1) expect(existsSync(memoryOf(machine)[lost] ?? '')).toBe(true);
  });

  test('no home to write to is no obstacle', () => {
    machine.home = '/dev/null';
    expect(machine.start()).toMatchObject({ status: 0, stderr: expect.not.stringContaining('/dev/null') as string });
    machine.calls();
    expect(machine.start()).toMatchObject({ status: 0, stderr: '' });
    expect(machine.calls()).toHaveLength(1);
  });

  test('a fetched one that is gone is fetched again', () => {
    machine.start();
    rmSync(machine.fetched);
    machine.installNpm('v24.22.0');
    expect(machine.start().stdout).toMatch(/^ran v24\.22\.0 /);
  });

  test('what it starts in its turn finds the same node', () => {
    machine.install(machine.fetched, `if [ "$1" = -p ]; then echo x; else command -v node; fi`);
    expect(machine.start().stdout).toBe(`${machine.fetched}\n`);
  });

  test('without the registry it says what is needed, and remembers nothing', () => {
    machine.installNpm();
    const { status, stderr } = machine.start();
    expect(status).toBe(1);
    expect(stderr).toMatch(/npm error network\nlabdeck: npm could not fetch node-\S+: install Node 22\.22 or newer/);
    expect(memoryOf(machine).filter((path) => existsSync(path))).toEqual([]);
  });
});

test('where there is no node at all, npm is asked', () => {
  machine.installNpm('v24.21.0');
  expect(machine.start()).toMatchObject({ stdout: expect.stringContaining('ran v24.21.0') as string, stderr: expect.stringMatching(/^labdeck: no node on PATH, wanted/) as string });
});

test.each([
  ['v18.19.1', false], ['v20.20.2', false], ['v22.21.1', false], ['v22.22.0', true], ['v22.30.1', true], ['v23.11.0', false],
  ['v24.0.0', true], ['v25.9.0', false], ['v26.0.0', true], ['v27.1.0-nightly2026', true], ['garbage', false],
])('node %s is current: %s, as `engines` says', (version, current) => {
  machine.installNode(version);
  machine.installNpm('v24.9.9');
  expect(machine.start().stdout.startsWith(current ? `ran ${version} ` : 'ran v24.9.9 ')).toBe(true);
});

test('`engines` and the launcher speak of the same range', () => {
  const about = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { engines: { node: string } };
  expect(about.engines.node).toBe('^22.22.0 || ^24.0.0 || >=26.0.0');
});

test('npm links the binary, and the launcher finds its package through any chain of links', () => {
  machine.installNode('v24.21.0');
  mkdirSync(join(machine.root, 'links/.bin'), { recursive: true });
  symlinkSync('../../package/bin/labdeck', join(machine.root, 'links/.bin/first'));
  symlinkSync(join(machine.root, 'links/.bin/first'), join(machine.root, 'links/labdeck'));
  expect(machine.start([], join(machine.root, 'links/labdeck'))).toMatchObject({ status: 0, stdout: expect.stringContaining('dist/main.cjs>') as string });
});

test('a clone that is not built says how to build it', () => {
  machine.installNode('v24.21.0');
  rmSync(join(machine.root, 'package/dist'), { recursive: true });
  expect(machine.start()).toMatchObject({ status: 1, stderr: `labdeck: not built yet: npm run build in ${machine.root}/package\n` });
});
