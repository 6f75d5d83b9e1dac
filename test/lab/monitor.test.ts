import { describe, expect, test } from 'vitest';
import { document, labdeck } from './labdeck.ts';
import { inOuter, status, untilUp } from './the-lab.ts';

describe('the monitor', () => {
  test('answers a QMP command', async () => {
    const answer = await document<{ readonly return: unknown }>(['qmp', 'query-status']);
    expect(answer).toMatchObject({ command: 'query-status', return: { status: 'running', running: true } });
  });

  test('takes the arguments of a QMP command as JSON', async () => {
    const answer = await document<{ readonly return: unknown }>(['qmp', 'human-monitor-command', '{"command-line": "info name"}']);
    expect(answer.return).toBe('labdeck-labdeck-tests\r\n');
  });

  test('answers a line of the human monitor', async () => {
    const { status: exit, stdout } = await labdeck(['hmp', 'info', 'status']);
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: 'VM status: running\n' });
  });

  test("says no in QEMU's words", async () => {
    const answer = await labdeck(['qmp', 'no-such-command']);
    expect(answer.status).toBe(1);
    expect(answer.stderr).toContain('The command no-such-command has not been found');
  });

  test('is not given arguments that are no JSON object', async () => {
    expect((await labdeck(['qmp', 'query-status', '[1'])).status).toBe(2);
  });

  test('does not cut the power where nobody can be asked', async () => {
    for (const words of [['qmp', 'quit'], ['hmp', 'quit'], ['qmp', 'system_reset']]) {
      const answer = await labdeck(words);
      expect(answer.status).toBe(4);
      expect(answer.stderr).toContain('--yes');
    }
  });

  test('stops and continues the outer VM; what needs it says so meanwhile', async () => {
    await document(['qmp', 'stop']);
    try {
      expect(await status()).toMatchObject({ state: 'paused', next: 'labdeck qmp cont' });
      const answer = await labdeck(['vm', 'suspend', 'n100-1']);
      expect(answer.status).toBe(4);
      expect(answer.stderr).toContain('the outer VM is paused');
    } finally {
      await document(['qmp', 'cont']);
    }
    expect((await inOuter('true')).status).toBe(0);
  });
});

describe('a dry run prints what would be run, and changes nothing', () => {
  const file = '/root/of-a-dry-run';
  const PLANS: readonly (readonly [words: readonly string[], machine: string, argv: unknown])[] = [
    [['exec', 'outer'], 'outer', ['touch', file]],
    [['vm', 'destroy', 'n100-1'], 'outer', expect.arrayContaining(['destroy', expect.stringContaining('n100-1')])],
    [['vm', 'suspend', 'jetson-1'], 'outer', expect.arrayContaining(['virsh', '-c', 'qemu:///system', 'suspend', expect.stringContaining('jetson-1')])],
    [['snapshot', 'save', 'never'], 'outer', ['snapshot', 'save', 'never']],
    [['snapshot', 'restore', 'ready'], 'outer', ['snapshot', 'restore', 'ready']],
    [['qmp', 'system_reset'], 'outer', ['qmp', 'system_reset', '{}']],
    [['hmp', 'stop'], 'outer', ['hmp', 'stop']],
    [['down', '--force'], 'host', expect.arrayContaining(['kill', '-KILL'])],
    [['reset'], 'host', expect.arrayContaining(['rm'])],
  ];

  test.each(PLANS)('%j', async (words, machine, argv) => {
    const command = words[0] === 'exec' ? ['--', 'touch', file] : [];
    const { status: exit, stdout } = await labdeck([...words, '--dry-run', '--json', ...command]);
    expect(exit).toBe(0);
    expect((JSON.parse(stdout) as { readonly planned: readonly unknown[] }).planned).toContainEqual({ machine, argv });
  });

  test('the lab is as it was', async () => {
    expect((await untilUp()).nodes).toHaveLength(4);
    expect((await inOuter('test', '-e', file)).status).toBe(1);
  });
});
