import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'node:net';

export const hasQemu = spawnSync('qemu-system-x86_64', ['--version']).status === 0;

export interface PausedQemu {
  readonly dir: string;
  readonly qmp: string;
  readonly hmp: string;
  readonly pid: number;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly gone: Promise<unknown>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * A real QEMU with no guest in it, stopped at its first instruction: up in a tenth of a second, with a QMP and a human monitor and a qcow2 disk, so that
 * snapshots work.
 */
export async function pausedQemu(more: readonly string[] = [], { disk = true, machine = 'pc' } = {}): Promise<PausedQemu> {
  const dir = mkdtempSync(join(tmpdir(), 'labdeck-qemu-'));
  const [qmp, hmp] = [join(dir, 'qmp.sock'), join(dir, 'hmp.sock')];
  if (disk) execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', join(dir, 'disk.qcow2'), '16M']);
  const drive = disk ? ['-drive', `file=${join(dir, 'disk.qcow2')},if=virtio,id=root`] : [];
  const argv = ['-S', '-M', machine, '-m', '16', '-nodefaults', '-display', 'none', ...drive, ...more];
  const monitors = ['-qmp', `unix:${qmp},server=on,wait=off`, '-monitor', `unix:${hmp},server=on,wait=off`];
  const child = spawn('qemu-system-x86_64', [...argv, ...monitors], { stdio: ['ignore', 'ignore', 'inherit'] });
  const exited = once(child, 'exit');
  await listening(hmp, () => child.exitCode !== null);
  return {
    dir,
    qmp,
    hmp,
    pid: child.pid ?? 0,
    gone: exited,
    kill: (signal) => child.kill(signal),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The human monitor's socket is the last one QEMU makes. Looking at it takes its one place for a moment, so it is closed before going on. */
async function listening(path: string, ended: () => boolean): Promise<void> {
  for (;;) {
    if (ended()) throw new Error('qemu-system-x86_64 ended before its monitor was there');
    const socket = createConnection({ path });
    const answered = await Promise.race([once(socket, 'data').then(() => true), once(socket, 'error').then(() => false)]).catch(() => false);
    socket.destroy();
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
