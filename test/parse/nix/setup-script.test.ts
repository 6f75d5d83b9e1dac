import { describe, expect, test } from 'vitest';
import { parseExecStart, parseSetupScript } from '../../../src/parse/nix/setup-script.ts';

/** The shape of n3x's unit, as its Nix expression writes it. */
const SCRIPT = `#!/nix/store/aaa-bash/bin/bash
set -e
# Setup system disk for n100-1
if [ ! -f /var/lib/libvirt/images/n100-1.qcow2 ]; then
  # Copy pre-built NixOS image from Nix store
  echo "Copying pre-built image for n100-1..."
  cp /nix/store/bbb-n100-1/n100-1.qcow2 /var/lib/libvirt/images/n100-1.qcow2
  chmod 644 /var/lib/libvirt/images/n100-1.qcow2
fi
# Create extra storage disk for Longhorn/data
[ -f /var/lib/libvirt/images/n100-1-data.qcow2 ] || \\
  qemu-img create -f qcow2 /var/lib/libvirt/images/n100-1-data.qcow2 10G
virsh dominfo n100-1 &>/dev/null || virsh define /nix/store/ccc-n100-1.xml
if [ ! -f /var/lib/libvirt/images/jetson-1.qcow2 ]; then
  qemu-img create -f qcow2 /var/lib/libvirt/images/jetson-1.qcow2 8G
fi
virsh dominfo jetson-1 &>/dev/null || virsh define /nix/store/ddd-jetson-1.xml
`;

describe('the script of setup-inner-vms', () => {
  test('tells what each node is made from, data disks apart', () => {
    expect(parseSetupScript(SCRIPT)).toEqual([
      { domain: 'n100-1', image: '/nix/store/bbb-n100-1/n100-1.qcow2', disk: '/var/lib/libvirt/images/n100-1.qcow2', xml: '/nix/store/ccc-n100-1.xml' },
      { domain: 'jetson-1', disk: '/var/lib/libvirt/images/jetson-1.qcow2', xml: '/nix/store/ddd-jetson-1.xml' },
    ]);
  });

  test('is read as far as it goes', () => {
    expect(parseSetupScript('')).toEqual([]);
    for (let end = 0; end < SCRIPT.length; end += 5) expect(parseSetupScript(SCRIPT.slice(0, end)).length).toBeLessThanOrEqual(2);
  });

  test('is found by its unit', () => {
    expect(parseExecStart('{ path=/nix/store/x-start/bin/setup-inner-vms-start ; argv[]=/nix/store/x ; ignore_errors=no }')).toBe('/nix/store/x-start/bin/setup-inner-vms-start');
    expect(parseExecStart('')).toBeUndefined();
  });
});
