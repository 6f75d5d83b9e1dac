import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { build, type BuildContext } from '../../../src/lab/image/build.ts';
import type { Step } from '../../../src/lab/image/step.ts';
import type { Progress } from '../../../src/model/progress.ts';
import { LocalTransport } from '../../../src/transport/local.ts';

let cache: string;
let seen: Progress[];
let ctx: BuildContext;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'labdeck-build-'));
  seen = [];
  const host = new LocalTransport();
  ctx = { host, cache, logs: join(cache, 'logs'), uid: process.getuid?.() ?? 0, onProgress: (progress) => seen.push(progress) };
  return async () => {
    await host.close();
    await rm(cache, { recursive: true });
  };
});

const step = (name: string, run: Step['run'], more: Partial<Step> = {}): Step => ({ name, inputs: 1, needs: [], roomBytes: 0, run, ...more });
const writes = (name: string, text: string) => vi.fn<Step['run']>(({ out }) => writeFile(join(out, name), text));
const ended = () => seen.filter(({ state }) => state !== 'running').map(({ step: name, state }) => `${name} ${state}`);
const steps = async () => (await readdir(join(cache, 'steps'))).toSorted();

test('each step is run once; unchanged inputs run nothing', async () => {
  const first = writes('one', '1');
  const second = vi.fn<Step['run']>(async ({ from, out }) => writeFile(join(out, 'two'), await readFile(join(from('first'), 'one'), 'utf8')));
  const recipe = [step('first', first), step('second', second, { needs: ['first'] })];
  const { dir } = await build(recipe, ctx);
  expect(await readFile(join(dir, 'two'), 'utf8')).toBe('1');
  expect(ended()).toEqual(['first done', 'second done']);
  expect((await build(recipe, ctx)).dir).toBe(dir);
  expect(first).toHaveBeenCalledTimes(1);
  expect(second).toHaveBeenCalledTimes(1);
});

test('after a failure the finished steps stay, and the next run goes on from there', async () => {
  const first = writes('one', '1');
  const broken = step('second', ({ tool }) => tool(['sh', '-c', 'echo about to fail; exit 3']), { needs: ['first'] });
  await expect(build([step('first', first), broken], ctx)).rejects.toMatchObject({ kind: 'exit', status: 3, evidence: { detail: 'about to fail', next: expect.stringContaining('second.log') } });
  expect(await steps()).toEqual([expect.stringMatching(/^first-/)]);
  expect(await readFile(join(cache, 'logs/second.log'), 'utf8')).toContain('about to fail');
  await build([step('first', first), step('second', writes('two', '2'), { needs: ['first'] })], ctx);
  expect(first).toHaveBeenCalledTimes(1);
  expect(ended()).toEqual(['first done', 'second failed', 'first skipped', 'second done']);
});

test('an output that was damaged is made again', async () => {
  const run = writes('one', '1');
  const { dir } = await build([step('only', run)], ctx);
  await writeFile(join(dir, 'one'), '2');
  await build([step('only', run)], ctx);
  expect(run).toHaveBeenCalledTimes(2);
  expect(await readFile(join(dir, 'one'), 'utf8')).toBe('1');
});

test('outputs on the way go once the new ones are complete', async () => {
  const recipe = (inputs: number) => [step('first', writes('one', '1'), { inputs }), step('second', writes('two', '2'), { inputs, needs: ['first'] })];
  await build(recipe(1), ctx);
  await build(recipe(2), ctx);
  expect(await steps()).toHaveLength(2);
});

test('an image stays beside a newer one for a week', async () => {
  const recipe = (inputs: number) => [step('disk', writes('one', '1'), { inputs, shelf: 'images' })];
  const images = () => readdir(join(cache, 'images'));
  const old = await build(recipe(1), ctx);
  await build(recipe(2), ctx);
  expect(await images()).toHaveLength(2);
  await utimes(old.dir, 1, 1);
  await build(recipe(3), ctx);
  expect(await images()).toHaveLength(2);
  expect(await images()).not.toContain(basename(old.dir));
});

test('of two at once one builds and both have it', async () => {
  const run = writes('one', '1');
  const slow = step('only', async (given) => {
    await run(given);
    // Whichever came second has to be seen waiting before the first may end.
    await vi.waitFor(() => expect(seen.some(({ says }) => says?.startsWith('built by another'))).toBe(true), { timeout: 20_000 });
  });
  const [one, two] = await Promise.all([build([slow], ctx), build([slow], ctx)]);
  expect(one?.dir).toBe(two?.dir);
  expect(run).toHaveBeenCalledTimes(1);
});

const FULL: readonly (readonly [string, Step['run']])[] = [
  ['a tool', ({ tool }) => tool(['dd', 'if=/dev/zero', 'of=/dev/full', 'count=1'])],
  ['a tool that says more afterwards', ({ tool }) => tool(['sh', '-c', 'head -c 9 /dev/zero >/dev/full; seq 100; exit 1'])],
  ['a write of our own', () => writeFile('/dev/full', 'x')],
];

test.each(FULL)('a disk that runs full under %s is said with path and need, and leaves nothing', async (_who, run) => {
  const failing = build([step('big', run, { roomBytes: 1024 * 1024 })], ctx);
  await expect(failing).rejects.toMatchObject({ kind: 'refused', message: expect.stringMatching(new RegExp(`^no room for "big" in ${cache}: needs about 1 MiB there, \\d+ MiB are free$`)) });
  expect(await steps()).toEqual([]);
});

test('a step without room is not begun', async () => {
  const run = writes('one', '1');
  await expect(build([step('huge', run, { roomBytes: 2 ** 60 })], ctx)).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('no room for "huge"') });
  expect(run).not.toHaveBeenCalled();
});

test('taken back, the tool ends and nothing is left', async () => {
  const taken = new AbortController();
  const run: Step['run'] = ({ tool, out }) => {
    setImmediate(() => taken.abort());
    return tool(['sh', '-c', 'echo half >"$0/half"; exec sleep 600', out]);
  };
  await expect(build([step('long', run)], { ...ctx, signal: taken.signal })).rejects.toMatchObject({ kind: 'cancelled' });
  expect(await steps()).toEqual([]);
});

/** A build in a process of its own, which is killed with -9 while the second step's tool runs. */
const VICTIM = `
import { build } from ${JSON.stringify(join(import.meta.dirname, '../../../src/lab/image/build.ts'))};
import { LocalTransport } from ${JSON.stringify(join(import.meta.dirname, '../../../src/transport/local.ts'))};
const [cache] = process.argv.slice(1);
const step = (name, needs, argv) => ({ name, inputs: 1, needs, roomBytes: 0, run: ({ out, tool }) => tool([...argv, out]) });
await build([step('first', [], ['sh', '-c', 'echo 1 >"$0/one"']), step('second', ['first'], ['sh', '-c', 'echo half >"$0/half"; sleep 600 & echo $! >"$0/pid"; wait'])],
  { host: new LocalTransport(), cache, logs: cache + '/logs', uid: process.getuid(), onProgress: () => {} });
`;

test('killed with -9 in the middle: no tool lives on, what is half is swept, the next run goes on', async () => {
  const victim = spawn(process.execPath, ['--input-type=module', '-e', VICTIM, cache], { stdio: 'inherit' });
  const half = await vi.waitFor(async () => {
    const scratch = (await steps()).find((name) => name.startsWith('.building-'));
    const path = join(cache, 'steps', scratch ?? 'none', 'out', 'pid');
    expect((await readFile(path, 'utf8')).trim()).not.toBe('');
    return join(cache, 'steps', scratch ?? 'none');
  }, { timeout: 20_000 });
  victim.kill('SIGKILL');
  await once(victim, 'exit');
  await vi.waitFor(async () => expect(await processesUnder(half)).toEqual([]), { timeout: 10_000 });
  const first = writes('one', '1');
  const { dir } = await build([step('first', first), step('second', writes('two', '2'), { needs: ['first'] })], ctx);
  expect(first).not.toHaveBeenCalled();
  expect(await readdir(dir)).toEqual(['manifest.json', 'two']);
  expect(existsSync(half)).toBe(false);
});

async function processesUnder(path: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(path));
}
