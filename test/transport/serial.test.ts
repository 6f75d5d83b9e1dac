import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run, runOk } from '../../src/transport/run.ts';
import { SerialTransport } from '../../src/transport/serial/serial.ts';
import { contract } from './contract.ts';
import { GuestConsole } from './guest-console.ts';
import { until } from './guest-ports.ts';

const PROMPT = 'root@guest:~# ';
let dir: string;
let guest: GuestConsole;
let serial: SerialTransport;

async function shell(): Promise<void> {
  guest = new GuestConsole(`env 'PS1=${PROMPT}' bash --norc -i`, { HISTFILE: join(dir, 'history'), TERM: 'vt220' });
  await until('the prompt', () => guest.seen.includes(PROMPT));
  serial = new SerialTransport({ machine: 'outer', open: guest.open, login: { user: 'root' }, holdMs: 50 });
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'labdeck-serial-'));
});
afterEach(async () => {
  await serial.close();
  await guest.close();
  rmSync(dir, { recursive: true });
});

/** What the console prints after a line was typed on it, once its prompt is back. */
async function typed(line: string): Promise<string> {
  const from = guest.seen.length;
  guest.type(`${line}\r`);
  await until('the prompt again', () => guest.seen.slice(from).includes(`\n`) && guest.seen.slice(from).endsWith(PROMPT));
  return guest.seen.slice(from);
}

const refused = (detail: unknown) => ({ kind: 'refused', message: expect.stringContaining('in use'), evidence: { detail } });

describe('a console with a shell', () => {
  beforeEach(shell);
  contract(() => serial, { largeBytes: 60_000 });

  it('leaves the console as it found it', async () => {
    await typed('echo mine');
    const modes = await typed('stty -a');
    const variables = await typed('set | wc -l; umask; jobs; trap');
    await runOk(serial, { argv: ['echo', 'ours'] });
    await until('the console is let go', () => !guest.isOpen);
    expect(await typed('stty -a')).toBe(modes);
    expect(await typed('set | wc -l; umask; jobs; trap')).toBe(variables);
    const history = await typed('history');
    expect(history).toContain('echo mine');
    expect(history).not.toMatch(/labdeck|ours/);
  });

  it('holds the console for a moment, then takes it again', async () => {
    await runOk(serial, { argv: ['true'] });
    await until('the console is let go', () => !guest.isOpen);
    expect((await runOk(serial, { argv: ['echo', 'again'] })).stdout.toString()).toBe('again\n');
  });

  it('takes a command that comes while it leaves, and every one after it', async () => {
    let second: Promise<{ readonly stdout: Buffer }> | undefined;
    const open = async (): Promise<Duplex> => {
      const line = await guest.open();
      const write = line.write.bind(line) as (bytes: string | Buffer) => boolean;
      line.write = ((bytes: string | Buffer) => {
        if (String(bytes).endsWith('exit\n')) second ??= runOk(serial, { argv: ['echo', 'second'] });
        return write(bytes);
      }) as typeof line.write;
      return line;
    };
    serial = new SerialTransport({ machine: 'outer', open, login: { user: 'root' }, holdMs: 50 });
    await runOk(serial, { argv: ['true'] });
    await until('it leaves', () => second !== undefined);
    expect((await second)?.stdout.toString()).toBe('second\n');
    expect((await runOk(serial, { argv: ['echo', 'third'] })).stdout.toString()).toBe('third\n');
  });

  it('asks again when a kernel message is printed into an answer', async () => {
    let printed = 0;
    const noisy = setInterval(() => {
      if (!guest.seen.includes(':hi')) return;
      printed += 1;
      guest.print('[  12.345678] virbr0: port 1(vnet0) entered blocking state\r\n');
    }, 15);
    const { stdout } = await runOk(serial, { argv: ['sh', '-c', 'head -c 40000 /dev/zero'] }).finally(() => clearInterval(noisy));
    expect(stdout.equals(Buffer.alloc(40_000))).toBe(true);
    expect(printed).toBeGreaterThan(0);
  });

  it('obeys nothing that a person types meanwhile, and lets the console go', async () => {
    const victim = join(dir, 'victim');
    const go = join(dir, 'go');
    const running = run(serial, { argv: ['sh', '-c', `echo up; until [ -e ${go} ]; do sleep 0.05; done; echo done`] });
    await until('it runs', () => /labdeck\w+:\d+:\d+:o:/.test(guest.seen));
    guest.type(`touch ${victim}\r`);
    await until('the loop says so', () => /labdeck\w+:\?/.test(guest.seen));
    writeFileSync(go, '');
    expect((await running).stdout.toString()).toBe('up\ndone\n');
    await until('the console is let go', () => !guest.isOpen);
    expect(existsSync(victim)).toBe(false);
  });

  it('types nothing where somebody has begun to', async () => {
    guest.type('rm -rf pre');
    await until('the echo', () => guest.seen.includes('rm -rf pre'));
    await expect(run(serial, { argv: ['true'] })).rejects.toMatchObject(refused(expect.stringContaining('rm -rf pre')));
    const from = guest.seen.length;
    guest.type('\x15echo still there\r');
    await until('the line is a person\'s own', () => guest.seen.slice(from).includes('still there\r\n'));
  });

  it('types nothing into a program, and takes its one key back', async () => {
    const copy = join(dir, 'copy');
    guest.type(`cat >${copy}\r`);
    await until('it runs', () => existsSync(copy));
    guest.type('half');
    await expect(run(serial, { argv: ['true'] })).rejects.toMatchObject(refused(expect.stringContaining('foreground')));
    guest.type(' a line\r\x04');
    await until('the line went in whole', () => readFileSync(copy, 'utf8') === 'half a line\n');
  });

  it('types nothing while something keeps printing', async () => {
    guest.type('while :; do echo tick; done\r');
    await until('it ticks', () => guest.seen.includes('tick\r\n'));
    await expect(run(serial, { argv: ['true'] })).rejects.toMatchObject(refused(expect.stringContaining('tick')));
    guest.type('\x03');
  });

  it('says so when nothing answers', async () => {
    guest.type('stty -echo; exec sleep 1000\r');
    await until('it is silent', () => guest.seen.includes('sleep 1000\r\n'));
    await expect(run(serial, { argv: ['true'] })).rejects.toMatchObject({ kind: 'lost', message: expect.stringContaining('does not answer') });
  });

  it('asks who is on the console before it opens it', async () => {
    const polite = new SerialTransport({ machine: 'outer', open: guest.open, login: { user: 'root' }, inUseBy: () => 'ada on pts/3' });
    await expect(run(polite, { argv: ['true'] })).rejects.toMatchObject(refused('ada on pts/3'));
    expect(guest.isOpen).toBe(false);
    await polite.close();
  });

  it('loses what runs when the console goes away', async () => {
    const pidFile = join(dir, 'pid');
    const running = expect(run(serial, { argv: ['sh', '-c', `echo $$ >${pidFile}; exec sleep 1000`] })).rejects.toMatchObject({ kind: 'lost' });
    await until('it runs', () => existsSync(pidFile) && readFileSync(pidFile, 'utf8').endsWith('\n'));
    guest.hangUp();
    await running;
    await guest.close();
    await until('what ran is gone', () => !existsSync(`/proc/${readFileSync(pidFile, 'utf8').trim()}/exe`));
  });
});

describe('a console that asks who is there', () => {
  /** A real getty; login(1) itself would want a password of this machine's. */
  beforeEach(async () => {
    const login = join(dir, 'login');
    writeFileSync(login, `#!/bin/bash
IFS= read -rsp 'Password: ' word; echo
[ "$word" = test ] || { echo 'Login incorrect'; exit 1; }
echo "Welcome"
PS1='${PROMPT}' exec bash --norc -i
`);
    chmodSync(login, 0o755);
    const getty = join(dir, 'getty');
    // agetty's own prompt: it hands the name over as an argument.
    writeFileSync(getty, `#!/bin/bash\nwhile [ -t 0 ]; do setsid --wait --ctty agetty --noissue -l ${login} - vt220; done\n`);
    chmodSync(getty, 0o755);
    guest = new GuestConsole(getty);
    await until('a login prompt', () => guest.seen.includes('login: '));
  });

  it('logs in, and out again', async () => {
    serial = new SerialTransport({ machine: 'n100-1', open: guest.open, login: { user: 'root', password: 'test' }, holdMs: 50 });
    expect((await runOk(serial, { argv: ['echo', 'in'] })).stdout.toString()).toBe('in\n');
    const before = guest.seen.length;
    await until('the console is let go', () => !guest.isOpen);
    expect(guest.seen.slice(before)).toMatch(/login: $/);
  });

  it('says that the password is wrong, and does not say which it was', async () => {
    serial = new SerialTransport({ machine: 'n100-1', open: guest.open, login: { user: 'root', password: 'wrong-one' }, holdMs: 50 });
    const error: unknown = await run(serial, { argv: ['true'] }).catch((each: unknown) => each);
    expect(error).toMatchObject({ kind: 'refused', message: expect.stringContaining('lets root not in') });
    expect(JSON.stringify(error)).not.toContain('wrong-one');
  });
});
