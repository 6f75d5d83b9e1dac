import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectMonitor } from '../../src/client/monitor.ts';
import { DOCUMENTS } from '../../src/config/documents/documents.ts';
import { packageRoot } from '../../src/config/package-root.ts';
import { hasQemu } from '../client/paused-qemu.ts';
import { GuestConsole } from '../transport/guest-console.ts';
import { until } from '../transport/guest-ports.ts';
import { hasSshd, type RealSshd, startSshd } from '../transport/ssh/real-sshd.ts';

const PROMPT = 'far# ';

/**
 * The whole way of a lab with `host:`: the command line, its keeper, a real ssh connection, and behind it a real QEMU's monitor and a serial line with a shell at
 * its other end. This machine plays the other one, too.
 */
describe.skipIf(!hasSshd || !hasQemu)('a lab with host: user@machine', () => {
  let sshd: RealSshd;
  let qemu: ChildProcess;
  let guest: GuestConsole;
  let line: Server;
  let env: Record<string, string>;
  let file: string;

  beforeAll(async () => {
    sshd = await startSshd();
    const there = (name: string): string => join(sshd.dir, name);
    qemu = spawn('qemu-system-x86_64', ['-S', '-M', 'pc', '-m', '16', '-nodefaults', '-display', 'none', '-qmp', `unix:${there('monitor.sock')},server=on,wait=off`], { stdio: 'ignore' });
    guest = new GuestConsole(`env 'PS1=${PROMPT}' bash --norc -i`, { TERM: 'vt220', HISTFILE: there('history') });
    line = createServer((socket) => void guest.open().then((seat) => pipeline(socket, seat, socket, () => undefined))).listen(there('serial.sock'));
    await until('the monitor listens and the guest prompts', () => existsSync(there('monitor.sock')) && guest.seen.includes(PROMPT));
    const home = there('home');
    mkdirSync(join(home, '.ssh'), { recursive: true, mode: 0o700 });
    copyFileSync(sshd.target.keyFiles[0] ?? '', join(home, '.ssh', 'id_ed25519'));
    env = { PATH: process.env['PATH'] ?? '', HOME: home, XDG_RUNTIME_DIR: there('run') };
    mkdirSync(there('run'), { mode: 0o700 });
    file = there('far.yaml');
    const { user, host, port } = sshd.target;
    writeFileSync(file, `lab: far
host: ${user}@${host}:${port}
outer:
  source: { type: attach }
  memory: 64 MiB
  monitor: ${there('monitor.sock')}
  serial: ${there('serial.sock')}
  login: { user: root }
network: { address: 192.168.100.1/24, dhcp: { from: 192.168.100.100, to: 192.168.100.200 } }
nodes: []
`);
  });

  afterAll(async () => {
    await labdeck('keeper', 'stop', '--force');
    line.close();
    await guest.close();
    if (qemu.kill('SIGKILL')) await once(qemu, 'exit');
    await sshd.stop();
  });

  interface Ran {
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
  }

  const argv = (...words: string[]): string[] => [join(packageRoot(), 'src/main.ts'), '--lab', file, ...words];

  function labdeck(...words: string[]): Promise<Ran> {
    return new Promise((resolve) => {
      const child = execFile(process.execPath, argv(...words), { env }, (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, stdout, stderr }));
      child.stdin?.end();
    });
  }

  const json = async (...words: string[]): Promise<unknown> => {
    const { stdout, stderr } = await labdeck(...words, '--json');
    try {
      return JSON.parse(stdout);
    } catch {
      throw new Error(`no document: ${stdout}${stderr}`);
    }
  };

  const layer = async (name: string): Promise<unknown> => ((await json('status')) as { layers: { name: string; state: string; says: string }[] }).layers.find((each) => each.name === name);

  it('is left alone before an up: it is down for us, and nobody is on its sockets', async () => {
    expect(await json('status')).toMatchObject({ lab: 'far', host: expect.stringContaining('@127.0.0.1:'), state: 'down', next: 'labdeck up' });
    expect(await labdeck('qmp', 'query-status')).toMatchObject({ code: 3, stderr: expect.stringContaining('lab far is down') });
    expect(await labdeck('exec', 'outer', '--', 'true')).toMatchObject({ code: 3 });
  });

  it('is attached to by up: monitor by way of the tunnel, commands over the console, no device in its QEMU', async () => {
    const up = await json('up');
    expect(DOCUMENTS['up']?.schema.safeParse(up)).toMatchObject({ success: true });
    expect(up).toMatchObject({ lab: 'far', how: 'running', protocol: 'qmp', way: 'serial', why: 'a channel of a VM on another machine would end there', nodes: [] });
    expect((await labdeck('up')).stdout).toMatch(/^lab far: up, as it was in .*\nmonitor +\/.*\nserial +\/.*\ncommands +by serial\nno channel +a channel of a VM on another machine would end there\n$/);
    expect((await json('hmp', 'info', 'qtree')) as { output: string }).not.toMatchObject({ output: expect.stringContaining('labdeck') });
    expect(await json('up', '--dry-run')).toEqual({ dryRun: true, planned: [] });
  });

  it('has a status: what its monitor says, where it runs, and nothing of this machine', async () => {
    const status = await json('status');
    expect(DOCUMENTS['status']?.schema.safeParse(status)).toMatchObject({ success: true });
    expect(status).toMatchObject({ state: 'prelaunch', outer: { state: 'prelaunch', monitor: 'qmp' } });
    expect((status as { outer: object }).outer).not.toHaveProperty('pid');
    expect(await layer('qemu')).toMatchObject({ state: 'up', says: expect.stringMatching(/^on .*@127\.0\.0\.1:\d+, /) });
    expect(await layer('channels')).toMatchObject({ state: 'absent' });
  }, 60_000);

  it('answers qmp and hmp, and its monitor is passed on to other tools here', async () => {
    expect(await json('qmp', 'query-status')).toMatchObject({ return: { status: 'prelaunch' } });
    expect(await json('hmp', 'info', 'status')).toMatchObject({ output: 'VM status: paused (prelaunch)' });
    const { paths } = (await json('paths')) as { paths: { what: string; path: string }[] };
    const { monitor } = await connectMonitor(paths.find(({ what }) => what === 'QMP, for other tools')?.path ?? '');
    expect(await monitor.status()).toEqual({ running: false, status: 'prelaunch' });
    await monitor.close();
  });

  it('runs commands over its console, with status and input', async () => {
    expect(await labdeck('exec', 'outer', '--', 'sh', '-c', 'echo "$0 $SHLVL_UNSET"; exit 3', "it's; far")).toMatchObject({ code: 3, stdout: "it's; far \n" });
  });

  it('has its serial line joined, and left again', async () => {
    const child = spawn(process.execPath, argv('serial'), { env, stdio: ['pipe', 'pipe', 'inherit'] });
    let seen = '';
    child.stdout.on('data', (bytes: Buffer) => (seen += bytes.toString()));
    child.stdin.write('\r');
    await until('the prompt', () => seen.includes(PROMPT));
    child.stdin.write('echo on $((40 + 2))\r');
    await until('the answer', () => seen.includes('on 42'));
    child.stdin.end('\x1d');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('goes on after its ssh connection was cut', async () => {
    sshd.cut();
    expect(await json('qmp', 'query-status')).toMatchObject({ return: { status: 'prelaunch' } });
    // A console that was hung up on in the middle of our work is free again half a minute later.
    await until('commands are answered', async () => (await labdeck('exec', 'outer', '--', 'echo', 'again')).stdout === 'again\n', 80_000);
  }, 90_000);

  it('is not ours to end or to throw away, and has no sshd that we know of', async () => {
    expect(await labdeck('down')).toMatchObject({ code: 4, stderr: expect.stringContaining('not labdeck’s to end') });
    expect(await labdeck('reset', '--yes')).toMatchObject({ code: 1, stderr: expect.stringContaining("not labdeck's to throw away") });
    expect(await labdeck('ssh', 'outer', 'true')).toMatchObject({ code: 1, stderr: expect.stringContaining('labdeck exec outer') });
  });

  it('is let go by a detach, as it was found', async () => {
    expect(await json('attach', '--detach')).toEqual({ asFound: true, differences: [] });
    expect(await json('status')).toMatchObject({ state: 'down' });
    const { monitor } = await connectMonitor(join(sshd.dir, 'monitor.sock'));
    await monitor.close();
  });

  it('that cannot be reached says why', async () => {
    await json('up');
    sshd.cut();
    qemu.kill('SIGKILL');
    await once(qemu, 'exit');
    const status = await labdeck('status');
    expect(status).toMatchObject({ code: 0, stdout: expect.stringMatching(/monitor +down/) });
    expect(await labdeck('qmp', 'query-status')).toMatchObject({ code: 3 });
  });
});
