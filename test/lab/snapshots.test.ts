import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import type { UpDocument } from '../../src/command/life-document.ts';
import type { NodeRow } from '../../src/command/status-document.ts';
import type { LabSnapshot } from '../../src/model/outer-vm.ts';
import { document, labdeck } from './labdeck.ts';
import { done, inOuter, node, READY, READY_ALL, restore, SLOW, status, untilDomain, untilRunning, untilUp } from './the-lab.ts';
import { until } from './until.ts';

const QUICK = ['n100-1', 'n100-2', 'n100-3'];
const NODES = [SLOW, ...QUICK];
const FILE = '/root/written-after-the-snapshot';
const CLOCK_SLACK_MS = 2_000;

async function snapshots(): Promise<readonly LabSnapshot[]> {
  return (await document<{ readonly snapshots: readonly LabSnapshot[] }>(['snapshot', 'list', '--max-age', '0'])).snapshots;
}

/** What the fabric knows of the nodes. */
const wiring = (nodes: readonly NodeRow[]) => nodes.map(({ name, domain, tap, ovsPort, ip, qdiscs }) => ({ name, domain, tap, ovsPort, ip, qdiscs }));

/** The machine stands still while a snapshot is saved, and between save and load. */
async function expectClockRight(): Promise<void> {
  const earliest = Date.now() - CLOCK_SLACK_MS;
  const there = Number((await inOuter('date', '+%s%3N')).stdout);
  expect(there).toBeGreaterThan(earliest);
  expect(there).toBeLessThan(Date.now() + CLOCK_SLACK_MS);
}

/**
 * A QEMU node's clock by its guest agent, between two looks at the outer VM's: nanoseconds. The clock of jetson-1 runs with its instructions: on a busy host it
 * stands still for some of the time that the question takes.
 */
const ASK_CLOCK = `date +%s%N; virsh -q -c qemu:///system qemu-agent-command "$0" '{"execute":"guest-get-time"}' | tr -dc '0-9\\n'; date +%s%N`;
const NODE_SLACK_NS = 1_000_000_000;

async function expectNodeClockRight(name: string): Promise<void> {
  const { stdout } = await done(['exec', 'outer', '--', 'sh', '-c', ASK_CLOCK, name]);
  const [before = Number.NaN, there = Number.NaN, after = Number.NaN] = stdout.split('\n').filter((line) => line !== '').map(Number);
  expect(there).toBeGreaterThan(before - NODE_SLACK_NS - (after - before));
  expect(there).toBeLessThan(after + NODE_SLACK_NS);
}

describe('a snapshot of the whole lab', () => {
  let before: ReturnType<typeof wiring>;
  afterAll(async () => {
    await labdeck(['snapshot', 'delete', 'story', '--yes']);
    await restore();
  });

  test('is saved with the nodes that run in it, once', async () => {
    before = wiring((await untilUp()).nodes);
    const saved = await document<LabSnapshot>(['snapshot', 'save', 'story']);
    expect(saved.nodes?.toSorted()).toEqual(NODES);
    expect((await snapshots()).find(({ name }) => name === 'story')).toMatchObject({ name: 'story', nodes: saved.nodes });
    await expectClockRight();
    const again = await labdeck(['snapshot', 'save', 'story']);
    expect(again.status).toBe(4);
    expect(again.stderr).toContain('there is a snapshot story already');
  });

  test('brings back what was changed since: a node, a file, a qdisc', async () => {
    const { tap = '' } = await node('n100-2');
    await done(['exec', 'outer', '--', 'touch', FILE]);
    await done(['exec', 'outer', '--', 'tc', 'qdisc', 'replace', 'dev', tap, 'root', 'netem', 'delay', '40ms']);
    await done(['vm', 'destroy', 'n100-1', '--yes']);
    await untilDomain('n100-1', 'shut off');
    await until('netem on the tap', async () => (await node('n100-2')).qdiscs.includes('netem'));

    await done(['snapshot', 'restore', 'story', '--yes']);
    expect((await inOuter('test', '-e', FILE)).status).toBe(1);
    await expectClockRight();
    await expectNodeClockRight(SLOW);
    await until('the fabric as it was', async () => isDeepStrictEqual(wiring((await untilUp()).nodes), before));
  });

  test('asks before it throws away what is newer, and refuses where nobody can be asked', async () => {
    const answer = await labdeck(['snapshot', 'restore', 'story']);
    expect(answer.status).toBe(4);
    expect(answer.stderr).toContain('--yes');
  });

  test('is gone when deleted; a name that is not there is a wrong word, and costs nothing', async () => {
    await done(['snapshot', 'delete', 'story', '--yes']);
    expect((await snapshots()).map(({ name }) => name)).not.toContain('story');
    for (const verb of ['restore', 'delete']) {
      const answer = await labdeck(['snapshot', verb, 'story', '--yes']);
      expect(answer.status).toBe(2);
      expect(answer.stderr).toContain('there is no snapshot');
    }
    expect((await inOuter('true')).status).toBe(0);
  });
});

describe('a lab that is down', () => {
  test('comes up from its snapshot: nodes run, commands are answered', async () => {
    await done(['down', '--force', '--yes']);
    expect(await status()).toMatchObject({ state: 'down', next: 'labdeck up', outer: { state: 'off' } });
    expect(await labdeck(['exec', 'outer', '--', 'true'])).toMatchObject({ status: 3, stderr: expect.stringContaining('labdeck up') as string });

    expect(await document<UpDocument>(['up'])).toMatchObject({ how: 'restored', snapshot: READY });
    expect((await inOuter('true')).status).toBe(0);
    const { nodes } = await untilRunning((name) => QUICK.includes(name));
    expect(nodes.filter(({ domain }) => domain === 'running').map(({ name }) => name).toSorted()).toEqual(QUICK);
  });

  test('is restored to a snapshot by name alike', async () => {
    await done(['down', '--force', '--yes']);
    expect(await document<UpDocument>(['snapshot', 'restore', READY_ALL, '--yes'])).toMatchObject({ how: 'restored', snapshot: READY_ALL });
    await untilUp();
    await expectNodeClockRight(SLOW);
  });
});
