import { type Duplex, duplexPair } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { Message } from 'vscode-jsonrpc/node';
import { readPurpose, streamLine } from '../../src/wire/first-line.ts';
import { END, FrameReader } from '../../src/wire/frame-reader.ts';

const frame = (value: unknown): Buffer => {
  const body = Buffer.from(JSON.stringify(value));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
};

/** What a reader makes of these chunks, up to the end. */
async function read(chunks: readonly Buffer[]): Promise<{ readonly messages: Message[]; readonly errors: string[] }> {
  const [ours, theirs] = duplexPair();
  const reader = new FrameReader(theirs);
  const [messages, errors]: [Message[], string[]] = [[], []];
  reader.onError((error) => errors.push(error.message));
  const ended = new Promise<void>((resolve) => {
    reader.listen((message) => {
      messages.push(message);
      if ('method' in message && message.method === END) resolve();
    });
  });
  theirs.once('end', () => theirs.end());
  for (const chunk of chunks) ours.write(chunk);
  ours.end();
  ours.resume();
  await ended;
  return { messages, errors };
}

describe('FrameReader', () => {
  const said = [{ jsonrpc: '2.0', method: 'a', params: { text: 'ä€\r\n\r\nContent-Length: 3' } }, { jsonrpc: '2.0', id: 1, result: null }];
  const end = { jsonrpc: '2.0', method: END, params: {} };

  it('cuts messages however the bytes arrive, and tells the end after the last one', async () => {
    const bytes = Buffer.concat(said.map(frame));
    for (const step of [1, 2, 7, 50, bytes.length]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / step) }, (_, at) => bytes.subarray(at * step, (at + 1) * step));
      expect(await read(chunks)).toEqual({ messages: [...said, end], errors: [] });
    }
  });

  it('takes a second header line and any case', async () => {
    const body = JSON.stringify(said[1]);
    const bytes = Buffer.from(`content-type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    expect(await read([bytes])).toEqual({ messages: [said[1], end], errors: [] });
  });

  it.each([
    ['no header', 'x'.repeat(300)],
    ['no length', 'Content-Type: x\r\n\r\n{}'],
    ['a negative length', 'Content-Length: -5\r\n\r\n{}'],
    ['a length that is no number', 'Content-Length: ten\r\n\r\n{}'],
    ['an absurd length', 'Content-Length: 99999999999\r\n\r\n{}'],
    ['a body that is no JSON', 'Content-Length: 3\r\n\r\n{x}'],
  ])('reports %s once, and reads no further', async (_what, bytes) => {
    const { messages, errors } = await read([Buffer.from(bytes), frame(said[0])]);
    expect(messages).toEqual([end]);
    expect(errors).toHaveLength(1);
  });

  it('says nothing of a message that was cut off by the end', async () => {
    expect(await read([frame(said[0]).subarray(0, -1)])).toEqual({ messages: [end], errors: [] });
  });
});

describe('readPurpose', () => {
  async function purpose(...chunks: readonly string[]): Promise<readonly [unknown, Duplex]> {
    const [ours, theirs] = duplexPair();
    const found = readPurpose(theirs);
    for (const chunk of chunks) ours.write(chunk);
    ours.end();
    return [await found, theirs];
  }

  it('knows JSON-RPC and leaves every byte', async () => {
    const [found, rest] = await purpose('Cont', 'ent-Length: 2\r\n', '\r\n{}');
    expect(found).toEqual({ kind: 'rpc' });
    expect(await text(rest)).toBe('Content-Length: 2\r\n\r\n{}');
  });

  it('knows a stream, its ticket, and leaves what follows, be it nothing', async () => {
    const [found, rest] = await purpose(streamLine('abc'), 'first\nsecond');
    expect(found).toEqual({ kind: 'stream', ticket: 'abc' });
    expect(await text(rest)).toBe('first\nsecond');
    const [again, nothing] = await purpose(streamLine('abc'));
    expect(again).toEqual({ kind: 'stream', ticket: 'abc' });
    expect(await text(nothing)).toBe('');
  });

  it('knows a stranger by the first line, or by too long a one', async () => {
    expect((await purpose('GET / HTTP/1.1\r\n\r\n'))[0]).toEqual({ kind: 'stranger', said: 'GET / HTTP/1.1\r' });
    expect((await purpose('y'.repeat(1000)))[0]).toEqual({ kind: 'stranger', said: 'y'.repeat(128) });
  });

  it('gives nothing for a connection that ends before it says anything', async () => {
    expect((await purpose())[0]).toBeUndefined();
    expect((await purpose('labdeck-str'))[0]).toBeUndefined();
  });
});
