import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LocalTransport } from '../../src/transport/local.ts';
import { run } from '../../src/transport/run.ts';
import { contract } from './contract.ts';
import { until } from './guest-ports.ts';

let dir: string;
let local: LocalTransport;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'labdeck-local-'));
  local = new LocalTransport();
});
afterEach(async () => {
  await local.close();
  rmSync(dir, { recursive: true });
});

contract(() => local, { missing: 'error' });

describe('processes of this machine', () => {
  it('says when the directory is not there', async () => {
    await expect(run(local, { argv: ['true'], cwd: join(dir, 'none') })).rejects.toMatchObject({ kind: 'unsupported', message: expect.stringContaining(join(dir, 'none')) });
  });

  it('says when a program cannot be run', async () => {
    await expect(run(local, { argv: [dir] })).rejects.toMatchObject({ kind: 'lost', evidence: { argv: [dir], detail: expect.stringContaining('EACCES') } });
  });

  it('kills what still runs when it is closed', async () => {
    const pids = join(dir, 'pids');
    const running = run(local, { argv: ['sh', '-c', `sleep 1000 & echo $! >${pids}; wait`] });
    await until('it runs', () => existsSync(pids) && readFileSync(pids, 'utf8').endsWith('\n'));
    await local.close();
    expect(await running).toMatchObject({ status: 137, signal: 'SIGKILL' });
    const pid = Number(readFileSync(pids, 'utf8'));
    await until('its child is gone', () => !existsSync(`/proc/${pid}`) || /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')));
  });

  it('tells a signal from a status', async () => {
    expect(await run(local, { argv: ['sh', '-c', 'kill -HUP $$'] })).toMatchObject({ status: 129, signal: 'SIGHUP' });
    expect((await run(local, { argv: ['sh', '-c', 'exit 129'] })).signal).toBeUndefined();
  });
});
