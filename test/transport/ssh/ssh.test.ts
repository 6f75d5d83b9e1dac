import { readFileSync, statSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, runOk } from '../../../src/transport/run.ts';
import { SshConnection } from '../../../src/transport/ssh/connection.ts';
import { forwardUnix } from '../../../src/transport/ssh/forward.ts';
import { SshTransport } from '../../../src/transport/ssh/ssh.ts';
import { parseHost } from '../../../src/transport/ssh/target.ts';
import { contract } from '../contract.ts';
import { hasSshd, type RealSshd, startSshd } from './real-sshd.ts';

describe.skipIf(!hasSshd)('ssh, to a real sshd', () => {
  let sshd: RealSshd;
  let transport: SshTransport;
  beforeAll(async () => {
    sshd = await startSshd();
    transport = new SshTransport({ machine: 'outer', target: sshd.target });
  });
  afterAll(async () => {
    await transport.close();
    await sshd.stop();
  });

  contract(() => transport);

  it('runs more at a time than sshd has sessions, each in its turn', async () => {
    const results = await Promise.all(Array.from({ length: 30 }, (_, index) => runOk(transport, { argv: ['echo', String(index)] })));
    expect(results.map(({ stdout }) => stdout.toString().trim())).toEqual(Array.from({ length: 30 }, (_, index) => String(index)));
  });

  it('pins the host key on first use, for this user alone', async () => {
    await runOk(transport, { argv: ['true'] });
    expect(readFileSync(sshd.target.knownHosts, 'utf8')).toMatch(new RegExp(`^\\[127\\.0\\.0\\.1\\]:${sshd.target.port} ssh-ed25519 AAAA`));
    expect(statSync(sshd.target.knownHosts).mode & 0o777).toBe(0o600);
  });

  it('goes through a machine in front', async () => {
    const knownHosts = join(sshd.dir, 'known_hosts_of_jump');
    const through = new SshTransport({ machine: 'outer', target: { ...sshd.target, knownHosts, jump: { ...sshd.target, knownHosts } } });
    expect((await runOk(through, { argv: ['echo', 'there'] })).stdout.toString()).toBe('there\n');
    await through.close();
  });

  it('brings a unix socket of the far machine here', async () => {
    const far = join(sshd.dir, 'far.sock');
    const server = createServer((socket) => void socket.end('QMP says hello')).listen(far);
    await once(server, 'listening');
    const connection = new SshConnection(sshd.target);
    const refusals: Error[] = [];
    const forward = await forwardUnix(connection, async () => far, join(sshd.dir, 'near.sock'), (why) => refusals.push(why));
    expect(statSync(forward.path).mode & 0o777).toBe(0o600);
    expect(await text(createConnection(forward.path))).toBe('QMP says hello');
    server.close();
    const hungUp = createConnection(forward.path);
    await once(hungUp.resume(), 'close');
    expect(refusals).toHaveLength(1);
    await forward.close();
    await connection.close();
  });

  it('says what is lost when the connection is cut, and connects again', async () => {
    const own = new SshTransport({ machine: 'outer', target: sshd.target });
    const exec = own.spawn({ argv: ['sh', '-c', 'echo up; sleep 1000'] });
    exec.stderr.resume();
    await new Promise((resolve) => exec.stdout.once('data', resolve));
    sshd.cut();
    await expect(exec.exit).rejects.toMatchObject({ kind: 'lost', message: expect.stringContaining('sh ran') });
    expect((await run(own, { argv: ['echo', 'again'] })).stdout.toString()).toBe('again\n');
    await own.close();
  });

  it('refuses a host that shows another key, with both fingerprints, and a login that no key opens', async () => {
    await sshd.rekey();
    const stranger = new SshTransport({ machine: 'outer', target: sshd.target });
    await expect(run(stranger, { argv: ['true'] })).rejects.toMatchObject({ kind: 'refused', evidence: { detail: expect.stringMatching(/pinned SHA256:\S+\nshown {2}SHA256:\S+/) } });
    const keyless = new SshTransport({ machine: 'outer', target: { ...sshd.target, keyFiles: [join(sshd.dir, 'host')], knownHosts: join(sshd.dir, 'other_hosts') } });
    await expect(run(keyless, { argv: ['true'] })).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('lets none of our keys in') });
  });

  it('says so when nobody listens', async () => {
    const nobody = new SshTransport({ machine: 'outer', target: { ...sshd.target, port: 1 } });
    await expect(run(nobody, { argv: ['true'] })).rejects.toMatchObject({ kind: 'lost', message: expect.stringContaining(':1') });
  });
});

describe('a host in a lab file', () => {
  it('is read', () => {
    expect(parseHost('ada@lab.example')).toEqual({ user: 'ada', host: 'lab.example', port: 22 });
    expect(parseHost('ada@[::1]:2222')).toEqual({ user: 'ada', host: '::1', port: 2222 });
    expect(parseHost('lab.example:2222')).toMatchObject({ host: 'lab.example', port: 2222 });
  });

  it('is refused when it cannot be one', () => {
    for (const bad of ['', 'a b', 'ada@', 'host:99999', '-oProxyCommand=x y']) expect(() => parseHost(bad)).toThrow(/is not a host/);
  });
});
