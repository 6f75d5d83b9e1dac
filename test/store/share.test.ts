import { describe, expect, it } from 'vitest';
import { share } from '../../src/store/share.ts';

describe('share', () => {
  it('gives the old value back when the new one is equal', () => {
    for (const value of [1, 'a', null, true, Number.NaN, [], [1, [2]], {}, { a: { b: [1, null] } }]) {
      expect(share(value, structuredClone(value))).toBe(value);
    }
    const old = { a: 1 };
    expect(share<object>(old, { a: 1, b: undefined })).toBe(old);
    const odd = { a: 1, b: undefined };
    expect(share<object>(odd, { a: 1 })).toBe(odd);
  });

  it('gives new data back for everything that differs', () => {
    const pairs: [unknown, unknown][] = [[1, 2], [0, '0'], [null, {}], [[], {}], [[1], [1, 2]], [[1, 2], [1]], [[1, 2], [2, 1]], [{ a: 1 }, { b: 1 }], [{ a: 1 }, { a: 1, b: 2 }], [{ a: 1, b: 2 }, { a: 1 }], [undefined, null]];
    for (const [before, after] of pairs) {
      const shared = share(before, after);
      expect(shared).toEqual(after);
      expect(shared).not.toBe(before);
    }
  });

  it('keeps the parts that stayed', () => {
    const before = { list: [{ id: 1 }, { id: 2 }], other: { deep: [1] } };
    const after = share(before, { list: [{ id: 1 }, { id: 3 }], other: { deep: [1] } });
    expect(after.list[0]).toBe(before.list[0]);
    expect(after.other).toBe(before.other);
    expect(after).toEqual({ list: [{ id: 1 }, { id: 3 }], other: { deep: [1] } });
  });

  it('changes neither of the two', () => {
    const [before, after] = [{ a: [1, 2] }, { a: [1, 3] }];
    share(before, after);
    expect([before, after]).toEqual([{ a: [1, 2] }, { a: [1, 3] }]);
  });
});
