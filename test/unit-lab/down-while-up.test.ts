import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { connectMonitor } from '../../src/client/monitor.ts';
import { openLab } from '../../src/config/dirs.ts';
import { labSchema } from '../../src/config/lab.ts';
import type { LabPaths } from '../../src/config/paths.ts';
import type { Image } from '../../src/lab/image/recipe.ts';
import { findLaunched } from '../../src/lab/launch.ts';
import { type LifeParts, up } from '../../src/lab/life.ts';
import { down } from '../../src/lab/life-end.ts';
import { planDown } from '../../src/lab/life-plan.ts';
import { OuterHold } from '../../src/lab/outer-hold.ts';
import { killQemu } from '../../src/lab/outer/qemu-process.ts';
import { UnderWay } from '../../src/lab/under-way.ts';
import type { Progress } from '../../src/model/progress.ts';
import { LocalTransport } from '../../src/transport/local.ts';
import { hasQemu } from '../client/paused-qemu.ts';
import { LAB } from './outer/lab.ts';
import { tinyKernel } from './outer/tiny-kernel.ts';

let dir: string;
let paths: LabPaths;
let parts: LifeParts;
let lines: Progress[];
const never = new AbortController().signal;
/** Resolves when a step of the lab's begins. */
let begun: (step: string) => Promise<void>;

const tinyImage = (): Image => ({ key: 'k', dir, disk: join(dir, 'outer.raw'), kernel: join(dir, 'vmlinuz'), initrd: join(dir, 'initrd') });

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'labdeck-rise-'));
  await Promise.all([writeFile(join(dir, 'outer.raw'), Buffer.alloc(1 << 20)), writeFile(join(dir, 'vmlinuz'), tinyKernel()), writeFile(join(dir, 'initrd'), 'initrd')]);
  paths = openLab('tiny', { HOME: dir, XDG_RUNTIME_DIR: join(dir, 'r') }, process.getuid?.() ?? 0);
  const host = new LocalTransport('host');
  const hold = new OuterHold({ find: () => findLaunched(paths), connect: () => connectMonitor(paths.qmpSocket), lastLines: async () => [], now: Date.now });
  const none = { usable: async () => undefined, has: async () => false };
  parts = {
    lab: labSchema.parse(LAB), paths, host, outer: host, hold, now: Date.now, underWay: new UnderWay(), records: { clear: async () => undefined }, snapshots: none,
    accelerator: async () => 'tcg', attached: () => false, image: async () => tinyImage(),
  } as unknown as LifeParts;
  const waiting: (() => void)[] = [];
  lines = [];
  begun = async (step) => {
    while (!lines.some((line) => line.step === step)) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  told = (line) => (lines.push(line), waiting.splice(0).forEach((look) => look()));
  return async () => {
    await hold.close();
    await killQemu(paths.qemuPid);
    await host.close();
    await rm(dir, { recursive: true });
  };
});

let told: (line: Progress) => void;
const rise = (): Promise<unknown> => up(parts, { all: false, cold: false, onProgress: told, signal: never }).catch((error: unknown) => error);
const fall = () => down(parts, { force: false, onProgress: told, signal: never });
const ended = { kind: 'cancelled', message: 'up was ended: the lab is to go down', evidence: { next: 'labdeck up' } };

describe('a down while the lab comes up', () => {
  test('ends a build, and waits until it is over', async () => {
    let over = false;
    const building = { ...parts, image: async (onProgress, signal) => {
      onProgress({ job: 'build', step: 'outer disk', state: 'running', elapsedMs: 0 });
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      over = true;
      throw new Error('whatever a step of a build says when it is cut short');
    } } satisfies LifeParts;
    const rising = up(building, { all: false, cold: false, onProgress: told, signal: never });
    const said = expect(rising).rejects.toMatchObject(ended);
    await begun('outer disk');
    expect(await planDown(building, { force: false })).toEqual([{ machine: 'host', argv: ['labdeck', 'end', 'up'] }]);
    expect(await down(building, { force: false, onProgress: told, signal: never })).toEqual({ lab: 'tiny', was: 'starting' });
    expect(over).toBe(true);
    await said;
  });

  test.skipIf(!hasQemu)('ends a boot: a machine that took no command yet has nothing to lose', async () => {
    const rising = rise();
    await begun('kernel');
    expect(await planDown(parts, { force: false })).toEqual([{ machine: 'host', argv: ['labdeck', 'end', 'up'] }, { machine: 'host', argv: ['kill', '-KILL', expect.stringMatching(/^\d+$/)] }]);
    expect(await fall()).toEqual({ lab: 'tiny', was: 'starting' });
    expect(await rising).toMatchObject(ended);
    expect(await findLaunched(paths)).toBeUndefined();
    expect(lines.filter(({ job }) => job === 'down').map(({ step, state, says }) => [step, state, says ?? ''])).toEqual([
      ['end up', 'running', ''], ['end up', 'done', ''],
      ['power', 'running', ''], ['power', 'running', 'it was booting and had taken no command'], ['power', 'done', 'it was booting and had taken no command'],
    ]);
  });

  test.skipIf(!hasQemu)('the lab comes up afterwards as if nothing had been', async () => {
    const first = rise();
    await begun('kernel');
    await fall();
    await first;
    lines.length = 0;
    const second = rise();
    await begun('kernel');
    expect(lines.map(({ step, state }) => `${step} ${state}`)).toEqual(['disks running', 'disks done', 'qemu running', 'qemu done', 'monitor running', 'monitor done', 'kernel running']);
    await fall();
    await second;
  });

  test('a lab that is down was down', async () => {
    expect(await fall()).toEqual({ lab: 'tiny', was: 'down' });
    expect(lines).toEqual([]);
  });
});
