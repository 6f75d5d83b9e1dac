import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { detectProtocol, protocolOf } from '../../src/client/detect.ts';

test.each([
  ['', undefined],
  ['\r\n', undefined],
  ['Q', undefined],
  ['QEMU', undefined],
  ['QEMU 7.2.22 monitor', 'hmp'],
  ['{', 'qmp'],
  ['\r\n{"QMP": ', 'qmp'],
  ['220 ready', 'neither'],
  ['QE\n', 'neither'],
])('%j is %s', (first, protocol) => {
  expect(protocolOf(first)).toBe(protocol);
});

test('the bytes that were looked at are put back', async () => {
  const stream = new PassThrough();
  const detected = detectProtocol('m', stream, { timeoutMs: 5_000 });
  for (const bytes of ['QE', 'MU 7', '.2']) stream.write(bytes);
  expect(await detected).toBe('hmp');
  stream.end(' monitor');
  let all = '';
  for await (const chunk of stream) all += String(chunk);
  expect(all).toBe('QEMU 7.2 monitor');
});

test.each([
  ['ends before it says anything', (stream: PassThrough) => void stream.end(), 'LostError'],
  ['breaks', (stream: PassThrough) => void stream.destroy(new Error('reset')), 'LostError'],
  ['says something else', (stream: PassThrough) => void stream.write('hello'), 'ParseError'],
  ['says nothing', () => undefined, 'TimeoutError'],
])('a stream that %s', async (_what, act, name) => {
  const stream = new PassThrough();
  stream.on('error', () => undefined);
  const detected = detectProtocol('m', stream, { timeoutMs: 50 });
  act(stream);
  await expect(detected).rejects.toMatchObject({ name });
});
