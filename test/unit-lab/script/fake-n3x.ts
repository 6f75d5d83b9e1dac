import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadLab } from '../../../src/config/load-lab.ts';
import type { LabConfig } from '../../../src/config/lab.ts';
import { openLab } from '../../../src/config/dirs.ts';
import type { LabPaths } from '../../../src/config/paths.ts';
import { findQemu, killQemu } from '../../../src/lab/outer/qemu-process.ts';

export const UID = process.getuid?.() ?? 0;
const PROFILE = join(import.meta.dirname, '../../../profiles/lab/n3x.yaml');

/** What NixOS's qemu-vm.nix writes, in short: the image when there is none, then QEMU, its extra options unquoted at the end. */
const SCRIPT = `#!/bin/sh
set -e
NIX_DISK_IMAGE=$(readlink -f "\${NIX_DISK_IMAGE:-./nixos.qcow2}") || :
if ! test -e "$NIX_DISK_IMAGE"; then
  echo "Disk image do not exist, creating the virtualisation disk image..."
  [ -z "$FIRST_START" ] || read -r _ <"$FIRST_START"
  qemu-img create -q -f qcow2 "$NIX_DISK_IMAGE" 16M
fi
[ -z "$FAIL" ] || { echo "qemu-kvm: could not do it" >&2; exit 3; }
exec qemu-system-x86_64 -machine pc -cpu max -m 16 \\
  -device virtio-rng-pci -net nic,netdev=user.0,model=virtio -netdev user,id=user.0,"$QEMU_NET_OPTS" \\
  -drive cache=writeback,file="$NIX_DISK_IMAGE",id=drive1,if=none,index=1,werror=report -device virtio-blk-pci,bootindex=1,drive=drive1,serial=root \\
  -S $QEMU_OPTS "$@"
`;

export interface FakeN3x {
  readonly dir: string;
  readonly lab: LabConfig;
  readonly paths: LabPaths;
  readonly env: Readonly<Record<string, string>>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A checkout of n3x with its launcher built, and a home of its own. The launcher starts a real QEMU, stopped at its first instruction. */
export async function fakeN3x(more: Readonly<Record<string, string>> = {}): Promise<FakeN3x> {
  const dir = mkdtempSync(join(tmpdir(), 'labdeck-n3x-'));
  const runtime = join(dir, 'run');
  mkdirSync(runtime, { mode: 0o700 });
  mkdirSync(join(dir, 'checkout/result/bin'), { recursive: true });
  const script = join(dir, 'checkout/result/bin/run-nixos-vm');
  writeFileSync(script, SCRIPT);
  chmodSync(script, 0o755);
  const env = { PATH: process.env['PATH'] ?? '', HOME: dir, XDG_RUNTIME_DIR: runtime, XDG_STATE_HOME: join(dir, 'state'), ...more };
  const lab = loadLab({ name: 'n3x', file: PROFILE });
  const pidFile = join(runtime, 'n3x-emulation/qemu.pid');
  return {
    dir,
    lab,
    paths: openLab('n3x', env, UID),
    env,
    async [Symbol.asyncDispose]() {
      if ((await findQemu(pidFile)) !== undefined) await killQemu(pidFile);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
