import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { LifeParts } from '../../src/lab/life.ts';
import { down } from '../../src/lab/life-end.ts';
import { UnderWay } from '../../src/lab/under-way.ts';
import { ExitError, LostError } from '../../src/model/errors.ts';
import type { Progress } from '../../src/model/progress.ts';

let dir: string;
let machine: ChildProcess;
let pressed: number;
let progress: Progress[];
const qemuPid = (): string => join(dir, 'qemu.pid');
const lost = () => new LostError({ what: 'the channel to outer was closed' });

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'labdeck-end-'));
  [pressed, progress] = [0, []];
  machine = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1e6)', '--', '-pidfile', qemuPid()], { stdio: 'ignore' });
  await writeFile(qemuPid(), String(machine.pid));
  return async () => {
    machine.kill('SIGKILL');
    await rm(dir, { recursive: true });
  };
});

/** A lab whose outer VM is a process of ours; what it hears ends it, or does not. */
function parts(onArgv: (argv: readonly string[]) => void): LifeParts {
  const outer = { machine: 'outer', spawn: ({ argv }: { readonly argv: readonly string[] }) => onArgv(argv) };
  const monitor = { systemPowerdown: async () => (pressed++, end()) };
  const hold = { monitor: async () => monitor, forgetPanic: () => undefined };
  return { lab: { lab: 'tiny' }, paths: { qemuPid: qemuPid() }, outer, hold, underWay: new UnderWay() } as unknown as LifeParts;
}

const end = (): void => void machine.kill('SIGKILL');
const takeDown = (lab: LifeParts) => down(lab, { force: false, onProgress: (step) => progress.push(step), signal: new AbortController().signal });
const last = () => progress.filter(({ state }) => state !== 'running').map(({ step, state }) => `${step} ${state}`);

describe('down', () => {
  test('a machine that takes its channels along when it obeys went down all the same', async () => {
    const lab = parts((argv) => {
      if (argv[0] === 'systemctl') end();
      throw lost();
    });
    expect(await takeDown(lab)).toEqual({ lab: 'tiny', was: 'running' });
    expect(last()).toEqual(['nodes done', 'outer VM done']);
  });

  test('a machine without a way in is asked by its power button', async () => {
    await takeDown(parts(() => { throw lost(); }));
    expect(pressed).toBe(1);
  });

  test('a machine that says no is left running', async () => {
    const refusal = parts((argv) => {
      if (argv[0] === 'systemctl') throw new ExitError({ what: 'systemctl: denied', argv, status: 1, detail: 'denied' });
      throw lost();
    });
    await expect(takeDown(refusal)).rejects.toThrow('denied');
    expect([pressed, machine.exitCode, machine.signalCode]).toEqual([0, null, null]);
  });
});
