import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChannelTransport } from '../../src/transport/channel/channel.ts';
import { run } from '../../src/transport/run.ts';
import { GuestPorts, until } from './guest-ports.ts';
import { contract } from './contract.ts';

let ports: GuestPorts;
let channel: ChannelTransport;

beforeEach(async () => {
  ports = new GuestPorts(3);
  channel = new ChannelTransport({ machine: 'outer', sockets: ports.sockets, strangerMs: 300 });
  await channel.ready(20_000);
});
afterEach(async () => {
  await channel.close();
  await ports.close();
});

const lines = (pid: number): string => readFileSync(`/proc/${pid}/status`, 'utf8');
const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(lines(pid));
const shellOf = (lane: number): number => Number(readFileSync(join(ports.dir, 'run', String(2 * lane)), 'utf8').split(' ')[0]);

contract(() => channel);

describe('a channel', () => {
  it('runs on all workers at once and queues the rest in order', async () => {
    await until('both workers are up', () => channel.lanesUp === 2);
    const log = join(ports.dir, 'log');
    const gate = join(ports.dir, 'gate');
    const held = ['a', 'b'].map((name) => run(channel, { argv: ['sh', '-c', `echo ${name} >>${log}; until [ -e ${gate} ]; do sleep 0.05; done`] }));
    await until('two run', () => existsSync(log) && readFileSync(log, 'utf8').length === 4);
    const order: string[] = [];
    const queued = ['c', 'd', 'e'].map(async (name) => {
      await run(channel, { argv: ['sh', '-c', `echo ${name} >>${log}`] });
      order.push(name);
    });
    expect(readFileSync(log, 'utf8').split('\n').filter(Boolean).sort()).toEqual(['a', 'b']);
    writeFileSync(gate, '');
    await Promise.all([...held, ...queued]);
    expect(order.indexOf('c')).toBeLessThan(order.indexOf('e'));
  });

  it('takes a command back that still waits', async () => {
    const busy = [1, 2].map(() => channel.spawn({ argv: ['sleep', '1000'] }));
    const waiting = channel.spawn({ argv: ['touch', join(ports.dir, 'never')] });
    waiting.stdout.resume();
    waiting.stderr.resume();
    waiting.kill('SIGTERM');
    await expect(waiting.exit).resolves.toEqual({ status: 143, signal: 'SIGTERM' });
    for (const exec of busy) exec.kill('SIGKILL');
    for (const exec of busy) exec.stdin.end();
    await Promise.all(busy.map(({ exit, stdout, stderr }) => (stdout.resume(), stderr.resume(), exit)));
    await run(channel, { argv: ['true'] });
    expect(existsSync(join(ports.dir, 'never'))).toBe(false);
  });

  it('says that a command is lost when its shell is killed, kills what it ran, and has the lane back', async () => {
    const pidFile = join(ports.dir, 'pid');
    await until('both workers are up', () => channel.lanesUp === 2);
    const lost = run(channel, { argv: ['sh', '-c', `echo $$ >${pidFile}; exec sleep 1000`] });
    const seen = expect(lost).rejects.toMatchObject({ kind: 'lost' });
    await until('it runs', () => existsSync(pidFile) && readFileSync(pidFile, 'utf8').endsWith('\n'));
    const pid = Number(readFileSync(pidFile, 'utf8'));
    const parent = Number(/^PPid:\s+(\d+)/m.exec(lines(pid))?.[1]);
    process.kill(parent, 'SIGKILL');
    await seen;
    await until('the command is gone', () => !isAlive(pid));
    await until('both workers are up again', () => channel.lanesUp === 2);
    await expect(run(channel, { argv: ['echo', 'back'] })).resolves.toMatchObject({ status: 0 });
  });

  it('notices a new shell on an idle lane, and on its own control lane', async () => {
    for (const lane of [0, 1, 2]) {
      const before = shellOf(lane);
      process.kill(before, 'SIGKILL');
      await until('another shell', () => shellOf(lane) !== before);
    }
    await until('both workers are up again', () => channel.lanesUp === 2);
    const ended = run(channel, { argv: ['sleep', '1000'], timeoutMs: 100 });
    await expect(ended).rejects.toMatchObject({ kind: 'timeout' });
    await until('the lane is free, by way of the control lane', () => channel.lanesIdle === 2);
  });

  it('gives a command that its shell never began to the next one', async () => {
    await until('both workers are up', () => channel.lanesUp === 2);
    const stopped = [1, 2].map(shellOf);
    for (const pid of stopped) process.kill(pid, 'SIGSTOP');
    const log = join(ports.dir, 'log');
    const running = [1, 2].map(() => run(channel, { argv: ['sh', '-c', `echo once >>${log}`] }));
    await until('both lanes are taken', () => channel.lanesIdle === 0);
    for (const pid of stopped) process.kill(pid, 'SIGKILL');
    expect((await Promise.all(running)).map(({ status, stdout }) => [status, stdout.length])).toEqual([[0, 0], [0, 0]]);
    expect(readFileSync(log, 'utf8')).toBe('once\nonce\n');
  });

  it('binds again after another host side, and ends what that one left running', async () => {
    const pidFile = join(ports.dir, 'pid');
    const left = channel.spawn({ argv: ['sh', '-c', `echo $$ >${pidFile}; exec sleep 1000`] });
    left.stdin.end();
    await until('it runs', () => existsSync(pidFile) && readFileSync(pidFile, 'utf8').endsWith('\n'));
    await channel.close();
    await expect(left.exit).rejects.toMatchObject({ kind: 'lost' });
    channel = new ChannelTransport({ machine: 'outer', sockets: ports.sockets, strangerMs: 300 });
    await channel.ready(20_000);
    await until('both workers are up', () => channel.lanesUp === 2);
    await until('the command of before is gone', () => !isAlive(Number(readFileSync(pidFile, 'utf8'))));
  });

  it('is not taken in by what was sent before it came', async () => {
    await until('both workers are up', () => channel.lanesUp === 2);
    await channel.close();
    const victim = join(ports.dir, 'victim');
    for (const socket of ports.sockets.filter((_, index) => index % 2 === 0)) {
      const stale = createConnection(socket);
      await once(stale, 'connect');
      const request = `00000000-0000-0000-0000-000000000000 abc - touch ${victim} #abc`;
      const text = `S abc\nR ${request.length}\n${request}\nR 5000\nabc def - touch`;
      await new Promise((resolve) => stale.write(text, resolve));
      stale.destroy();
    }
    channel = new ChannelTransport({ machine: 'outer', sockets: ports.sockets });
    await channel.ready(20_000);
    await expect(run(channel, { argv: ['echo', 'clean'] })).resolves.toMatchObject({ status: 0, stdout: Buffer.from('clean\n') });
    expect(existsSync(victim)).toBe(false);
  });

  it('loses what runs when it is bound again, and goes on with what waits', async () => {
    const busy = [1, 2].map(() => run(channel, { argv: ['sleep', '1000'] }));
    const lost = busy.map((each) => expect(each).rejects.toMatchObject({ kind: 'lost', message: expect.stringContaining('a snapshot was loaded') }));
    const waiting = run(channel, { argv: ['echo', 'later'] });
    await until('both lanes are taken', () => channel.lanesUp === 2 && channel.lanesIdle === 0);
    await channel.hold(10);
    channel.rebind('a snapshot was loaded');
    await Promise.all(lost);
    await expect(waiting).resolves.toMatchObject({ stdout: Buffer.from('later\n') });
  });

  it('waits for what a command left in its group with our output, not for what it left elsewhere', async () => {
    const held = await run(channel, { argv: ['sh', '-c', '(sleep 0.3; echo late) & echo early'] });
    expect(held.stdout.toString()).toBe('early\nlate\n');
    const free = await run(channel, { argv: ['sh', '-c', 'sleep 1000 >/dev/null 2>&1 & echo $!'] });
    process.kill(Number(free.stdout.toString()), 'SIGKILL');
  });

  it('passes bytes that look like its own records', async () => {
    const odd = Buffer.concat([Buffer.from('\x1e\x1ehello \n'), randomBytes(5_000), Buffer.from('\x1e0123456789abcdef')]);
    const { stdout } = await run(channel, { argv: ['cat'], stdin: odd });
    expect(stdout.equals(odd)).toBe(true);
    await expect(run(channel, { argv: ['true'] })).resolves.toMatchObject({ status: 0 });
  });

  it('lets its shells end for good', async () => {
    await until('both workers are up', () => channel.lanesUp === 2);
    const shells = [0, 1, 2].map(shellOf);
    await channel.leave(5_000);
    await until('every shell has ended', () => shells.every((pid) => !isAlive(pid)));
    await until('and nobody starts another', () => ports.shells.size === 0);
  });

  it('says which lanes are not there when nobody answers', async () => {
    const nobody = new ChannelTransport({ machine: 'outer', sockets: [1, 2, 3, 4].map((each) => join(ports.dir, `none.${each}`)), bindLimitMs: 200 });
    await expect(nobody.ready(200)).rejects.toMatchObject({ kind: 'lost', evidence: { detail: expect.stringContaining('none.1') } });
    await expect(run(nobody, { argv: ['true'] })).rejects.toMatchObject({ kind: 'lost' });
    await nobody.close();
  });
});
