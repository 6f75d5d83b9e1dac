import { describe, expect, test } from 'vitest';
import { JsonFrames } from '../../../src/parse/qmp/frames.ts';

function framesOf(...chunks: readonly (string | Buffer)[]): { readonly text: string; readonly json: boolean }[] {
  const frames = new JsonFrames();
  return chunks.flatMap((chunk) => frames.push(Buffer.from(chunk)));
}

describe('frames', () => {
  test('are whole objects, wherever the chunks end', () => {
    const text = '{"a": "}{\\"\\\\", "b": [1, {"c": "ü€😀"}]}\r\n{"event": "STOP"}\r\n';
    const bytes = Buffer.from(text);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const frames = framesOf(bytes.subarray(0, cut), bytes.subarray(cut));
      expect(frames).toEqual([{ text: '{"a": "}{\\"\\\\", "b": [1, {"c": "ü€😀"}]}', json: true }, { text: '{"event": "STOP"}', json: true }]);
    }
  });

  test('may have many lines, and need none', () => {
    expect(framesOf('{\n    "QMP": {\n    }\n}\n{"return": {}}{"return": 1}').map(({ text }) => JSON.parse(text) as unknown)).toEqual([{ QMP: {} }, { return: {} }, { return: 1 }]);
  });

  test('tell bytes that are no object', () => {
    expect(framesOf('hello world\n}}\n{"a":1}\n')).toEqual([{ text: 'hello world', json: false }, { text: '}}', json: false }, { text: '{"a":1}', json: true }]);
  });

  test('keep what did not end', () => {
    const frames = new JsonFrames();
    expect(frames.push(Buffer.from('{"return": {"a'))).toEqual([]);
    expect(frames.rest()).toBe('{"return": {"a');
  });

  test('a reply of 8 MB in small chunks is looked at once', () => {
    const value = 'x'.repeat(8 * 1024 * 1024);
    const bytes = Buffer.from(JSON.stringify({ return: value }));
    const frames = new JsonFrames();
    const whole = Array.from({ length: Math.ceil(bytes.length / 4096) }, (_, at) => bytes.subarray(at * 4096, (at + 1) * 4096)).flatMap((chunk) => frames.push(chunk));
    expect(whole).toHaveLength(1);
    expect((JSON.parse(whole[0]?.text ?? '') as { return: string }).return).toHaveLength(value.length);
  });
});
