import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Progress } from '../../src/model/progress.ts';
import { runCommand } from '../../src/wire/command.ts';
import { stopKeeper } from '../../src/wire/keeper-control.ts';
import type { CommandRequest } from '../../src/wire/protocol.ts';
import { makeSandbox, type Sandbox, UID } from './sandbox.ts';
import { until } from './until.ts';

function sandbox(): Sandbox {
  const made = makeSandbox();
  onTestFinished(made.end);
  return made;
}

const ask = (id: string, args: Record<string, unknown> = {}, more: Partial<CommandRequest> = {}): CommandRequest => ({ id, args, dryRun: false, token: `token-${id}`, ...more });
const text = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

describe('a command', () => {
  it('is answered, with progress on the way, and knows who asked', async () => {
    const { connect } = sandbox();
    const link = await connect();
    const steps: Progress[] = [];
    const options = { mutates: true, progress: (progress: Progress) => steps.push(progress), reconnect: connect };
    expect(await runCommand(link, { id: 'do.progress', args: {}, dryRun: false }, options)).toEqual({ ok: true, result: 'both' });
    expect(steps.map(({ step }) => step)).toEqual(['one', 'two']);
    expect(await link.request('command/run', ask('do.by'))).toEqual({ ok: true, result: `ada on /dev/pts/3 (pid ${process.pid})` });
  });

  it('that fails comes back as plain data', async () => {
    const link = await sandbox().connect();
    expect(await link.request('command/run', ask('do.nonsense'))).toMatchObject({ ok: false, failure: { kind: 'usage', what: 'no verb do.nonsense' } });
    await expect(link.request('command/run', ask('do.by', {}, { token: '../../etc/passwd' }))).rejects.toMatchObject({ kind: 'usage' });
  });

  it('is run once for a token, however often it is asked for, also at the same time', async () => {
    const { connect, dir } = sandbox();
    const link = await connect();
    const file = join(dir, 'count');
    const answers = await Promise.all([1, 2, 3].map(() => link.request('command/run', ask('do.count', { file }))));
    answers.push(await link.request('command/run', ask('do.count', { file })));
    expect(answers).toEqual(Array.from({ length: 4 }, () => ({ ok: true, result: null })));
    expect(text(file)).toBe('ran\n');
  });

  it('is cancelled when the operator takes it back, and says so', async () => {
    const { connect, dir } = sandbox();
    const link = await connect();
    const cancel = new AbortController();
    const begun = join(dir, 'begun');
    const answer = link.request('command/run', ask('do.wait', { begun, until: join(dir, 'never') }), cancel.signal);
    await until(() => text(begun) === 'begun\n');
    cancel.abort();
    expect(await answer).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
    expect(text(begun)).toBe('begun\ncancelled\n');
  });

  it('is cancelled when its front end goes away, unless it is one that outlives it', async () => {
    const { connect, dir } = sandbox();
    const [leaving, staying] = [await connect(), await connect()];
    const [begun, survived, done] = ['begun', 'survived', 'done'].map((name) => join(dir, name)) as [string, string, string];
    const lost = [ask('do.wait', { begun, until: done }), ask('do.survive', { begun: survived, until: done })].map((request) => leaving.request('command/run', request));
    await until(() => text(begun) === 'begun\n' && text(survived) === 'begun\n');
    leaving.close();
    for (const each of lost) await expect(each).rejects.toMatchObject({ kind: 'lost' });
    await until(() => text(begun) === 'begun\ncancelled\n');
    expect(await staying.request('command/outcome', { token: 'token-do.survive' })).toEqual({ state: 'running' });
    writeFileSync(done, '');
    expect(await staying.request('command/run', ask('do.survive'))).toEqual({ ok: true, result: 'seen' });
    expect(text(survived)).toBe('begun\n');
  });

  it('whose keeper dies over it is reported as unknown and never run again', async () => {
    const { connect, dir } = sandbox();
    const file = join(dir, 'count');
    const lost = runCommand(await connect(), { id: 'do.die', args: { file }, dryRun: false }, { mutates: true, reconnect: connect });
    await expect(lost).rejects.toMatchObject({ kind: 'lost', message: 'the keeper died while do.die ran: how far it came is not known' });
    expect(text(file)).toBe('ran\n');
    const journal = join(dir, '.local/state/labdeck/labs/test/journal');
    const token = readdirSync(journal)[0]?.replace('.json', '') ?? '';
    const again = await (await connect()).request('command/run', ask('do.die', { file }, { token }));
    expect(again).toMatchObject({ ok: false, failure: { kind: 'lost', what: expect.stringContaining('how far it came is not known') as string } });
    expect(text(file)).toBe('ran\n');
  });

  it('that was done before its keeper died is told by the next one', async () => {
    const { connect, dir } = sandbox();
    const link = await connect();
    await link.request('command/run', ask('do.count', { file: join(dir, 'count') }));
    process.kill(link.welcome.keeperPid, 'SIGKILL');
    await link.closed;
    const next = await connect();
    expect(await next.request('command/outcome', { token: 'token-do.count' })).toEqual({ state: 'answered', answer: { ok: true, result: null } });
  });

  it('that only looks leaves nothing on disk, and is simply lost with its keeper', async () => {
    const { connect, dir } = sandbox();
    const link = await connect();
    await link.request('command/run', ask('look.echo', { a: 1 }));
    await link.request('command/run', ask('do.by', {}, { dryRun: true }));
    expect(readdirSync(join(dir, '.local/state/labdeck/labs/test/journal'))).toEqual([]);
  });

  it('keeps an operator from stopping the keeper by accident, and is cancelled by force', async () => {
    const { connect, dir, paths } = sandbox();
    const link = await connect();
    const begun = join(dir, 'begun');
    const answer = link.request('command/run', ask('do.survive', { begun, until: join(dir, 'never') }));
    await until(() => text(begun) === 'begun\n');
    await expect(stopKeeper(paths(), UID, { force: false })).rejects.toMatchObject({ kind: 'refused', message: `the keeper is busy: do.survive, for ada on /dev/pts/3 (pid ${process.pid})` });
    expect(await stopKeeper(paths(), UID, { force: true })).toBe('stopped');
    expect(await answer).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
  });

  it('moves ten megabytes in one piece', async () => {
    const link = await sandbox().connect();
    const answer = await link.request('command/run', ask('look.big', { bytes: 10_000_000 }));
    expect(answer.ok && (answer.result as string).length).toBe(10_000_000);
    const rows = await link.request('window/rows', { source: 'log:test', from: 0, height: 50_000, width: 200 });
    expect(rows.rows).toHaveLength(50_000);
    expect(new Set(rows.rows.map((row) => row.length))).toEqual(new Set([200]));
  });
});

describe('a front end', () => {
  it('that is killed leaves the keeper and its own commands behind, cancelled', async () => {
    const { connect, options, dir } = sandbox();
    const link = await connect();
    const begun = join(dir, 'begun');
    const code = `
      import { connectOrStart } from ${JSON.stringify(join(import.meta.dirname, '../../src/wire/connect.ts'))};
      const link = await connectOrStart(${JSON.stringify(options())});
      await link.request('command/run', ${JSON.stringify(ask('do.wait', { begun, until: join(dir, 'never') }))});`;
    const front = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' });
    await until(() => text(begun) === 'begun\n');
    front.kill('SIGKILL');
    await until(() => text(begun) === 'begun\ncancelled\n');
    expect(await link.request('command/run', ask('look.echo'))).toMatchObject({ ok: true });
  });
});
