import { expect, test } from 'vitest';
import { expandPath } from '../../src/config/expand.ts';

const ENV = { HOME: '/home/ada', XDG_RUNTIME_DIR: '/run/user/7', EMPTY: '', ODD: 'a b;$HOME' };

test.each([
  ['/plain/path', '/plain/path'],
  ['~', '/home/ada'],
  ['~/x', '/home/ada/x'],
  ['~ada/x', '~ada/x'],
  ['$HOME/x', '/home/ada/x'],
  ['${XDG_RUNTIME_DIR:-/tmp}/n3x', '/run/user/7/n3x'],
  ['${NOT_SET:-/tmp}/n3x', '/tmp/n3x'],
  ['${EMPTY:-$HOME}/n3x', '/home/ada/n3x'],
  ['/a/$ODD', '/a/a b;$HOME'],
  ['/a/$/${}', '/a/$/${}'],
])('%s', (path, expanded) => {
  expect(expandPath(path, ENV)).toBe(expanded);
});

test('a variable that is not set is named', () => {
  expect(() => expandPath('/a/$NOT_SET/b', ENV)).toThrow(expect.objectContaining({ kind: 'usage', message: '$NOT_SET in /a/$NOT_SET/b is not set' }));
});
