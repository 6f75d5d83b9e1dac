import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type Server, type Socket, createServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const SCRIPT = join(import.meta.dirname, '../../assets/guest/channel.sh');

/** Descriptors that the script does not use itself. */
const PORT_FDS = [8, 9] as const;
const STDIO = [...Array.from({ length: 8 }, (_, fd) => (fd === 1 || fd === 2 ? 'inherit' : 'ignore')), 'pipe', 'pipe'] as ('inherit' | 'ignore' | 'pipe')[];

/** Polls a state that nothing announces. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, limitMs = 20_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`never came true: ${what}`);
    await pause(20);
  }
}

/** The host's end of one port, as QEMU's chardev is: a unix socket with one client at a time; output waits while there is none. */
class FakePort {
  readonly socket: string;
  readonly #server: Server;
  #client: Socket | undefined;
  #guest: Duplex | undefined;

  constructor(socket: string) {
    this.socket = socket;
    this.#server = createServer({ allowHalfOpen: false }, (client) => this.#attach(client)).listen(socket);
  }

  /** The guest opened the port. */
  plug(guest: Duplex): void {
    this.#guest = guest;
    guest.on('error', () => undefined);
    guest.pause();
    guest.on('data', (chunk: Buffer) => {
      const client = this.#client;
      if (client === undefined || client.write(chunk)) return;
      guest.pause();
      client.once('drain', () => guest.resume());
    });
    if (this.#client !== undefined) guest.resume();
    this.#client?.resume();
  }

  close(): void {
    this.#client?.destroy();
    this.#guest?.destroy();
    this.#server.close();
  }

  #attach(client: Socket): void {
    this.#client?.destroy();
    this.#client = client;
    client.on('error', () => undefined);
    client.on('close', () => {
      if (this.#client !== client) return;
      this.#client = undefined;
      this.#guest?.pause();
    });
    client.on('data', (chunk) => {
      const guest = this.#guest;
      if (guest === undefined || guest.destroyed || guest.write(chunk)) return;
      client.pause();
      guest.once('drain', () => client.resume());
    });
    this.#guest?.resume();
  }
}

export interface GuestPortsOptions {
  /** Where the sockets lie; default: in {@link GuestPorts.dir}. */
  readonly socket?: (port: number) => string;
  /** On top of this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Lanes with the real guest script on them. A shell that ends is started anew, unless it left for good, as systemd would. */
export class GuestPorts {
  readonly dir = mkdtempSync(join(tmpdir(), 'labdeck-ports-'));
  readonly sockets: readonly string[];
  readonly shells = new Map<number, ChildProcess>();
  readonly #ports: readonly FakePort[];
  readonly #env: Readonly<Record<string, string>>;
  #closed = false;

  constructor(lanes: number, { socket = (port) => join(this.dir, `channel.${port}`), env = {} }: GuestPortsOptions = {}) {
    this.#env = env;
    this.#ports = Array.from({ length: 2 * lanes }, (_, number) => new FakePort(socket(number)));
    this.sockets = this.#ports.map(({ socket }) => socket);
    for (let lane = 0; lane < lanes; lane += 1) this.startShell(lane);
  }

  startShell(lane: number): void {
    if (this.#closed) return;
    const env = { ...process.env, ...this.#env, LABDECK_CHANNELS: join(this.dir, 'run') };
    const fds = PORT_FDS.map((fd) => `/dev/fd/${fd}`);
    const shell = spawn('bash', [SCRIPT, ...fds, String(2 * lane)], { env, stdio: STDIO, detached: true });
    this.shells.set(lane, shell);
    PORT_FDS.forEach((fd, index) => this.#ports[2 * lane + index]?.plug((shell.stdio as readonly unknown[])[fd] as Duplex));
    shell.on('exit', (code) => {
      if (code !== 0) this.startShell(lane);
      else this.shells.delete(lane);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const shells = [...this.shells.values()];
    for (const { pid } of shells) if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    await Promise.all(shells.map(async (shell) => shell.exitCode !== null || shell.signalCode !== null || (await once(shell, 'exit'))));
    for (const port of this.#ports) port.close();
    rmSync(this.dir, { recursive: true });
  }
}
