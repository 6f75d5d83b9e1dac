import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { UpDocument } from '../../src/command/life-document.ts';
import type { NodeRow } from '../../src/command/status-document.ts';
import type { VmsDocument } from '../../src/command/vm-document.ts';
import type { LabSnapshot } from '../../src/model/outer-vm.ts';
import { type Answer, document, labdeck } from './labdeck.ts';
import { done, inOuter, keeperPid, qemuPid, READY_ALL, restore, status, untilUp } from './the-lab.ts';
import { until } from './until.ts';

/** libvirt's numbers of the running domains: a domain that was started again has another one. */
async function ids(): Promise<readonly (readonly [string, number | undefined])[]> {
  const { nodes } = await document<VmsDocument>(['vm', 'list', '--max-age', '0']);
  const shown = await document<{ readonly nodes: readonly (NodeRow & { readonly libvirt: { readonly id?: number } | null })[] }>(['vm', 'show', ...nodes.map(({ name }) => name)]);
  return shown.nodes.map(({ name, libvirt }) => [name, libvirt?.id] as const);
}

/** A failure that a person can act on: an exit code of the table, and a sentence instead of a stack. */
function expectClear({ status: exit, stderr }: Answer, codes: readonly number[]): void {
  expect(codes).toContain(exit);
  expect(stderr).toMatch(/labdeck: \S.+/);
  expect(stderr).not.toMatch(/\n\s+at .+:\d+:\d+|did not expect/);
}

/** Bytes that a process has written so far (proc(5), /proc/PID/io). */
async function written(pid: number): Promise<number> {
  return Number(/^wchar: (\d+)$/m.exec(await readFile(`/proc/${pid}/io`, 'utf8'))?.[1]);
}

async function upAgain(): Promise<UpDocument> {
  const up = await document<UpDocument>(['up', '--all']);
  await untilUp();
  return up;
}

beforeAll(untilUp);
afterAll(restore);

describe('inside the outer VM', () => {
  test.each(['libvirtd', 'ovs-vswitchd'])('%s restarts: status heals by itself, every node runs on', async (unit) => {
    const before = await ids();
    await done(['exec', 'outer', '--', 'systemctl', 'restart', unit]);
    await untilUp();
    expect(await ids()).toEqual(before);
    await until('nodes that reach each other', async () => (await labdeck(['exec', 'n100-1', '--', 'ping', '-c', '1', '-W', '2', '192.168.100.11'])).status === 0);
  });

  test('the shells of the channels are killed: the next command is answered', async () => {
    await labdeck(['exec', 'outer', '--', 'systemctl', 'kill', '--signal=KILL', 'labdeck-channel@*']);
    expect(await inOuter('echo', 'still here')).toMatchObject({ status: 0, stdout: 'still here\n' });
  });
});

describe('the keeper is killed', () => {
  test('the next verb starts another one; QEMU, nodes and files are as they were', async () => {
    const [qemu, keeper, before] = [await qemuPid(), await keeperPid(), await ids()];
    await done(['exec', 'outer', '--', 'touch', '/root/before-the-keeper-died']);
    process.kill(keeper ?? 0, 'SIGKILL');
    expect(await document(['keeper', 'status'])).toMatchObject({ running: false });
    expect((await inOuter('cat', '/root/before-the-keeper-died')).status).toBe(0);
    expect(await keeperPid()).not.toBe(keeper);
    expect(await qemuPid()).toBe(qemu);
    expect(await ids()).toEqual(before);
  });
});

describe('QEMU is stopped by a signal', () => {
  let pid: number;
  beforeAll(async () => {
    pid = await qemuPid();
    process.kill(pid, 'SIGSTOP');
  });
  afterAll(() => process.kill(pid, 'SIGCONT'));

  const SILENT: readonly (readonly string[])[] = [['exec', 'outer', '--timeout', '1s', '--', 'true'], ['qmp', 'query-status', '--timeout', '1s'], ['vm', 'suspend', 'n100-1', '--timeout', '1s'], ['vm', 'xml', 'n100-1', '--timeout', '1s']];

  test.each(SILENT)('%s %s %s %s: ends at its limit', async (...words) => {
    expectClear(await labdeck(words), [3]);
  });

  test('status says what it last knew, and that it is old', async () => {
    const answer = await labdeck(['status', '--json', '--max-age', '0', '--timeout', '1s']);
    expect([0, 3]).toContain(answer.status);
    expect(answer.stdout).toContain('"labdeck-tests"');
  });

  test('once continued it answers again', async () => {
    process.kill(pid, 'SIGCONT');
    await until('an answer', async () => (await inOuter('true')).status === 0);
    await untilUp();
    expect(await qemuPid()).toBe(pid);
  });
});

describe('the outer kernel panics', () => {
  afterEach(async () => {
    if ((await status()).state !== 'up') await restore();
  });

  test('status says so with the last lines of the console and the next step, and a restore mends it', async () => {
    // The shell that asks for it dies with the machine.
    await labdeck(['exec', 'outer', '--timeout', '20s', '--', 'sh', '-c', 'echo 1 >/proc/sys/kernel/sysrq; echo c >/proc/sysrq-trigger']);
    const now = await until('a panic', async () => {
      const seen = await status();
      return seen.state === 'panicked' && seen;
    });
    expect(now.next).toMatch(/^labdeck snapshot restore ready/);
    expect(now.outer?.panicked?.lastLines.join('\n')).toContain('Kernel panic');
    expect(now.layers.find(({ name }) => name === 'kernel')).toMatchObject({ state: 'failed' });
    const refused = await labdeck(['vm', 'suspend', 'n100-1']);
    expect(refused).toMatchObject({ status: 4, stderr: expect.stringContaining('the outer kernel panicked') as string });

    await restore();
    expect((await untilUp()).outer?.panicked).toBeUndefined();
    expect((await inOuter('true')).status).toBe(0);
  });
});

describe('QEMU is killed', () => {
  test('while the lab runs: status says down and what to do, and up restores', async () => {
    process.kill(await qemuPid(), 'SIGKILL');
    await until('a lab that is down', async () => (await status()).state === 'down');
    expect(await status()).toMatchObject({ next: 'labdeck up' });
    expectClear(await inOuter('true'), [3]);
    expect(await upAgain()).toMatchObject({ how: 'restored', snapshot: READY_ALL });
  });

  test('while a snapshot is saved: the failure is clear, and an older one still restores', async () => {
    const pid = await qemuPid();
    const before = await written(pid);
    const saving = labdeck(['snapshot', 'save', 'doomed']);
    await until('a machine state that is half written', async () => (await written(pid)) > before + 64 * 2 ** 20, { everyMs: 10 });
    process.kill(pid, 'SIGKILL');
    expectClear(await saving, [1, 3]);
    expect(await upAgain()).toMatchObject({ how: 'restored', snapshot: READY_ALL });
    const { snapshots } = await document<{ readonly snapshots: readonly LabSnapshot[] }>(['snapshot', 'list', '--max-age', '0']);
    expect(snapshots.map(({ name }) => name)).not.toContain('doomed');
  });

  test('while it boots: up says so, and the next one works', async () => {
    await done(['down', '--force', '--yes']);
    const booting = labdeck(['up', '--cold']);
    const pid = await until('a QEMU that boots', async () => (await status()).outer?.pid);
    process.kill(pid, 'SIGKILL');
    expectClear(await booting, [1, 3]);
    expect(await upAgain()).toMatchObject({ how: 'restored', snapshot: READY_ALL });
  });
});
