import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { SharedLine } from '../../src/console/shared-line.ts';

let server: Server;
afterEach(() => server.close());

/** A machine's serial socket, and the ends of it that were opened. */
async function line() {
  const ends: Socket[] = [];
  const path = join(await mkdtemp(join(tmpdir(), 'labdeck-line-')), 'serial.sock');
  server = createServer((socket) => ends.push(socket)).listen(path);
  await once(server, 'listening');
  const shared = new SharedLine(async () => {
    const socket = createConnection(path);
    await Promise.all([once(socket, 'connect'), once(server, 'connection')]);
    return socket;
  });
  return { shared, ends };
}

const heard = async (person: Duplex): Promise<string> => String((await once(person, 'data'))[0]);

describe('a line with several people on it', () => {
  it('gives every byte to each, and what each types to the machine', async () => {
    const { shared, ends } = await line();
    const [ada, bob] = await Promise.all([shared.join(), shared.join()]);
    expect(ends).toHaveLength(1);
    const both = Promise.all([heard(ada), heard(bob)]);
    ends[0]?.write('login: ');
    expect(await both).toEqual(['login: ', 'login: ']);
    const typed = once(ends[0] as Duplex, 'data');
    bob.write('root\r');
    expect(String((await typed)[0])).toBe('root\r');
  });

  it('is let go with the last of them, and opened again for the next', async () => {
    const { shared, ends } = await line();
    const ada = await shared.join();
    const gone = once(ends[0] as Duplex, 'close');
    ada.destroy();
    await gone;
    expect(shared.people).toBe(0);
    await shared.join();
    expect(ends).toHaveLength(2);
  });

  it('ends for all when the machine hangs up', async () => {
    const { shared, ends } = await line();
    const ada = await shared.join();
    ada.resume();
    const ended = once(ada, 'end');
    ends[0]?.destroy();
    await ended;
    expect(ada.readableEnded).toBe(true);
  });
});
