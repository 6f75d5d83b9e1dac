import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { labSchema } from '../../../src/config/lab.ts';
import { dnsmasqConf } from '../../../src/lab/outer/dnsmasq-conf.ts';
import { knownHostLine, outerKeys } from '../../../src/lab/outer/keys.ts';
import { seedEntries, writeSeed } from '../../../src/lab/outer/seed.ts';
import { LAB } from './lab.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'labdeck-seed-'));
  return () => rmSync(dir, { recursive: true });
});
const keys = () => outerKeys(join(dir, 'id'), join(dir, 'host'), 'tiny');

test('a lease for every NIC with an address, a name for the first of a node', () => {
  const conf = dnsmasqConf(labSchema.parse(LAB)).split('\n');
  expect(conf.filter((line) => line.startsWith('dhcp-host'))).toEqual([
    'dhcp-host=52:54:00:12:34:01,192.168.100.10,n1',
    'dhcp-host=52:54:00:12:34:04,192.168.100.14,n2',
    'dhcp-host=52:54:00:12:34:05,192.168.100.15,n2',
  ]);
  expect(conf.filter((line) => line.startsWith('host-record'))).toEqual(['host-record=n1.local,n1,192.168.100.10', 'host-record=n2.local,n2,192.168.100.14']);
  expect(conf).toContain('interface=ovshost0');
  expect(conf).toContain('dhcp-range=192.168.100.100,192.168.100.200,12h');
});

test('nobody else is asked for names, unless the lab is open', () => {
  const open = labSchema.parse({ ...LAB, outer: { ...LAB.outer, network: { restrict: false } } });
  expect(dnsmasqConf(labSchema.parse(LAB))).not.toContain('server=');
  expect(dnsmasqConf(open)).toContain('server=10.0.2.3\n');
});

test('keys are made once, and OpenSSH reads them', async () => {
  const made = await keys();
  expect(await keys()).toEqual(made);
  expect(statSync(join(dir, 'id')).mode & 0o777).toBe(0o600);
  const derived = execFileSync('ssh-keygen', ['-y', '-f', join(dir, 'id')], { encoding: 'utf8' }).trim();
  expect(made.authorizedKey).toBe(derived);
  expect(knownHostLine(2222, made.hostPublicKey)).toMatch(/^\[127\.0\.0\.1\]:2222 ssh-ed25519 \S+\n$/);
});

test('the seed disk is a tar with the lab in it, private, and the same for the same lab', async () => {
  const entries = seedEntries(labSchema.parse(LAB), await keys());
  const disk = join(dir, 'seed.img');
  const sum = await writeSeed(disk, entries);
  expect(await writeSeed(disk, entries)).toBe(sum);
  expect(statSync(disk).mode & 0o777).toBe(0o600);
  expect(statSync(disk).size % 512).toBe(0);
  execFileSync('tar', ['-xf', disk, '-C', dir]);
  expect(readFileSync(join(dir, 'hostname'), 'utf8')).toBe('tiny\n');
  expect(JSON.parse(readFileSync(join(dir, 'lab.json'), 'utf8'))).toMatchObject({ network: { bridge: 'ovsbr0', open: false, stp: { forwardDelaySec: 4 } } });
  expect(readFileSync(join(dir, 'ssh/authorized_keys'), 'utf8')).toMatch(/^ssh-ed25519 /);
  expect(readFileSync(join(dir, 'ssh/known_hosts'), 'utf8')).toMatch(/^n1,n1\.local,192\.168\.100\.10 ssh-ed25519 AAAA/);
  expect(statSync(join(dir, 'ssh/id_ed25519')).mode & 0o777).toBe(0o600);
});

test('a changed lab file is another seed', async () => {
  const made = await keys();
  const disk = join(dir, 'seed.img');
  const before = await writeSeed(disk, seedEntries(labSchema.parse(LAB), made));
  const other = { ...LAB, network: { ...LAB.network, address: '192.168.100.2/24' } };
  expect(await writeSeed(disk, seedEntries(labSchema.parse(other), made))).not.toBe(before);
});
