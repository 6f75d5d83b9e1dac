import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync, copyFileSync, readFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import type { SshTarget } from '../../../src/transport/ssh/target.ts';
import { until } from '../guest-ports.ts';

const SSHD = '/usr/sbin/sshd';
export const hasSshd = existsSync(SSHD);

/** A real sshd on a loopback port, with keys of its own. */
export interface RealSshd {
  readonly dir: string;
  readonly target: SshTarget;
  /** Makes the host another one: new host key, same port. */
  readonly rekey: () => Promise<void>;
  /** Cuts every connection without a word. */
  readonly cut: () => void;
  readonly stop: () => Promise<void>;
}

export async function startSshd(): Promise<RealSshd> {
  const dir = mkdtempSync(join(tmpdir(), 'labdeck-sshd-'));
  const port = await freePort();
  for (const key of ['host', 'client']) keygen(join(dir, key));
  copyFileSync(join(dir, 'client.pub'), join(dir, 'authorized_keys'));
  // sshd started by root wants it, wherever it listens.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const words = { ListenAddress: `127.0.0.1:${port}`, HostKey: join(dir, 'host'), AuthorizedKeysFile: join(dir, 'authorized_keys'), PidFile: 'none', StrictModes: 'no', UsePAM: 'no', MaxSessions: '10', PermitRootLogin: 'yes', PasswordAuthentication: 'no' };
  writeFileSync(join(dir, 'config'), Object.entries(words).map(([key, value]) => `${key} ${value}\n`).join(''));
  let daemon = await run(dir, port);
  const target = { host: '127.0.0.1', port, user: userInfo().username, keyFiles: [join(dir, 'client')], knownHosts: join(dir, 'known_hosts') };
  const stop = async (): Promise<void> => {
    for (const pid of childrenOf(daemon.pid ?? 0)) process.kill(pid, 'SIGKILL');
    daemon.kill('SIGKILL');
    await once(daemon, 'exit');
  };
  return {
    dir, target,
    rekey: async () => {
      await stop();
      for (const file of ['host', 'host.pub']) rmSync(join(dir, file));
      keygen(join(dir, 'host'));
      daemon = await run(dir, port);
    },
    cut: () => {
      for (const pid of childrenOf(daemon.pid ?? 0)) process.kill(pid, 'SIGKILL');
    },
    stop: async () => {
      await stop();
      // A session that is just ending may still write into its home.
      rmSync(dir, { recursive: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

function keygen(file: string): void {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
  chmodSync(file, 0o600);
}

async function run(dir: string, port: number): Promise<ChildProcess> {
  const daemon = spawn(SSHD, ['-D', '-e', '-f', join(dir, 'config')], { stdio: 'ignore' });
  await until('sshd listens', () => answers(port));
  return daemon;
}

function answers(port: number): Promise<boolean> {
  const socket = createConnection(port, '127.0.0.1');
  return new Promise((resolve) => {
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter((each) => each !== '').map(Number);
}
