import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { endOfValue } from '../../../src/parse/ovs/rpc.ts';
import { fdbText, transact } from './ovs.ts';
import type { Faults } from './tools.ts';
import type { World } from './world.ts';

interface Call {
  readonly id: unknown;
  readonly method: string;
  readonly params: readonly unknown[];
}

type Method = (world: World, params: readonly unknown[]) => unknown;

const DATABASE: Readonly<Record<string, Method>> = { echo: (_world, params) => params, transact };
const DAEMON: Readonly<Record<string, Method>> = { 'fdb/show': fdbText };

/** The sockets of ovsdb-server (RFC 7047) and ovs-vswitchd (ovs-appctl(8)): JSON-RPC 1.0 without any framing. The faults are those of `ovsdb-server`. */
export function serveSwitch(world: World, faults: Faults, dir: string): readonly Server[] {
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'ovs-vswitchd.pid'), '4242\n');
  return [rpc(join(dir, 'db.sock'), DATABASE, world, faults), rpc(join(dir, 'ovs-vswitchd.4242.ctl'), DAEMON, world, faults)];
}

function rpc(path: string, methods: Readonly<Record<string, Method>>, world: World, faults: Faults): Server {
  const answer = ({ id, method, params }: Call): string => {
    const known = methods[method];
    if (known === undefined) return JSON.stringify({ id, result: null, error: `"${method}" is not a valid command` });
    return JSON.stringify({ id, result: known(world, params), error: null });
  };
  return createServer((socket) => {
    let held = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      held += chunk.toString('utf8');
      for (let end = endOfValue(held); end !== undefined; end = endOfValue(held)) {
        const said = answer(JSON.parse(held.slice(0, end)) as Call);
        held = held.slice(end);
        const fault = faults.get('ovsdb-server');
        if (fault?.how === 'hangs') continue;
        if (fault?.how === 'dies') return void socket.destroy();
        if (fault?.how === 'slow') setTimeout(() => socket.destroyed || socket.write(said), fault.ms);
        else socket.write(fault?.how === 'garbage' ? '{"id":0,"result":[{"rows":"none"}],"error":null}' : said);
      }
    });
  }).listen(path);
}
