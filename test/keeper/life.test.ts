import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
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

const alive = (pid: number): boolean => existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');

describe('a keeper', () => {
  it('is started on demand, welcomes, says what it is, and goes when it is asked to', async () => {
    const { connect, paths, lab } = sandbox();
    expect(await keeperStatus(paths(), UID)).toBeUndefined();
    const link = await connect();
    const status = await keeperStatus(paths(), UID);
    expect(status).toMatchObject({ lab, pid: link.welcome.keeperPid, version: link.welcome.keeperVersion, running: [] });
    expect(status?.frontEnds).toMatchObject([{ user: 'ada', tty: '/dev/pts/3', pid: process.pid }]);
    expect(await stopKeeper(paths(), UID, { force: false })).toBe('stopped');
    expect(await link.closed).toBe('stopped by an operator');
    expect(await keeperStatus(paths(), UID)).toBeUndefined();
    expect(await stopKeeper(paths(), UID, { force: false })).toBe('none');
  });

  it('is one, however many front ends start it at once', async () => {
    const { options, dir } = sandbox();
    const script = join(import.meta.dirname, 'front-end.ts');
    const plain = JSON.stringify({ ...options() });
    const fronts = Array.from({ length: 20 }, () => spawn(process.execPath, [script, plain], { stdio: ['ignore', 'pipe', 'inherit'] }));
    const said = await Promise.all(fronts.map(async ({ stdout }) => (await stdout.toArray()).join('')));
    expect(said).toHaveLength(20);
    expect(new Set(said).size).toBe(1);
    expect(Number(said[0])).toBeGreaterThan(1);
    const log = readFileSync(join(dir, '.local/state/labdeck/labs/test/keeper.log'), 'utf8');
    expect(log.match(/keeper of test:/g)).toHaveLength(1);
  }, 60_000);

  it('is one even when twenty are started without asking each other', async () => {
    const { options, connect, log } = sandbox();
    const { program } = options();
    const starts = Array.from({ length: 20 }, () => once(spawn(program.execPath, program.argv, { env: program.env as NodeJS.ProcessEnv, stdio: 'ignore', detached: true }), 'spawn'));
    await Promise.all(starts);
    const { welcome } = await connect();
    expect(alive(welcome.keeperPid)).toBe(true);
    expect(log().match(/keeper of test:/g)).toHaveLength(1);
  }, 60_000);

  it('is the same for a login with another XDG_RUNTIME_DIR, or none', async () => {
    const { connect, options, env, dir } = sandbox();
    const { welcome } = await connect();
    for (const other of [{ ...env, XDG_RUNTIME_DIR: join(dir, 'other') }, { HOME: dir }]) {
      const link = await connectOrStart({ ...options(), env: other });
      expect(link.welcome.keeperPid).toBe(welcome.keeperPid);
      link.close();
    }
  });

  it('has a session of its own, no terminal, and outlives hang-up and Ctrl-C', async () => {
    const { connect, log } = sandbox();
    const link = await connect();
    const { keeperPid } = link.welcome;
    const [pgrp, session, tty] = readFileSync(`/proc/${keeperPid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(2, 5) ?? [];
    expect([pgrp, session, tty]).toEqual([String(keeperPid), String(keeperPid), '0']);
    expect(readlinkSync(`/proc/${keeperPid}/cwd`)).toBe('/');
    process.kill(keeperPid, 'SIGHUP');
    process.kill(keeperPid, 'SIGINT');
    await until(() => log().includes('SIGHUP ignored') && log().includes('SIGINT ignored'));
    expect(await link.request('command/outcome', { token: 'never-seen' })).toEqual({ state: 'unseen' });
  });

  it('listens on a socket for its user alone, in a directory for its user alone', async () => {
    const { connect, paths } = sandbox();
    await connect();
    const { keeperSocket, runtime, state } = paths();
    expect([keeperSocket, runtime, state].map((path) => (statSync(path).mode & 0o777).toString(8))).toEqual(['600', '700', '700']);
    expect([keeperSocket, runtime, state].map((path) => statSync(path).uid)).toEqual([UID, UID, UID]);
  });

  it('ends orderly at SIGTERM: front ends are told, the lab is let go, socket and lock are free', async () => {
    const { connect, paths, log } = sandbox();
    const link = await connect();
    process.kill(link.welcome.keeperPid, 'SIGTERM');
    expect(await link.closed).toBe('ended by SIGTERM');
    await until(() => !alive(link.welcome.keeperPid));
    expect(log()).toMatch(/lab closed\n.* ended\n$/);
    expect(existsSync(paths().keeperSocket)).toBe(false);
  });

  it('that dies by SIGKILL is seen at once, and the next one takes over what it left', async () => {
    const { connect, paths } = sandbox();
    const link = await connect();
    process.kill(link.welcome.keeperPid, 'SIGKILL');
    expect(await link.closed).toBe('the keeper died');
    await expect(link.request('store/follow', {})).rejects.toThrow('the keeper went away before it answered store/follow');
    expect(existsSync(paths().keeperSocket)).toBe(true);
    const next = await connect();
    expect(next.welcome.keeperPid).not.toBe(link.welcome.keeperPid);
    expect(next.welcome.epoch).not.toBe(link.welcome.epoch);
  });

  it('that cannot start says why to the front end that started it', async () => {
    const { connect, paths } = sandbox();
    await expect(connect({ file: '/labs/bad.yaml' })).rejects.toMatchObject({ kind: 'usage', message: 'the lab file is bad' });
    expect(await keeperStatus(paths(), UID)).toBeUndefined();
    expect((await connect()).welcome.welcome).toBe(true);
  });

  it('that does not answer is reported within the limit, and killed by a forced stop', async () => {
    const { connect, options, paths } = sandbox();
    const { welcome, closed } = await connect();
    process.kill(welcome.keeperPid, 'SIGSTOP');
    await expect(connectOrStart(options({ limitMs: 300 }))).rejects.toMatchObject({ kind: 'timeout' });
    await expect(connectIfRunning(options({ limitMs: 300 }))).rejects.toMatchObject({ kind: 'timeout' });
    await expect(keeperStatus(paths(), UID, 300)).rejects.toMatchObject({ kind: 'lost' });
    await expect(stopKeeper(paths(), UID, { force: false, limitMs: 300 })).rejects.toMatchObject({ kind: 'lost' });
    expect(await stopKeeper(paths(), UID, { force: true, limitMs: 300 })).toBe('killed');
    expect(await closed).toBe('the keeper died');
  });

  it('whose socket was removed under it is found by its lock', async () => {
    const { connect, paths } = sandbox();
    const { closed } = await connect();
    rmSync(paths().keeperSocket);
    await expect(stopKeeper(paths(), UID, { force: false })).rejects.toMatchObject({ kind: 'lost' });
    expect(await stopKeeper(paths(), UID, { force: true })).toBe('killed');
    expect(await closed).toBe('the keeper died');
  });

  it('ends by itself when the lab is down and nobody is here, and not before', async () => {
    const { connect, options } = sandbox();
    const env = { LABDECK_KEEPER_IDLE_SEC: '1' };
    const link = await connect({ env });
    const up = await link.request('command/run', { id: 'do.up', args: {}, dryRun: false, token: 'token-up' });
    expect(up.ok).toBe(true);
    link.close();
    await link.closed;
    const again = await connectIfRunning(options());
    expect(again?.welcome.keeperPid).toBe(link.welcome.keeperPid);
    await again?.request('command/run', { id: 'do.down', args: {}, dryRun: false, token: 'token-down' });
    again?.close();
    await until(() => !alive(link.welcome.keeperPid));
  });

  it('starts nothing for those who only look', async () => {
    const { options, paths, dir } = sandbox();
    expect(await connectIfRunning(options())).toBeUndefined();
    expect(await keeperStatus(paths(), UID)).toBeUndefined();
    expect(await stopKeeper(paths(), UID, { force: true })).toBe('none');
    expect(execFileSync('find', [dir, '-mindepth', '1'], { encoding: 'utf8' })).toBe('');
  });
});
