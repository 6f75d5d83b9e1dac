import { describe, expect, it } from 'vitest';
import { runnerOn } from '../../../src/client/run.ts';
import { Virsh } from '../../../src/client/virsh/virsh.ts';
import { UnsupportedError } from '../../../src/model/errors.ts';
import { recorded, RecordedOuter, type Said } from '../../fakes/recorded-outer.ts';

const BOTH = ['--live', '--config'] as const;

function virshThatSays(said: Said) {
  const outer = new RecordedOuter(() => said);
  const runner = runnerOn(outer);
  return { virsh: new Virsh({ uri: 'qemu:///system', read: runner, act: runner }), asked: outer.asked };
}

type Change = (virsh: Virsh) => Promise<void>;

describe('what changes a domain', () => {
  it.each<[string, Change, readonly string[]]>([
    ['autostart', (virsh) => virsh.autostart('-x', true), ['autostart', '--domain=-x']],
    ['autostart off', (virsh) => virsh.autostart('a b', false), ['autostart', '--domain=a b', '--disable']],
    ['setmem', (virsh) => virsh.setmem('j', 524288, BOTH), ['setmem', '--domain=j', '--size=524288', '--live', '--config']],
    ['setmaxmem', (virsh) => virsh.setmaxmem('j', 524288), ['setmaxmem', '--domain=j', '--size=524288', '--config']],
    ['setvcpus', (virsh) => virsh.setvcpus('j', 2, ['--config']), ['setvcpus', '--domain=j', '--count=2', '--config']],
    ['setvcpus --maximum', (virsh) => virsh.setMaxVcpus('j', 2), ['setvcpus', '--domain=j', '--count=2', '--maximum', '--config']],
    ['change-media', (virsh) => virsh.changeMedia('j', 'sda', "/it's.iso", BOTH), ['change-media', '--domain=j', '--path=sda', "--source=/it's.iso", '--update', '--live', '--config']],
    ['change-media --eject', (virsh) => virsh.changeMedia('j', 'sda', undefined, ['--config']), ['change-media', '--domain=j', '--path=sda', '--eject', '--config']],
    ['attach-disk', (virsh) => virsh.attachCdrom('j', 'sda', '/a.iso', ['--config']), ['attach-disk', '--domain=j', '--source=/a.iso', '--target=sda', '--targetbus=scsi', '--type=cdrom', '--mode=readonly', '--config']],
    ['managedsave', (virsh) => virsh.managedsave('j'), ['managedsave', '--domain=j']],
    ['snapshot-create-as', (virsh) => virsh.snapshotCreateAs('j', '--x'), ['snapshot-create-as', '--domain=j', '--name=--x']],
    ['snapshot-revert', (virsh) => virsh.snapshotRevert('j', 'first snap'), ['snapshot-revert', '--domain=j', '--snapshotname=first snap']],
    ['snapshot-delete', (virsh) => virsh.snapshotDelete('j', 's'), ['snapshot-delete', '--domain=j', '--snapshotname=s']],
  ])('%s', async (_verb, change, argv) => {
    const { virsh, asked } = virshThatSays({});
    await change(virsh);
    expect(asked).toEqual([['virsh', '-c', 'qemu:///system', ...argv]]);
  });

  it('is refused by name where the driver has no such call', async () => {
    const { virsh } = virshThatSays({ stderr: recorded('virsh/save-lxc.txt.stderr'), status: 1 });
    await expect(virsh.managedsave('n100-1')).rejects.toThrow(UnsupportedError);
    await expect(virsh.managedsave('n100-1')).rejects.toThrow('managedsave is not supported by the qemu driver (virDomainSave)');
  });
});

describe('limits of a NIC', () => {
  it('are read in the units of libvirt', async () => {
    const { virsh, asked } = virshThatSays({ stdout: recorded('virsh/domiftune-qemu.txt') });
    const limits = { averageKBytesPerSec: 100_000, peakKBytesPerSec: 200_000, burstKBytes: 10_240 };
    expect(await virsh.domiftune('jetson-1', 'vnet8')).toEqual({ inbound: limits, outbound: limits });
    expect(asked[0]?.slice(-2)).toEqual(['--domain=jetson-1', '--interface=vnet8']);
  });

  it('are not there for a container, by name', async () => {
    const { virsh } = virshThatSays({ stderr: recorded('virsh/domiftune-lxc.txt.stderr'), status: 1 });
    await expect(virsh.domiftune('n100-1', 'vnet0')).rejects.toThrow('(virDomainGetInterfaceParameters)');
  });
});
