import { spawnSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { LabConfig } from '../../src/config/lab.ts';
import { nodeHostKey } from '../../src/lab/node/host-key.ts';
import { hasK3s, k3sArguments } from '../../src/lab/node/k3s.ts';
import { nodeSeed } from '../../src/lab/node/node-seed.ts';
import { sha512Crypt } from '../../src/lab/node/sha512-crypt.ts';
import { readCpio } from './fakes/read-cpio.ts';
import { embedded, keys, nodeOf } from './fakes/lab.ts';

function seedOf(name: string, change: { lab?: LabConfig; kind?: 'kvm' | 'tcg' | 'lxc'; k3sBytes?: number } = {}) {
  const { lab = embedded, kind = 'lxc', k3sBytes = 0 } = change;
  return new Map(readCpio(nodeSeed({ lab, node: nodeOf(name, lab), kind, keys, k3sBytes })).map((entry) => [entry.path, entry]));
}

/** What a shell makes of a file of settings. */
function sourced(text: string | undefined, name: string): string {
  return spawnSync('sh', ['-c', `${text ?? ''}\nprintf %s "$${name}"`]).stdout.toString();
}

describe('nodeSeed', () => {
  it('names the node and says what it is', () => {
    const seed = seedOf('n100-3');
    expect(seed.get('etc/hostname')?.data).toBe('n100-3\n');
    expect(seed.get('etc/motd')?.data).toMatch(/agent: lxc: a container on the outer VM, not a virtual machine/);
    expect(['NAME', 'KIND', 'ROLE', 'DISKS', 'AUTOLOGIN'].map((name) => sourced(seed.get('etc/labdeck/node.conf')?.data, name))).toEqual(['n100-3', 'lxc', 'agent', '1', '']);
  });

  it('lets in the lab\'s key alone, and keeps what is secret to root', () => {
    const seed = seedOf('n100-1');
    expect(seed.get('root/.ssh/authorized_keys')).toMatchObject({ data: `${keys.authorizedKey}\n`, mode: 0o100600 });
    expect([seed.get('root')?.mode, seed.get('root/.ssh')?.mode]).toEqual([0o040700, 0o040700]);
    expect([seed.get('etc/shadow')?.mode, seed.get('etc/dropbear/host_key')?.mode]).toEqual([0o100600, 0o100600]);
  });

  it('takes the password of the lab file at the console', () => {
    const hash = seedOf('n100-1').get('etc/shadow')?.data.split(':')[1] ?? '';
    const [, , rounds, salt] = hash.split('$');
    expect(hash).toBe(sha512Crypt('test', salt ?? '', Number(rounds?.replace('rounds=', ''))));
  });

  it('logs in by itself where the lab file has no password', () => {
    const seed = seedOf('n100-1', { lab: { ...embedded, nodeLogin: { user: 'root' } } });
    expect(sourced(seed.get('etc/labdeck/node.conf')?.data, 'AUTOLOGIN')).toBe('root');
    expect(seed.get('etc/shadow')?.data).toMatch(/^root:\*:/);
  });

  it('gives another login name root\'s rights, and root no password', () => {
    const seed = seedOf('n100-1', { lab: { ...embedded, nodeLogin: { user: 'lab', password: 'x' } } });
    expect(seed.get('etc/passwd')?.data).toMatch(/^root:x:0:0:.*\nlab:x:0:0:/);
    expect(seed.get('etc/shadow')?.data).toMatch(/^root:\*:.*\nlab:\$6\$/);
  });

  it('brings k3s its words whole, whatever is in them', () => {
    const lab = { ...embedded, k3s: { download: false, binary: '/k3s', token: `it's $(reboot) "x"` } };
    const conf = seedOf('n100-1', { lab, k3sBytes: 70 }).get('etc/labdeck/k3s.conf')?.data;
    expect(sourced(`${conf ?? ''}eval "set -- $K3S_ARGUMENTS"; RESULT=$2`, 'RESULT')).toBe(`--token=${lab.k3s.token}`);
    expect(sourced(conf, 'K3S_BYTES')).toBe('70');
    expect(seedOf('n100-1').has('etc/labdeck/k3s.conf')).toBe(false);
  });
});

describe('nodeHostKey', () => {
  const { dropbear, publicKey } = nodeHostKey(keys.secret, 'lab', 'n');

  it('is a pair: what the private half signs, the public one verifies', () => {
    const half = dropbear.subarray(19, 51);
    const key = createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), half]), format: 'der', type: 'pkcs8' });
    const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64');
    const open = createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), blob.subarray(-32)]), format: 'der', type: 'spki' });
    expect(verify(null, Buffer.from('x'), open, sign(null, Buffer.from('x'), key))).toBe(true);
    expect(dropbear.subarray(51).equals(blob.subarray(-32))).toBe(true);
  });

  it('is the same for ever, and another for another node, lab or secret', () => {
    expect(nodeHostKey(keys.secret, 'lab', 'n').publicKey).toBe(publicKey);
    const others = [nodeHostKey(keys.secret, 'lab', 'm'), nodeHostKey(keys.secret, 'lab2', 'n'), nodeHostKey(Buffer.from('other'), 'lab', 'n')];
    expect(new Set([publicKey, ...others.map((other) => other.publicKey)]).size).toBe(4);
  });
});

describe('k3s', () => {
  it('is there where the lab file gives a binary, or lets one be downloaded', () => {
    expect(hasK3s(embedded)).toBe(false);
    expect(hasK3s({ k3s: { download: false, binary: '/usr/bin/k3s' } })).toBe(true);
    expect(hasK3s({ k3s: { download: true, version: 'v1', sha256: '0' } })).toBe(true);
  });

  it('begins the cluster on the first server and joins it from all others', () => {
    expect(k3sArguments(embedded, nodeOf('n100-1'))).toEqual(expect.arrayContaining(['server', '--cluster-init', '--node-ip=192.168.100.10', '--tls-san=n100-1.local', '--disable=traefik']));
    expect(k3sArguments(embedded, nodeOf('n100-2'))).toEqual(expect.arrayContaining(['server', '--server=https://192.168.100.10:6443']));
    const agent = k3sArguments(embedded, nodeOf('n100-3'));
    expect(agent.slice(0, 1)).toEqual(['agent']);
    expect(agent.join(' ')).not.toMatch(/--cluster-init|--disable|--tls-san/);
  });
});
