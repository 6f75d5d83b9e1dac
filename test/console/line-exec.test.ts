import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lineExec } from '../../src/console/line-exec.ts';
import { SharedLine } from '../../src/console/shared-line.ts';
import { LostError } from '../../src/model/errors.ts';
import type { Exec } from '../../src/transport/transport.ts';

let server: Server;
let guest: Promise<Socket>;
let line: SharedLine;
const never = new AbortController().signal;

beforeEach(async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'labdeck-line-')), 'serial.sock');
  server = createServer().listen(path);
  await once(server, 'listening');
  guest = once(server, 'connection').then(([socket]) => socket as Socket);
  line = new SharedLine(async () => {
    const socket = connect(path);
    await once(socket, 'connect');
    return socket;
  });
});

afterEach(() => {
  server.close();
});

async function hears(stream: Readable, text: string): Promise<void> {
  let heard = '';
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    heard += String(chunk);
    if (heard.includes(text)) return;
  }
  throw new Error(`the stream ended after ${JSON.stringify(heard)}`);
}

const onLine = (): Promise<Exec> => lineExec(() => line.join(), never);

describe('being on a line', () => {
  it('hears what comes and types what is given', async () => {
    const exec = await onLine();
    const socket = await guest;
    socket.write('login: ');
    await hears(exec.stdout, 'login: ');
    exec.stdin.write('root\r');
    await hears(socket, 'root\r');
    exec.kill();
    expect(await exec.exit).toEqual({ status: 0 });
    expect(line.people).toBe(0);
  });

  it('ends when the typing ends, after the last key went down the line', async () => {
    const exec = await onLine();
    exec.stdout.resume();
    exec.stdin.end('reboot\r');
    await hears(await guest, 'reboot\r');
    expect(await exec.exit).toEqual({ status: 0 });
  });

  it('of two people is left by one alone', async () => {
    const [one, two] = await Promise.all([onLine(), onLine()]);
    const socket = await guest;
    one.kill();
    await one.exit;
    socket.write('still here');
    await hears(two.stdout, 'still here');
    two.kill();
    await two.exit;
  });

  it('says that the line went away', async () => {
    const exec = await onLine();
    exec.stdout.resume();
    (await guest).destroy();
    await expect(exec.exit).rejects.toThrow(LostError);
  });

  it('is taken back by the request that asked for it', async () => {
    const controller = new AbortController();
    const exec = await lineExec(() => line.join(), controller.signal);
    exec.stdout.resume();
    controller.abort();
    expect(await exec.exit).toEqual({ status: 0 });
  });
});
