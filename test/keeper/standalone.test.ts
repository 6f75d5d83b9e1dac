import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStandalone } from '../../src/keeper/standalone.ts';
import { keeperStatus } from '../../src/wire/keeper-control.ts';
import { IDENTITY } from '../../src/wire/identity.ts';
import { openRemoteExec } from '../../src/wire/remote-exec.ts';
import { createReplica } from '../../src/store/replica.ts';
import { follow } from '../../src/wire/follow.ts';
import { EMPTY } from '../store/empty.ts';
import { composeFake } from './fake-lab.ts';
import { makeSandbox, UID } from './sandbox.ts';

const hello = { ...IDENTITY, lab: 'test', pid: process.pid, user: 'ada', tty: '' };
const which = (env: Record<string, string>) => ({ lab: 'test', file: 'fake.yaml', env, uid: UID, compose: composeFake });

function home(): Record<string, string> {
  const dir = mkdtempSync(join(tmpdir(), 'labdeck-s-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return { HOME: dir, XDG_RUNTIME_DIR: join(dir, 'run') };
}

describe('standalone', () => {
  it('does in one process what two do: commands, store, streams', async () => {
    const env = home();
    const link = await openStandalone(which(env), hello);
    expect(await link.request('command/run', { id: 'do.by', args: {}, dryRun: false, token: 'token-by' })).toEqual({ ok: true, result: `ada (pid ${process.pid})` });
    const replica = createReplica(EMPTY);
    await follow(link, replica);
    expect(replica.get().keeper.frontEnds).toHaveLength(1);
    const exec = await openRemoteExec(link, { target: 'host', argv: ['sh', '-c', 'cat; echo err >&2; exit 4'] });
    exec.stdin.end('through pipes in memory');
    expect(await Promise.all([text(exec.stdout), text(exec.stderr), exec.exit])).toEqual(['through pipes in memory', 'err\n', { status: 4 }]);
    link.close();
    await link.closed;
    expect(readFileSync(join(env['HOME'] ?? '', '.local/state/labdeck/labs/test/keeper.log'), 'utf8')).toMatch(/lab closed\n.* ended\n$/);
  });

  it('owns the lab for as long as it lasts, and lets go of it', async () => {
    const env = home();
    const first = await openStandalone(which(env), hello);
    const second = openStandalone(which(env), hello);
    first.close();
    const link = await second;
    link.close();
    await link.closed;
  });

  it('leaves nothing behind that would keep its process', async () => {
    const room = (file: string): string => JSON.stringify(join(import.meta.dirname, file));
    const code = `
      import { openStandalone } from ${room('../../src/keeper/standalone.ts')};
      import { composeFake } from ${room('fake-lab.ts')};
      const which = { lab: 'test', file: 'fake.yaml', env: ${JSON.stringify(home())}, uid: ${UID}, compose: composeFake };
      const link = await openStandalone(which, ${JSON.stringify(hello)});
      link.close();
      await link.closed;`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' });
    onTestFinished(() => void child.kill('SIGKILL'));
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('is refused beside a keeper of its own process', async () => {
    const sandbox = makeSandbox();
    onTestFinished(sandbox.end);
    await sandbox.connect();
    await expect(openStandalone(which(sandbox.env), hello)).rejects.toMatchObject({ kind: 'refused', message: 'the lab test has a keeper already' });
    expect((await keeperStatus(sandbox.paths(), UID))?.frontEnds).toHaveLength(1);
  });
});
