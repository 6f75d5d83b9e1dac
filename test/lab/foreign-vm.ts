import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { labPaths } from '../../src/config/paths.ts';
import { buildImage, type Image } from '../../src/lab/image/recipe.ts';
import { probeKvm } from '../../src/lab/kvm-probe.ts';
import { killQemu } from '../../src/lab/outer/qemu-process.ts';
import { LocalTransport } from '../../src/transport/local.ts';

const ASSETS = join(import.meta.dirname, '../../assets');

export interface ForeignVm {
  readonly dir: string;
  readonly monitor: string;
  readonly serial: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * The image once more, started as n3x's emulation-vm-bg starts its VM: machine pc, one NIC in the user network, a human monitor, one serial line, no
 * forwarded port. Without the words of ours on the kernel line nothing of ours runs in it. Resolves at the first prompt.
 */
export async function foreignVm(machine = 'pc'): Promise<ForeignVm> {
  const image = await theImage();
  // Not under the test's temporary directory: a disk may not lie in memory.
  const dir = mkdtempSync(join(tmpdir(), 'labdeck-foreign-'));
  const [disk, pidFile, monitor, serial] = ['nixos.qcow2', 'qemu.pid', 'monitor.sock', 'serial.sock'].map((name) => join(dir, name)) as [string, string, string, string];
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  await execa('qemu-img', ['create', '-q', '-f', 'qcow2', '-F', 'raw', '-b', image.disk, disk]);
  const accel = (await probeKvm(new LocalTransport('host'))).state === 'real' ? 'kvm' : 'tcg';
  await execa('qemu-system-x86_64', [
    '-name', 'nixos', '-machine', `${machine},accel=${accel}`, '-cpu', accel === 'kvm' ? 'host' : 'max,svm=off,la57=off', '-smp', '2', '-m', '1024', '-device', 'virtio-rng-pci',
    '-net', 'nic,netdev=user.0,model=virtio', '-netdev', 'user,id=user.0,restrict=on',
    '-drive', `cache=writeback,file=${disk},id=drive1,if=none,index=1,werror=report`, '-device', 'virtio-blk-pci,bootindex=1,drive=drive1,serial=root',
    '-kernel', image.kernel, '-initrd', image.initrd, '-append', 'root=/dev/vda rw console=tty0 console=ttyS0 quiet',
    '-daemonize', '-pidfile', pidFile, '-monitor', `unix:${monitor},server,nowait`, '-serial', `unix:${serial},server,nowait`, '-display', 'none',
  ]);
  await prompt(serial);
  return {
    dir,
    monitor,
    serial,
    async [Symbol.asyncDispose]() {
      await killQemu(pidFile);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** That of the lab of the tests, which has been built by now. */
async function theImage(): Promise<Image> {
  const uid = process.getuid?.() ?? 0;
  const paths = labPaths('labdeck-foreign', process.env, uid);
  const context = { host: new LocalTransport('host'), logs: paths.buildLogs, onProgress: () => undefined, uid, signal: new AbortController().signal };
  return buildImage(ASSETS, paths.home, context);
}

/** Types a line on the console, as a person would, and gives back all that was shown until it had ended, as plain lines. */
export async function onConsole(serial: string, line: string): Promise<string> {
  const socket = createConnection({ path: serial });
  socket.write(`${line}; echo E''ND\r`);
  let screen = '';
  for await (const bytes of socket) {
    screen += String(bytes);
    if (/\nEND\r/.test(screen)) break;
  }
  if (!socket.destroyed) await once(socket.destroy(), 'close');
  return stripVTControlCharacters(screen).replaceAll('\r', '');
}

/** Listens on the console until its first shell prompt, and types nothing. */
async function prompt(serial: string): Promise<void> {
  const socket = createConnection({ path: serial });
  let seen = '';
  for await (const bytes of socket) {
    seen = (seen + String(bytes)).slice(-200);
    if (/[#$] $/.test(stripVTControlCharacters(seen))) break;
  }
  if (!socket.destroyed) await once(socket.destroy(), 'close');
}
