import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A unix socket server for the faults that a real QEMU never shows. */
export async function fakeServer(onClient: (socket: Socket) => void) {
  const dir = mkdtempSync(join(tmpdir(), 'labdeck-fake-'));
  const path = join(dir, 'monitor.sock');
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onClient(socket);
  });
  server.listen(path);
  await once(server, 'listening');
  return {
    path,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export const GREETING = '{"QMP": {"version": {"qemu": {"micro": 1, "minor": 2, "major": 9}, "package": ""}, "capabilities": ["oob"]}}\r\n';

export interface FakeCommand {
  readonly execute: string;
  readonly id: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
}

/** Speaks QMP: greets, accepts the negotiation, and leaves every other command to `answer`. */
export function fakeQmp(answer: (command: FakeCommand, send: (message: unknown) => void, socket: Socket) => void) {
  return fakeServer((socket) => {
    const send = (message: unknown): void => void socket.write(typeof message === 'string' ? message : `${JSON.stringify(message)}\r\n`);
    let held = '';
    socket.write(GREETING);
    socket.on('data', (chunk: Buffer) => {
      const lines = (held + chunk.toString()).split('\n');
      held = lines.pop() ?? '';
      for (const command of lines.map((line) => JSON.parse(line) as FakeCommand)) {
        if (command.execute === 'qmp_capabilities') send({ return: {}, id: command.id });
        else answer(command, send, socket);
      }
    });
  });
}
