import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StatusDocument } from '../../src/command/status-document.ts';
import { connectMonitor } from '../../src/client/monitor.ts';
import { document, labdeck } from './labdeck.ts';
import { done, keeperPid, pathOf, restore, untilDomain, untilUp } from './the-lab.ts';

const TEN = Array.from({ length: 10 }, (_, index) => index);

beforeAll(untilUp);
afterAll(restore);

describe('two labdecks on one lab', () => {
  test('start two nodes at once', async () => {
    await done(['vm', 'destroy', 'n100-1', 'n100-2', '--yes']);
    const started = await Promise.all(['n100-1', 'n100-2'].map((name) => labdeck(['vm', 'start', name, '--timeout', '5m'])));
    expect(started.map(({ status, stderr }) => ({ status, stderr }))).toMatchObject([{ status: 0 }, { status: 0 }]);
    await Promise.all(['n100-1', 'n100-2'].map((name) => untilDomain(name, 'running')));
  });

  test('ten at once are served by one keeper', async () => {
    const keeper = await keeperPid();
    const seen = await Promise.all(TEN.map(() => document<StatusDocument>(['status'])));
    expect(seen.map((each) => each.keeper.pid)).toEqual(TEN.map(() => keeper));
  });

  test('ten at once start one keeper, and their commands are all run', async () => {
    await done(['keeper', 'stop']);
    const answers = await Promise.all(TEN.map((index) => labdeck(['exec', 'outer', '--', 'echo', String(index)])));
    expect(answers.map(({ status, stdout }) => [status, stdout])).toEqual(TEN.map((index) => [0, `${index}\n`]));
    const log = await document<{ readonly lines: readonly string[] }>(['keeper', 'log', '--lines', '200']);
    const pid = await keeperPid();
    expect(log.lines.filter((line) => line.includes(`pid ${pid}, node`))).toHaveLength(1);
  });
});

describe('the monitor as it is passed on', () => {
  test('serves another tool beside labdeck, each with its own answers', async () => {
    await document(['qmp', 'query-status']);
    const { monitor } = await connectMonitor(await pathOf('QMP, for other tools'));
    try {
      const [other, ...ours] = await Promise.all([monitor.qmp('query-name'), ...TEN.map(() => document<{ readonly return: unknown }>(['qmp', 'query-status']))]);
      expect(other).toEqual({ name: 'labdeck-labdeck-tests' });
      expect(ours.map((each) => (each.return as { readonly status: string }).status)).toEqual(TEN.map(() => 'running'));
      await expect(monitor.qmp('no-such-command')).rejects.toThrow('has not been found');
      expect(await monitor.qmp('query-name')).toEqual({ name: 'labdeck-labdeck-tests' });
    } finally {
      await monitor.close();
    }
  });
});
