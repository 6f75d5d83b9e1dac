import { describe, expect, test } from 'vitest';
import { limited, NO_LIMIT } from '../../src/client/limits.ts';

describe('a limited wait', () => {
  test('settles with its owner, and gives nothing up', async () => {
    let givenUp = 0;
    expect(await limited('x', { timeoutMs: 10_000 }, ({ resolve }) => (resolve(7), () => void (givenUp += 1)))).toBe(7);
    await expect(limited('x', NO_LIMIT, ({ reject }) => (reject(new Error('no')), () => void (givenUp += 1)))).rejects.toThrow('no');
    expect(givenUp).toBe(0);
  });

  test('gives up once, at its limit or when it is cancelled', async () => {
    const given: string[] = [];
    await expect(limited('a', { timeoutMs: 1 }, () => () => given.push('a'))).rejects.toMatchObject({ name: 'TimeoutError', message: 'a was not answered within 1 ms' });
    const abort = new AbortController();
    const waiting = limited('b', { timeoutMs: 10_000, signal: abort.signal }, () => () => given.push('b'));
    abort.abort();
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'CancelledError', message: 'b was cancelled' });
    expect(given).toEqual(['a', 'b']);
  });

  test('does not begin what is cancelled already, and passes on what beginning throws', async () => {
    let begun = 0;
    await expect(limited('c', { signal: AbortSignal.abort() }, () => (begun += 1, () => undefined))).rejects.toMatchObject({ message: 'c was cancelled before it was sent' });
    expect(begun).toBe(0);
    await expect(limited('d', { timeoutMs: 5 }, () => { throw new Error('at once'); })).rejects.toThrow('at once');
  });
});
