import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keeperStatus } from '../../src/wire/keeper-control.ts';
import { openRemoteExec } from '../../src/wire/remote-exec.ts';
import { makeSandbox, type Sandbox, UID } from './sandbox.ts';
import { until } from './until.ts';

function sandbox(): Sandbox {
  const made = makeSandbox();
  onTestFinished(made.end);
  return made;
}

const alive = (pid: number): boolean => existsSync(`/proc/${pid}`);
const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('a process behind the keeper', () => {
  it('gives its output, its stderr apart, and its exact status', async () => {
    const link = await sandbox().connect();
    const exec = await openRemoteExec(link, { target: 'host', argv: ['sh', '-c', 'printf out; printf err >&2; exit 7'] });
    expect(await Promise.all([text(exec.stdout), text(exec.stderr), exec.exit])).toEqual(['out', 'err', { status: 7 }]);
  });

  it('takes input until its end, byte for byte, while it still speaks', async () => {
    const link = await sandbox().connect();
    const exec = await openRemoteExec(link, { target: 'host', argv: ['sh', '-c', 'cat; printf done'] });
    exec.stderr.resume();
    const bytes = Buffer.from(Array.from({ length: 3_000_000 }, (_, at) => (at * 7919) % 256));
    exec.stdin.end(bytes);
    const [out, { status }] = await Promise.all([buffer(exec.stdout), exec.exit]);
    expect([status, out.length, out.subarray(-4).toString()]).toEqual([0, bytes.length + 4, 'done']);
    expect(sha(out.subarray(0, -4))).toBe(sha(bytes));
  });

  it('waits for a slow reader: what nobody takes is not produced', async () => {
    const { connect, dir } = sandbox();
    const link = await connect();
    const progress = join(dir, 'progress');
    const code = `const fs = require('fs'); const block = Buffer.alloc(65536); for (let n = 1; n <= 800; n++) { fs.writeSync(1, block); fs.writeFileSync(${JSON.stringify(progress)}, String(n)); }`;
    const exec = await openRemoteExec(link, { target: 'host', argv: [process.execPath, '-e', code] });
    exec.stderr.resume();
    const written = (): number => (existsSync(progress) ? Number(readFileSync(progress, 'utf8')) : 0);
    await standsStill(written);
    expect(written()).toBeGreaterThan(0);
    expect(written()).toBeLessThan(400);
    const keeper = readFileSync(`/proc/${link.welcome.keeperPid}/status`, 'utf8');
    expect(Number(/VmRSS:\s+(\d+)/.exec(keeper)?.[1])).toBeLessThan(400_000);
    const [out] = await Promise.all([buffer(exec.stdout), exec.exit]);
    expect(out.length).toBe(800 * 65536);
  });

  it('that closes its input early is no error', async () => {
    const link = await sandbox().connect();
    const exec = await openRemoteExec(link, { target: 'host', argv: ['sh', '-c', 'exec <&-; printf closed; exit 3'] });
    exec.stderr.resume();
    for (let count = 0; count < 50; count++) exec.stdin.write(Buffer.alloc(65536));
    expect(await Promise.all([text(exec.stdout), exec.exit])).toEqual(['closed', { status: 3 }]);
    exec.stdin.end();
    await once(exec.stdin, 'finish');
  });

  it('ends by a signal with the status a shell would report, and by cancellation with an error', async () => {
    const link = await sandbox().connect();
    const exec = await openRemoteExec(link, { target: 'host', argv: ['sleep', '1000'] });
    exec.stdout.resume();
    exec.stderr.resume();
    exec.kill('SIGTERM');
    expect(await exec.exit).toEqual({ status: 143 });
    const cancel = new AbortController();
    const second = await openRemoteExec(link, { target: 'host', argv: ['sleep', '1000'] }, cancel.signal);
    second.stdout.resume();
    second.stderr.resume();
    cancel.abort();
    expect(await second.exit).toEqual({ status: 137 });
  });

  it('dies with its front end, and blocks a stop while it runs', async () => {
    const { connect, paths } = sandbox();
    const [leaving, staying] = [await connect(), await connect()];
    const exec = await openRemoteExec(leaving, { target: 'host', argv: ['sh', '-c', 'echo $$; exec sleep 1000'] });
    exec.stderr.resume();
    const [first] = (await once(exec.stdout, 'data')) as [Buffer];
    const pid = Number(first.toString());
    expect(alive(pid)).toBe(true);
    expect((await keeperStatus(paths(), UID))?.running).toEqual([`sh on host, for ada on /dev/pts/3 (pid ${process.pid})`]);
    leaving.close();
    await expect(exec.exit).rejects.toMatchObject({ kind: 'lost' });
    await until(() => !alive(pid));
    await expect(staying.request('stream/kill', { process: 1, signal: 'SIGKILL' })).rejects.toMatchObject({ kind: 'usage' });
  });

  it('whose reader hangs up is ended', async () => {
    const link = await sandbox().connect();
    const exec = await openRemoteExec(link, { target: 'host', argv: ['sh', '-c', 'yes'] });
    exec.stderr.resume();
    await once(exec.stdout, 'data');
    exec.stdout.destroy();
    await expect(exec.exit).rejects.toMatchObject({ kind: 'cancelled' });
  });

  it('that cannot be started, or has no machine, says so', async () => {
    const link = await sandbox().connect();
    await expect(openRemoteExec(link, { target: 'mars', argv: ['true'] })).rejects.toMatchObject({ kind: 'usage', message: 'no machine mars' });
    const exec = await openRemoteExec(link, { target: 'host', argv: ['/no/such/program'] });
    exec.stdout.resume();
    exec.stderr.resume();
    await expect(exec.exit).rejects.toMatchObject({ kind: 'lost', message: 'cannot start' });
  });

  it('is lost with its keeper', async () => {
    const link = await sandbox().connect();
    const exec = await openRemoteExec(link, { target: 'host', argv: ['sh', '-c', 'echo on; exec cat'] });
    exec.stderr.resume();
    await once(exec.stdout, 'data');
    process.kill(link.welcome.keeperPid, 'SIGKILL');
    await expect(exec.exit).rejects.toMatchObject({ kind: 'lost' });
  });
});

/** Resolves when the value was the same three looks in a row, and not the first one. */
async function standsStill(value: () => number): Promise<void> {
  let [last, same] = [-1, 0];
  await until(() => {
    const now = value();
    same = now === last && now > 0 ? same + 1 : 0;
    last = now;
    return same > 30;
  });
}
