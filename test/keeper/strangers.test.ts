import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRpc } from '../../src/wire/rpc.ts';
import { makeSandbox, type Sandbox } from './sandbox.ts';
import { until } from './until.ts';

function sandbox(): Sandbox {
  const made = makeSandbox();
  onTestFinished(made.end);
  return made;
}

const body = '{"jsonrpc":"2.0"';

describe('a connection that is none of ours', () => {
  it.each([
    ['another protocol', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', 'it said "GET / HTTP/1.1'],
    ['an unknown ticket', 'labdeck-stream 0123\nbytes', 'its ticket is not known'],
    ['a frame without a length', 'Content-Type: x\r\n\r\n{}', 'no Content-Length in the header'],
    ['a body that is no JSON', `Content-Length: ${body.length}\r\n\r\n${body}`, 'JSON'],
    ['a message that is none', 'Content-Length: 2\r\n\r\n[]', 'neither a response nor a notification'],
    ['an endless line', 'z'.repeat(4096), 'it said "zzzz'],
  ])('%s: is closed with a line in the log, and the keeper lives', async (_what, bytes, line) => {
    const { connect: join, paths, log } = sandbox();
    const link = await join();
    const socket = connect(paths().keeperSocket);
    socket.on('error', () => undefined);
    socket.write(bytes);
    expect(await text(socket).catch(() => '')).not.toContain('result');
    await until(() => log().includes('connection closed: ') && log().includes(line));
    expect(await link.request('command/outcome', { token: 'never-seen' })).toEqual({ state: 'unseen' });
  });

  it('gets nothing before it has said hello', async () => {
    const { connect: join, paths } = sandbox();
    await join();
    const rpc = createRpc(connect({ path: paths().keeperSocket, allowHalfOpen: true }));
    rpc.listen();
    await expect(rpc.request('store/follow', {})).rejects.toMatchObject({ kind: 'refused', message: 'say hello first' });
    await expect(rpc.request('stream/open', { target: 'host', argv: ['true'] })).rejects.toMatchObject({ kind: 'refused' });
    await expect(rpc.request('keeper/nonsense' as 'keeper/status', {})).rejects.toThrow('Unhandled method');
    rpc.close();
    expect(await rpc.closed).toBeUndefined();
  });
});
