import { expect, test } from 'vitest';
import { keySteps, type Step } from '../../../src/lab/image/step.ts';

const step = (name: string, inputs: unknown, needs: string[] = []): Step => ({ name, inputs, needs, roomBytes: 0, run: async () => undefined });
const keysOf = (recipe: Step[]) => keySteps(recipe).map(({ key }) => key);

test('a change travels to every step that needs it, and to no other', () => {
  const before = keysOf([step('a', 1), step('b', 1), step('c', 1, ['a'])]);
  const after = keysOf([step('a', 2), step('b', 1), step('c', 1, ['a'])]);
  expect(after[0]).not.toBe(before[0]);
  expect(after[1]).toBe(before[1]);
  expect(after[2]).not.toBe(before[2]);
  expect(keysOf([step('a', 1), step('b', 1), step('c', 1, ['a'])])).toEqual(before);
});

test('a step cannot need one that comes later', () => {
  expect(() => keySteps([step('a', 1, ['b']), step('b', 1)])).toThrow('needs "b"');
});
