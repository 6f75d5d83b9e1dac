import { describe, expect, it } from 'vitest';
import { Scanner } from '../../src/transport/channel/scanner.ts';

/** What comes out of a scanner, with records in angle brackets. */
function scan(marker: string, chunks: readonly Buffer[]): { readonly text: string; readonly after: readonly string[] } {
  let text = '';
  const after: string[] = [];
  const scanner = new Scanner(marker, { bytes: (chunk) => (text += chunk.toString('latin1')), record: (record) => (text += `<${record}>`) });
  for (const chunk of chunks) {
    scanner.feed(chunk);
    after.push(text);
  }
  return { text, after };
}

const STREAM = Buffer.from('one\x1eab\x1eabc 0\ntwo\x1eabc\n\x1e\x1eabc x\r\n\x1eab\xff', 'latin1');
const FOUND = 'one\x1eab< 0>two<>\x1e< x>';

describe('a scanner', () => {
  it('finds records however the stream is cut', () => {
    for (let first = 0; first <= STREAM.length; first += 1) {
      for (let second = first; second <= STREAM.length; second += 1) {
        const chunks = [STREAM.subarray(0, first), STREAM.subarray(first, second), STREAM.subarray(second)];
        expect(scan('\x1eabc', chunks).text).toBe(`${FOUND}\x1eab\xff`);
      }
    }
  });

  it('holds nothing back that cannot be a marker', () => {
    expect(scan('\x1eabc', [Buffer.from('prompt> '), Buffer.from('x\x1ea'), Buffer.from('y')]).after).toEqual(['prompt> ', 'prompt> x', 'prompt> x\x1eay']);
  });

  it('passes on what only looks like a record', () => {
    const long = `\x1eabc${'x'.repeat(600)}`;
    expect(scan('\x1eabc', [Buffer.from(long), Buffer.from('\n')]).text).toBe(`${long}\n`);
  });
});
