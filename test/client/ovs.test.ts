import { createServer, type Server, type Socket } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ovsHeld } from '../../src/client/ovs-session.ts';
import { Ovs } from '../../src/client/ovs.ts';
import { runnerOn } from '../../src/client/run.ts';
import { ExitError, LostError, UsageError } from '../../src/model/errors.ts';
import { LocalTransport } from '../../src/transport/local.ts';
import { recorded, RecordedOuter, type Said } from '../fakes/recorded-outer.ts';

function ovsThatSays(said: Said) {
  const outer = new RecordedOuter(() => said);
  const runner = runnerOn(outer);
  return { ovs: new Ovs({ read: runner, act: runner }), asked: outer.asked };
}

describe('the tools of Open vSwitch', () => {
  it('read the whole switch with one process', async () => {
    const { ovs, asked } = ovsThatSays({ stdout: recorded('ovs/transact.json') });
    expect((await ovs.bridges()).map(({ name }) => name)).toEqual(['ovsbr0']);
    expect(asked.map((argv) => argv.slice(0, 3))).toEqual([['ovsdb-client', '--timeout=25', 'transact']]);
  });

  it('say whose bridge an address was learnt on', async () => {
    expect(await ovsThatSays({ stdout: recorded('ovs/fdb.txt') }).ovs.fdbShow('ovsbr0')).toMatchObject([{ bridge: 'ovsbr0', mac: '2a:e2:ea:a0:a1:d8' }]);
  });

  it('refuse names that would be something else', async () => {
    const { ovs, asked } = ovsThatSays({});
    for (const name of ['', '-x', 'a b', 'a\nb', 'unix:/x', 'a/b']) await expect(ovs.dumpFlows(name)).rejects.toThrow(UsageError);
    expect(asked).toEqual([]);
  });

  it('tell a bridge that is not there from a switch that is not', async () => {
    await expect(ovsThatSays({ stderr: recorded('ovs/fdb-missing.txt.stderr'), status: 2 }).ovs.fdbShow('nosuch')).rejects.toThrow(ExitError);
    await expect(ovsThatSays({ stderr: recorded('ovs/no-db.txt.stderr'), status: 1 }).ovs.bridges()).rejects.toThrow(LostError);
  });
});

/** The two servers' own protocol, on real sockets: JSON-RPC 1.0, values one after the other. */
describe('connections that stay', () => {
  const local = new LocalTransport('outer');
  let dir: string;
  let servers: Server[];
  let sockets: Set<Socket>;
  let asked: { readonly method: string; readonly params: unknown }[];

  /** Answers come in two pieces, so that nobody relies on whole ones. */
  const serve = (path: string, answer: (method: string, params: readonly unknown[]) => unknown) =>
    new Promise<void>((listening) => {
      const server = createServer((socket) => {
        sockets.add(socket);
        socket.on('data', (chunk) => {
          const { id, method, params } = JSON.parse(chunk.toString('utf8')) as { id: number; method: string; params: unknown[] };
          asked.push({ method, params });
          const text = JSON.stringify({ id, ...(answer(method, params) as object) });
          socket.write(text.slice(0, 10), () => socket.write(text.slice(10)));
        });
      });
      servers.push(server.listen(path, listening));
    });

  beforeEach(async () => {
    [dir, servers, sockets, asked] = [mkdtempSync(join(tmpdir(), 'labdeck-ovs-')), [], new Set(), []];
    writeFileSync(join(dir, 'ovs-vswitchd.pid'), '4711\n');
    await serve(join(dir, 'db.sock'), () => ({ result: JSON.parse(recorded('ovs/transact.json')) as unknown, error: null }));
    await serve(join(dir, 'ovs-vswitchd.4711.ctl'), (_method, [bridge]) => (bridge === 'ovsbr0' ? { result: recorded('ovs/fdb.txt'), error: null } : { result: null, error: 'no such bridge\n' }));
  });

  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
    await local.close();
    rmSync(dir, { recursive: true });
  });

  const connect = () => {
    const session = ovsHeld(local, dir);
    const runner = runnerOn(local);
    return { session, ovs: new Ovs({ read: runner, act: runner, session }) };
  };

  it('read the same as the tools, again and again over one connection', async () => {
    const { session, ovs } = connect();
    const byTool = await ovsThatSays({ stdout: recorded('ovs/transact.json') }).ovs.bridges();
    for (let turn = 0; turn < 3; turn += 1) expect(await ovs.bridges()).toEqual(byTool);
    expect(await ovs.fdbShow('ovsbr0')).toMatchObject([{ bridge: 'ovsbr0', mac: '2a:e2:ea:a0:a1:d8' }]);
    expect(asked.map(({ method }) => method)).toEqual(['transact', 'transact', 'transact', 'fdb/show']);
    expect(sockets.size).toBe(2);
    session.close();
  });

  it('give what the server refuses as an error, and go on', async () => {
    const { session, ovs } = connect();
    await expect(ovs.fdbShow('nosuch')).rejects.toThrow(/no such bridge/);
    expect(await ovs.fdbShow('ovsbr0')).toHaveLength(1);
    session.close();
  });

  it('are made anew when a server was restarted', async () => {
    const { session, ovs } = connect();
    await ovs.bridges();
    for (const socket of sockets) socket.destroy();
    const again = async (): Promise<unknown> => ovs.bridges().catch((error: unknown) => (error instanceof LostError ? again() : Promise.reject(error as Error)));
    expect(await again()).toHaveLength(1);
    session.close();
  });

  it('say that a server is not there', async () => {
    const session = ovsHeld(local, join(dir, 'nowhere'));
    const runner = runnerOn(local);
    const ovs = new Ovs({ read: runner, act: runner, session });
    const error = await ovs.bridges().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ message: 'Open vSwitch does not answer', evidence: { detail: expect.stringContaining('No such file or directory') as string } });
    await expect(ovs.fdbShow('ovsbr0')).rejects.toThrow('Open vSwitch does not answer');
    session.close();
  });
});
