import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PROGRAMS } from '../../src/lab/node-image/contents.ts';
import { buildNodeImage, nodeImageInputs } from '../../src/lab/node-image/recipe.ts';
import { CheckError, ExitError } from '../../src/model/errors.ts';
import { LocalTransport } from '../../src/transport/local.ts';
import type { Transport } from '../../src/transport/transport.ts';
import { readCpio } from './fakes/read-cpio.ts';

const ASSETS = 'assets/guest/node';
const LIBC = '/lib/x86_64-linux-gnu/libc.so.6';
const LOADER = '/lib64/ld-linux-x86-64.so.2';
const modinfo = (depends: string) => Buffer.from(`license=GPL\0depends=${depends}\0`);

let dir: string;
let host: Transport;
let asked: (readonly string[])[];
const at = (name: string) => path.join(dir, name);

/** This host, with a mmdebstrap whose packages are a small tree of this very host's programs. */
function hostWithPackages(tree: string): Transport {
  const local = new LocalTransport();
  return {
    name: 'local',
    machine: 'host',
    spawn: (request) => {
      asked.push(request.argv);
      return local.spawn(request.argv[0] === 'mmdebstrap' ? { argv: ['tar', '-cf', request.argv[5] ?? '', '-C', tree, '.'] } : request);
    },
    close: () => local.close(),
  };
}

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'node-image-'));
  asked = [];
  host = hostWithPackages(at('packages'));
});
afterEach(() => rm(dir, { recursive: true }));

const options = () => ({ arch: 'x86_64', outDir: at('out'), workDir: at('work'), assetsDir: ASSETS, suite: 'bookworm', mirror: 'http://mirror' }) as const;

describe.skipIf(!existsSync(LIBC))('buildNodeImage', () => {
  beforeEach(async () => {
    for (const program of PROGRAMS) {
      await mkdir(path.dirname(at(`packages/${program}`)), { recursive: true });
      await cp('/usr/bin/env', at(`packages/${program}`), { dereference: true });
    }
    for (const library of [LIBC, LOADER, '/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2']) await cp(library, at(`packages${library}`), { dereference: true });
    await mkdir(at('packages/boot'));
    await writeFile(at('packages/boot/vmlinuz-6.1.0'), 'a kernel');
    const modules = at('packages/lib/modules/6.1.0/kernel');
    await mkdir(modules, { recursive: true });
    await writeFile(path.join(modules, 'virtio.ko'), modinfo(''));
    await writeFile(path.join(modules, 'virtio_net.ko'), modinfo('virtio'));
    await writeFile(path.join(modules, 'virtio_console.ko'), modinfo('virtio'));
    await writeFile(path.join(modules, 'overlay.ko'), modinfo(''));
    await writeFile(path.join(modules, 'usb.ko'), modinfo(''));
  });

  it('leaves kernel, userland and modules, and nothing of its work', async () => {
    await buildNodeImage(host, options());
    expect((await readdir(at('out'))).sort()).toEqual(['k3s-modules.cpio', 'modules.cpio', 'userland.cpio', 'vmlinuz']);
    expect(await readFile(at('out/vmlinuz'), 'utf8')).toBe('a kernel');
    expect(existsSync(at('work'))).toBe(false);
  });

  it('asks for packages of the architecture, to be extracted and not run', async () => {
    await buildNodeImage(host, options());
    const argv = asked.find(([program]) => program === 'mmdebstrap');
    expect(argv).toEqual(expect.arrayContaining(['--variant=extract', '--architectures=amd64', 'bookworm', 'http://mirror']));
    expect(argv?.find((word) => word.startsWith('--include='))).toMatch(/dropbear-bin.*linux-image-cloud-amd64/);
  });

  it('packs programs with their libraries, scripts that can run, and an init', async () => {
    await buildNodeImage(host, options());
    const userland = new Map(readCpio(await readFile(at('out/userland.cpio'))).map((entry) => [entry.path, entry]));
    expect(userland.get('usr/sbin/dropbear')?.mode).toBe(0o100755);
    expect(userland.has('lib/x86_64-linux-gnu/libc.so.6')).toBe(true);
    expect(userland.get('etc/labdeck/setup')?.mode).toBe(0o100755);
    expect(userland.get('etc/inittab')?.mode).toBe(0o100644);
    expect(userland.get('init')?.data).toBe('sbin/init');
    expect(userland.get('bin/sh')?.data).toBe('dash');
    expect(userland.get('dev/console')?.rdev).toEqual([5, 1]);
    expect(userland.get('root')?.mode).toBe(0o040700);
    expect([...userland.keys()].filter((file) => file.startsWith('boot') || file.startsWith('lib/modules'))).toEqual([]);
  });

  it('names each module once, in the order of loading, and takes none that nobody asked for', async () => {
    await buildNodeImage(host, options());
    const modules = new Map(readCpio(await readFile(at('out/modules.cpio'))).map((entry) => [entry.path, entry.data]));
    const kernel = '/lib/modules/6.1.0/kernel';
    expect(modules.get('etc/labdeck/modules/boot')).toBe(`${kernel}/virtio.ko\n${kernel}/virtio_net.ko\n`);
    expect(modules.get('etc/labdeck/modules/late')).toBe(`${kernel}/virtio_console.ko\n`);
    expect([...modules.keys()].filter((file) => file.endsWith('.ko')).map((file) => path.basename(file)).sort()).toEqual(['virtio.ko', 'virtio_console.ko', 'virtio_net.ko']);
    const k3s = readCpio(await readFile(at('out/k3s-modules.cpio'))).map((entry) => entry.path);
    expect(k3s).toEqual(expect.arrayContaining(['lib/modules/6.1.0/kernel/overlay.ko', 'etc/labdeck/modules/k3s']));
  });

  it('makes the same bytes of the same packages', async () => {
    await buildNodeImage(host, options());
    const first = await readFile(at('out/userland.cpio'));
    await buildNodeImage(host, options());
    expect((await readFile(at('out/userland.cpio'))).equals(first)).toBe(true);
  });

  it('says which program or kernel the packages lack', async () => {
    await rm(at('packages/usr/sbin/dropbear'));
    await expect(buildNodeImage(host, options())).rejects.toThrow(/needs usr\/sbin\/dropbear/);
    await cp('/usr/bin/env', at('packages/usr/sbin/dropbear'), { dereference: true });
    await rm(at('packages/boot/vmlinuz-6.1.0'));
    await expect(buildNodeImage(host, options())).rejects.toThrow(CheckError);
  });
});

it('passes on what mmdebstrap said', async () => {
  await expect(buildNodeImage(hostWithPackages(at('nowhere')), options())).rejects.toThrow(ExitError);
});

it('nodeImageInputs changes with the architecture and with any file of ours, and with nothing else', async () => {
  await cp(ASSETS, at('assets'), { recursive: true });
  const inputs = (arch: 'x86_64' | 'aarch64' = 'x86_64') => nodeImageInputs({ arch, assetsDir: at('assets'), suite: 'bookworm', mirror: '' }).then((value) => JSON.stringify(value));
  const before = await inputs();
  expect(await inputs()).toBe(before);
  expect(await inputs('aarch64')).not.toBe(before);
  await writeFile(at('assets/etc/inittab'), 'changed');
  expect(await inputs()).not.toBe(before);
});
