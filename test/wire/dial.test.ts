import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RefusedError } from '../../src/model/errors.ts';
import { dialSocket } from '../../src/wire/dial.ts';

const UID = process.getuid?.() ?? 0;

function place(): { readonly dir: string; readonly path: string } {
  const home = mkdtempSync(join(tmpdir(), 'labdeck-d-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const dir = join(home, 'run');
  mkdirSync(dir, { mode: 0o700 });
  return { dir, path: join(dir, 'keeper.sock') };
}

async function serve(path: string, mode = 0o600): Promise<void> {
  const server = createServer((socket) => socket.end());
  server.listen(path);
  await once(server, 'listening');
  chmodSync(path, mode);
  onTestFinished(() => void server.close());
}

describe('dialSocket', () => {
  it('connects to a socket of this user alone', async () => {
    const { path } = place();
    await serve(path);
    const duplex = await dialSocket(path, UID);
    expect(duplex).toBeDefined();
    duplex?.destroy();
  });

  it('finds nobody where there is no directory, no socket, or a dead keeper', async () => {
    const { dir, path } = place();
    expect(await dialSocket(join(dir, 'no/such/keeper.sock'), UID)).toBeUndefined();
    expect(await dialSocket(path, UID)).toBeUndefined();
    const dead = join(dir, 'dead.sock');
    const dies = "const [path] = process.argv.slice(1); process.umask(0o177); require('net').createServer().listen(path, () => process.kill(process.pid, 'SIGKILL'))";
    expect(spawnSync(process.execPath, ['-e', dies, dead]).signal).toBe('SIGKILL');
    expect(statSync(dead).isSocket()).toBe(true);
    expect(await dialSocket(dead, UID)).toBeUndefined();
  }, 20_000);

  it('refuses a directory that others can enter, and says the command that mends it', async () => {
    const { dir, path } = place();
    await serve(path);
    chmodSync(dir, 0o755);
    await expect(dialSocket(path, UID)).rejects.toMatchObject({ kind: 'refused', message: `${dir} has mode 0755, not 0700: it would not be private`, evidence: { next: `chmod 0700 ${dir}` } });
  });

  it('refuses a socket that others may use, and what is no socket', async () => {
    const { dir, path } = place();
    await serve(path, 0o660);
    await expect(dialSocket(path, UID)).rejects.toThrow(/mode 0660$/);
    writeFileSync(join(dir, 'file'), '', { mode: 0o600 });
    await expect(dialSocket(join(dir, 'file'), UID)).rejects.toThrow(RefusedError);
  });

  it('refuses the directory of another uid', async () => {
    const { path, dir } = place();
    await serve(path);
    await expect(dialSocket(path, UID + 1)).rejects.toThrow(`belongs to uid ${UID}, not to uid ${UID + 1}`);
    if (UID !== 0) return;
    chownSync(path, 4242, 4242);
    await expect(dialSocket(path, UID)).rejects.toThrow(`${dir}/keeper.sock is not a socket of uid 0 alone: uid 4242`);
  });
});
