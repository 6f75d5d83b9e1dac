import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ParseError } from '../../src/model/errors.ts';
import { isElf, readElfNeeds } from '../../src/lab/node-image/elf.ts';

describe('readElfNeeds', () => {
  it('reads what a real program needs: this very node', async () => {
    const bytes = await readFile(process.execPath);
    const { libraries, interpreter } = readElfNeeds(bytes, 'node');
    expect(libraries).toContain('libc.so.6');
    expect(interpreter).toMatch(/^\/lib.*\/ld-linux-/);
  });

  it.each([['', 'empty'], ['#!/bin/sh\n', 'a script'], ['\x7fELF\x01\x01', '32 bits']])('refuses %j (%s)', (text) => {
    const bytes = Buffer.from(text, 'latin1');
    expect(isElf(bytes)).toBe(false);
    expect(() => readElfNeeds(bytes, 'x')).toThrow(ParseError);
  });

  it.each([16, 100, 1000])('says so when a file is cut off after %i bytes', async (length) => {
    const bytes = (await readFile(process.execPath)).subarray(0, length);
    expect(() => readElfNeeds(bytes, 'node')).toThrow(ParseError);
  });
});
