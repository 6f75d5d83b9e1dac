import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectIfRunning, connectOrStart } from '../../src/wire/connect.ts';
import { keeperStatus, stopKeeper } from '../../src/wire/keeper-control.ts';
import { makeSandbox, type Sandbox, UID } from './sandbox.ts';
import { until } from './until.ts';

function sandbox(): Sandbox {
  const made = makeSandbox();
  onTestFinished(made.end);
  return made;
}

const of = (version: string, build = 'b') => ({ hello: { version, build }, env: { TEST_VERSION: version, TEST_BUILD: build } });
const work = (dir: string) => ({ id: 'do.survive', args: { begun: join(dir, 'begun'), until: join(dir, 'done') }, dryRun: false, token: 'token-work' });

describe('a keeper of another labdeck', () => {
  it('makes room when it is older, and the others are told why', async () => {
    const { connect } = sandbox();
    const old = await connect(of('1.9.0'));
    const next = await connect(of('1.10.0'));
    expect(next.welcome.keeperVersion).toBe('1.10.0');
    expect(next.welcome.keeperPid).not.toBe(old.welcome.keeperPid);
    expect(await old.closed).toBe('replaced by labdeck 1.10.0 (b)');
  });

  it('leaves its command log to the next one, asked to go or killed', async () => {
    const { connect } = sandbox();
    const act = (token: string) => ({ id: 'do.act', args: {}, dryRun: false, token });
    const old = await connect(of('1.0.0'));
    await old.request('command/run', act('token-one'));
    const next = await connect(of('1.1.0'));
    await next.request('command/run', act('token-two'));
    process.kill(next.welcome.keeperPid, 'SIGKILL');
    await next.closed;
    const answer = await (await connect(of('1.1.0'))).request('store/follow', {});
    expect('state' in answer && answer.state.acts.map(({ command }) => command)).toEqual(['do.act', 'do.act']);
  });

  it('makes room for another build of the same version', async () => {
    const { connect } = sandbox();
    const old = await connect(of('1.0.0', 'one'));
    const next = await connect(of('1.0.0', 'two'));
    expect(next.welcome.build).toBe('two');
    expect(await old.closed).toBe('replaced by labdeck 1.0.0 (two)');
  });

  it('stays when it is newer, and the old front end is told', async () => {
    const { connect, paths } = sandbox();
    const { welcome } = await connect(of('2.0.0'));
    await expect(connect(of('1.0.0'))).rejects.toMatchObject({ kind: 'refused', message: 'the keeper is labdeck 2.0.0, newer than this 1.0.0' });
    expect((await keeperStatus(paths(), UID))?.pid).toBe(welcome.keeperPid);
  });

  it('is waited for while something runs in it, and then replaced', async () => {
    const { connect, options, dir } = sandbox();
    const old = await connect(of('1.0.0'));
    const answer = old.request('command/run', work(dir));
    await until(() => existsSync(join(dir, 'begun')));
    const says: string[] = [];
    const waiting = connectOrStart({ ...options(of('1.1.0')), says: (line) => says.push(line) });
    await until(() => says.length === 1);
    expect(says[0]).toBe(`a keeper of another labdeck (1.0.0) finishes first: do.survive, for ada on /dev/pts/3 (pid ${process.pid})`);
    writeFileSync(join(dir, 'done'), '');
    expect(await answer).toEqual({ ok: true, result: 'seen' });
    const next = await waiting;
    expect(next.welcome.keeperVersion).toBe('1.1.0');
    expect(await next.request('command/outcome', { token: 'token-work' })).toEqual({ state: 'answered', answer: { ok: true, result: 'seen' } });
    next.close();
  });

  it('says who blocks it when the wait is over', async () => {
    const { connect, dir } = sandbox();
    const old = await connect(of('1.0.0'));
    const answer = old.request('command/run', work(dir));
    await until(() => existsSync(join(dir, 'begun')));
    await expect(connect({ ...of('1.1.0'), limitMs: 2500 })).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('busy: do.survive, for ada') as string });
    writeFileSync(join(dir, 'done'), '');
    expect((await answer).ok).toBe(true);
  });

  it('stays for those who only look', async () => {
    const { connect, options, paths } = sandbox();
    const { welcome } = await connect(of('1.0.0'));
    expect(await connectIfRunning(options(of('1.1.0')))).toBeUndefined();
    expect((await keeperStatus(paths(), UID))?.pid).toBe(welcome.keeperPid);
  });

  it('stays where the files of a labdeck that runs were replaced: it is told, again and again, and replaces nothing', async () => {
    const { connect, options, paths } = sandbox();
    const { hello } = options(of('1.0.0', 'old'));
    const replaced = { ...options(of('1.0.0', 'new')), hello };
    await expect(connectOrStart(replaced)).rejects.toMatchObject({ kind: 'refused', message: 'another build of labdeck (1.0.0) keeps this lab now' });
    const pid = (await keeperStatus(paths(), UID))?.pid;
    expect(pid).toBeGreaterThan(0);
    await expect(connectOrStart({ ...replaced, hello: { ...hello, onlyLooks: true } })).rejects.toMatchObject({ kind: 'refused' });
    expect((await keeperStatus(paths(), UID))?.pid).toBe(pid);
    (await connect(of('1.0.0', 'new'))).close();
  });

  it('answers status and stop to any version', async () => {
    const { connect, paths } = sandbox();
    const old = await connect(of('9.9.9', 'other'));
    expect(await keeperStatus(paths(), UID)).toMatchObject({ version: '9.9.9', build: 'other' });
    expect(await stopKeeper(paths(), UID, { force: false })).toBe('stopped');
    expect(await old.closed).toBe('stopped by an operator');
  });

  it('refuses the front end of another lab', async () => {
    const { connect } = sandbox();
    await connect();
    await expect(connect({ hello: { lab: 'other' } })).rejects.toMatchObject({ kind: 'usage', message: 'this is the keeper of test, not of other' });
  });
});
