import { describe, expect, it } from 'vitest';
import { compareVersions, IDENTITY } from '../../src/wire/identity.ts';

describe('compareVersions', () => {
  it('orders by numbers, not by letters', () => {
    expect(compareVersions('1.9.0', '1.10.0')).toBeLessThan(0);
    expect(compareVersions('2.0.0', '1.99.99')).toBeGreaterThan(0);
    expect(compareVersions('0.1.0', '0.1.0')).toBe(0);
    expect(compareVersions('1.2', '1.2.0')).toBe(0);
    expect(compareVersions('1.2.3-beta.1', '1.2.3')).toBe(0);
  });
});

describe('IDENTITY', () => {
  it('is of the sources when they are run', () => {
    expect(IDENTITY).toEqual({ version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string, build: 'source' });
  });
});
