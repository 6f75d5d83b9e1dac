import { expect, test } from 'vitest';
import { execa } from 'execa';
import { nodeWrap } from '../../src/lab/node-wrap.ts';

const request = { argv: ['printf', '%s|', 'a b', "c'd"], env: { LANG: 'C', 'ODD_ONE': "x = 'y'\n$z" }, cwd: '/proc' };

test('a plain command goes to the node as it is', () => {
  expect(nodeWrap('n100-1', 'lxc', undefined)({ argv: ['ip', 'a'] }).argv).toEqual(['/usr/lib/labdeck/enter', 'n100-1', 'ip', 'a']);
});

test('environment and directory are made by the shell at the far end, which then becomes the program', async () => {
  const [, , ...inNode] = nodeWrap('n100-1', 'lxc', undefined)({ ...request, argv: ['sh', '-c', 'pwd; printf "%s|" "$LANG" "$ODD_ONE" "$@"', 'sh', ...request.argv.slice(2)] }).argv;
  const { stdout } = await execa(inNode[0] ?? '', inNode.slice(1));
  expect(stdout).toBe("/proc\nC|x = 'y'\n$z|a b|c'd|");
  expect(inNode.slice(0, 2)).toEqual(['sh', '-c']);
});

test('a directory that is not there ends with 126, as on every way in', async () => {
  const [, , program = '', ...args] = nodeWrap('n100-1', 'lxc', undefined)({ argv: ['true'], cwd: '/no/such' }).argv;
  expect((await execa(program, args, { reject: false })).exitCode).toBe(126);
});
