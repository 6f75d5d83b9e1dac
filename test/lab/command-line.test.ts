import { describe, expect, test } from 'vitest';
import type { StatusDocument } from '../../src/command/status-document.ts';
import { document, labdeck } from './labdeck.ts';

describe('the lab that is up', () => {
  test('status has every layer up, and a joined row per node', async () => {
    const status = await document<StatusDocument>(['status']);
    expect(status).toMatchObject({ lab: 'labdeck-tests', state: 'up', outer: { state: 'running' } });
    expect(status.nodes.map(({ name, domain }) => [name, domain])).toEqual([
      ['n100-1', 'running'],
      ['n100-2', 'running'],
      ['n100-3', 'running'],
      ['jetson-1', 'running'],
    ]);
    expect(status.nodes.filter(({ tap, ovsPort, ip }) => tap === undefined || ovsPort === undefined || ip === undefined)).toEqual([]);
  });
});

describe('exec outer', () => {
  const odd = ['plain', 'two words', "it's", '"quoted"', 'new\nline', ';', '$HOME', '`id`', '\\', '-x', '', 'é✓'];

  test('every word arrives as it was given, and no shell reads it', async () => {
    const { status, stdout } = await labdeck(['exec', 'outer', '--', 'printf', '%s\\0', ...odd]);
    expect({ status, words: stdout.split('\0') }).toEqual({ status: 0, words: [...odd, ''] });
  });

  test('standard input, both outputs and the exit status are handed through', async () => {
    const answer = await labdeck(['exec', 'outer', '--', 'sh', '-c', 'cat; echo aside >&2; exit 7'], { stdin: 'in\0put' });
    expect(answer).toMatchObject({ status: 7, stdout: 'in\0put', stderr: expect.stringContaining('aside') as string });
  });
});
