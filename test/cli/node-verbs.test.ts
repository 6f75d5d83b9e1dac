import { describe, expect, it } from 'vitest';
import type { FdbDocument } from '../../src/command/fabric-tables.ts';
import type { VmDetails } from '../../src/command/vm-details.ts';
import { fresh, valueOf } from '../../src/model/reading.ts';
import type { LabState } from '../../src/store/state.ts';
import { fakeHouse } from './fake-house.ts';
import { READ_AT, upState } from './made-lab.ts';
import { labdeck } from './run.ts';

/** The lab with jetson-1 as it is changed. */
function withJetson(change: Record<string, unknown>): LabState {
  const state = upState();
  const domains = (valueOf(state.domains) ?? []).map((domain) => (domain.name === 'jetson-1' ? { ...domain, ...change } : domain));
  return { ...state, domains: fresh(domains, READ_AT) };
}

async function actsOf(argv: readonly string[], state = upState()) {
  const house = fakeHouse(state);
  house.saved.add('jetson-1');
  const { code, stderr } = await labdeck(argv, { house });
  return { code, stderr, acts: house.acts.map((act) => act.replace('virsh -c ', '')) };
}

describe('verbs that change a node', () => {
  it.each<[readonly string[], LabState, readonly string[]]>([
    [['vm', 'autostart', 'n100-1', 'jetson-1'], upState(), ['lxc:/// autostart n100-1 true', 'qemu:/// autostart jetson-1 true']],
    [['vm', 'autostart', 'jetson-1', '--off'], upState(), ['qemu:/// autostart jetson-1 false']],
    // Off: its maximum first, and only what is written down.
    [['vm', 'memory', '512MiB', 'jetson-1'], upState(), ['qemu:/// setmaxmem jetson-1 524288', 'qemu:/// setmem jetson-1 524288 --config']],
    [['vm', 'memory', '1GiB', 'n100-1'], upState(), ['lxc:/// setmem n100-1 1048576 --live --config']],
    [['vm', 'vcpus', '2', 'jetson-1'], withJetson({ state: 'running' }), ['qemu:/// setvcpus jetson-1 2 --live --config']],
    [['vm', 'vcpus', '2', 'jetson-1'], upState(), ['qemu:/// setMaxVcpus jetson-1 2', 'qemu:/// setvcpus jetson-1 2 --config']],
    [['vm', 'cdrom', '/a b.iso', 'jetson-1'], withJetson({ blocks: [{ target: 'sda', device: 'disk' }] }), ['qemu:/// attachCdrom jetson-1 sdb /a b.iso --config']],
    [['vm', 'cdrom', '/a.iso', 'jetson-1'], withJetson({ state: 'running', blocks: [{ target: 'sdc', device: 'cdrom' }] }), ['qemu:/// changeMedia jetson-1 sdc /a.iso --live --config']],
    [['vm', 'eject', 'jetson-1'], withJetson({ blocks: [{ target: 'sdc', device: 'cdrom' }] }), ['qemu:/// changeMedia jetson-1 sdc undefined --config']],
    [['vm', 'save', 'jetson-1'], upState(), ['qemu:/// managedsave jetson-1']],
    [['vm', 'restore', 'jetson-1'], upState(), ['qemu:/// start jetson-1']],
    [['vm', 'snapshot-save', 'a b', 'jetson-1'], upState(), ['qemu:/// snapshotCreateAs jetson-1 a b']],
    [['vm', 'snapshot-restore', 's', 'jetson-1', '--yes'], upState(), ['qemu:/// snapshotRevert jetson-1 s']],
    [['vm', 'snapshot-delete', 's', 'jetson-1', '--yes'], upState(), ['qemu:/// snapshotDelete jetson-1 s']],
  ])('%j', async (argv, state, acts) => {
    expect(await actsOf(argv, state)).toEqual({ code: 0, stderr: '', acts });
    expect(await actsOf([...argv, '--dry-run'], state)).toMatchObject({ code: 0, acts: [] });
  });

  it.each<[readonly string[], number, string]>([
    [['vm', 'memory', '512', 'jetson-1'], 2, '"512" is not a size'],
    [['vm', 'vcpus', '0', 'jetson-1'], 2, '"0" is not a number of vCPUs'],
    [['vm', 'cdrom', 'a.iso', 'jetson-1'], 2, '"a.iso" is no path in the outer VM'],
    [['vm', 'eject', 'jetson-1'], 1, 'jetson-1 has no CD drive'],
    [['vm', 'save', 'n100-7'], 2, 'did you mean'],
  ])('refuses what cannot be meant: %j', async (argv, code, says) => {
    const ran = await labdeck(argv);
    expect([ran.code, `${ran.stderr}${ran.stdout}`]).toEqual([code, expect.stringContaining(says)]);
  });

  it('says of a container what its driver cannot, by name, before anything is done', async () => {
    for (const verb of ['save', 'restore', 'eject']) {
      const { code, stderr, acts } = await actsOf(['vm', verb, 'n100-1']);
      expect([code, acts]).toEqual([1, []]);
      expect(stderr).toContain(`vm ${verb} is unsupported by the lxc driver: n100-1 (virDomain`);
    }
    // With a VM among them it is done to that one, and the container is told of by itself.
    expect((await actsOf(['vm', 'save', 'n100-1', 'jetson-1'])).acts).toContain('qemu:/// managedsave jetson-1');
  });

  it('does not boot what was never saved', async () => {
    const house = fakeHouse(upState());
    const { code, stdout } = await labdeck(['vm', 'restore', 'jetson-1'], { house });
    expect([code, house.acts]).toEqual([1, []]);
    expect(stdout).toContain('jetson-1 was not saved');
  });

  it('asks for the name of a protected node, and for the lab when several are meant', async () => {
    const made = upState();
    const state = { ...made, wanted: { ...made.wanted, nodes: made.wanted.nodes.map((node) => ({ ...node, protected: true as const })) } };
    const says = async (stdin: string, ...nodes: string[]) => {
      const house = fakeHouse(state);
      const { code, stderr } = await labdeck(['vm', 'destroy', ...nodes], { house, tty: true, stdin });
      return { code, stderr, acts: house.acts.length };
    };
    expect(await says('y\n', 'n100-1')).toMatchObject({ code: 130, acts: 0, stderr: expect.stringContaining('protected: type n100-1 to go on') as string });
    expect(await says('n100-1\n', 'n100-1')).toMatchObject({ code: 0, acts: 1 });
    expect(await says('n100-1\n', 'n100-1', 'jetson-1')).toMatchObject({ code: 130, acts: 0 });
    expect(await says('embedded\n', 'n100-1', 'jetson-1')).toMatchObject({ code: 0, acts: 2 });
  });
});

describe('vm details and vm snapshots', () => {
  it('ask libvirt for each part, and say which part there is none of', async () => {
    const { stdout } = await labdeck(['vm', 'details', 'n100-1', '--json']);
    const details = JSON.parse(stdout) as VmDetails;
    expect(details).toMatchObject({ node: 'n100-1', row: { nics: [{ tap: 'vnet0' }] }, dominfo: { value: { name: 'n100-1' } }, interfaces: [{ target: 'vnet0' }] });
    expect(details.qos['vnet0']).toMatchObject({ failure: { kind: 'unsupported' } });
    expect(details.xml).toEqual({ value: '<domain><name>n100-1</name></domain>\n' });
  });

  it('list libvirt\'s snapshots of a node', async () => {
    expect(JSON.parse((await labdeck(['vm', 'snapshots', 'jetson-1', '--json'])).stdout)).toMatchObject({ node: 'jetson-1', snapshots: [{ name: 'first' }] });
  });
});

describe('ports and tables of the switch', () => {
  it('set the device behind a port up and down, and ask before a node loses its network', async () => {
    expect(await actsOf(['port', 'up', 'vnet0'])).toMatchObject({ code: 0, acts: ['ip link set dev vnet0 up'] });
    expect(await actsOf(['port', 'down', 'vnet0', '--yes'])).toMatchObject({ code: 0, acts: ['ip link set dev vnet0 down'] });
    expect(await actsOf(['port', 'down', 'vnet0'])).toMatchObject({ code: 4, acts: [], stderr: expect.stringContaining('n100-1: its network through vnet0, until port up') as string });
    expect(await actsOf(['port', 'up', 'vnet1'])).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean "vnet0"?') as string });
  });

  it('say whose address a bridge has learnt', async () => {
    const entriesOf = async (...words: string[]) => (JSON.parse((await labdeck(['fdb', ...words, '--json'])).stdout) as FdbDocument).entries;
    expect(await entriesOf()).toEqual([{ port: '3', vlan: 0, mac: '52:54:00:12:34:01', ageSec: 4, portName: 'vnet0', owner: 'n100-1', ip: '192.168.100.10' }]);
    for (const word of ['n100-1', '12:34:01', '192.168.100.10']) expect(await entriesOf(word)).toHaveLength(1);
    expect(await entriesOf('jetson-1')).toEqual([]);
  });

  it('show the flows of a bridge that is there', async () => {
    expect(JSON.parse((await labdeck(['flows', '--json'])).stdout)).toMatchObject({ bridge: 'ovsbr0', flows: [{ actions: 'NORMAL of ovsbr0' }] });
    expect((await labdeck(['flows', 'br9'])).code).toBe(2);
  });
});

describe('--readonly', () => {
  it('refuses what would change something, and nothing else', async () => {
    const house = fakeHouse(upState());
    const { code, stderr } = await labdeck(['vm', 'start', 'n100-1', '--readonly'], { house });
    expect([code, house.acts]).toEqual([4, []]);
    expect(stderr).toContain('vm start would change something, and this is --readonly');
    expect((await labdeck(['vm', 'start', 'n100-1', '--readonly', '--dry-run'], { house })).code).toBe(0);
    expect((await labdeck(['status', '--readonly'])).code).toBe(0);
  });
});
