import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { planNode, relayUnit } from '../../src/lab/node/plan.ts';
import type { PlanOptions } from '../../src/lab/node/plan.ts';
import { prepareNodes, startNodes } from '../../src/lab/nodes.ts';
import { ExitError, RefusedError } from '../../src/model/errors.ts';
import { embedded, keys, nodeOf } from './fakes/lab.ts';
import { ScriptedMachine } from './fakes/scripted-machine.ts';
import type { Answer } from './fakes/scripted-machine.ts';

const IMAGE = 'x86_64/vmlinuz 1 1.0';
const plan = (name: string, change: Partial<PlanOptions> = {}) => planNode({ lab: embedded, node: nodeOf(name), kind: 'lxc', keys, k3sBytes: 0, image: IMAGE, ...change });

interface Outer {
  readonly stamps?: string;
  readonly qemu?: string;
  readonly lxc?: string;
  readonly running?: string;
  readonly answers?: (argv: readonly string[]) => Answer | undefined;
}

/** An outer VM without KVM, as `prepareNodes` asks it. */
function outerVm({ stamps = '', qemu = '', lxc = '', running = '', answers }: Outer = {}): ScriptedMachine {
  return new ScriptedMachine((argv) => {
    const line = argv.join(' ');
    const own = answers?.(argv);
    if (own !== undefined) return own;
    if (argv[0] === 'uname') return { stdout: 'x86_64\n' };
    if (argv[0] === 'test') return { status: 1 };
    if (argv[0] === 'find') return { stdout: `${IMAGE}\n` };
    if (line.includes('stamp')) return { stdout: argv.includes('n100-1') && argv.length > 6 ? stamps : '' };
    if (line.endsWith('list --name --all')) return { stdout: line.includes('lxc') ? lxc : qemu };
    return line.endsWith('list --name') && line.includes('lxc') ? { stdout: running } : {};
  });
}

const options = { lab: embedded, keys };
const steps = (machine: ScriptedMachine, name: string) => machine.said.filter(({ argv }) => argv.some((word) => word.includes(`/domains/${name}/`) || word === name) && !argv.some((word) => word.startsWith('for node')));

describe('prepareNodes', () => {
  it('defines what is new: containers for x86, jetson-1 emulated', async () => {
    const machine = outerVm();
    const ready = await prepareNodes(machine, options);
    expect(ready.map(({ name, kind, running }) => [name, kind, running])).toEqual([['n100-1', 'lxc', false], ['n100-2', 'lxc', false], ['n100-3', 'lxc', false], ['jetson-1', 'tcg', false]]);
    const defined = machine.said.filter(({ argv }) => argv.includes('define')).map(({ argv }) => [argv[3], argv.at(-1)]);
    expect(defined.sort()).toEqual([
      ['lxc:///', '/var/lib/labdeck/domains/n100-1/domain.xml'],
      ['lxc:///', '/var/lib/labdeck/domains/n100-2/domain.xml'],
      ['lxc:///', '/var/lib/labdeck/domains/n100-3/domain.xml'],
      ['qemu:///system', '/var/lib/labdeck/domains/jetson-1/domain.xml'],
    ]);
  });

  it('says by name what a kind cannot do', async () => {
    const [first] = await prepareNodes(outerVm(), options);
    expect(first?.lacks).toContain('domiftune: not supported by the lxc driver');
    expect(first?.why).toMatch(/no real KVM in the outer VM \(there is no \/dev\/kvm\)/);
  });

  it('leaves alone what is defined from the same inputs', async () => {
    const machine = outerVm({ stamps: `n100-1 ${plan('n100-1').stamp}\nn100-2 stale\n`, lxc: 'n100-1\nn100-2\n\n' });
    await prepareNodes(machine, options);
    expect(steps(machine, 'n100-1')).toEqual([]);
    expect(steps(machine, 'n100-2').length).toBeGreaterThan(0);
  });

  it('defines again what libvirt has forgotten', async () => {
    const machine = outerVm({ stamps: `n100-1 ${plan('n100-1').stamp}\n` });
    await prepareNodes(machine, options);
    expect(steps(machine, 'n100-1').length).toBeGreaterThan(0);
  });

  it('touches no running node, and says when it is behind the lab file', async () => {
    const machine = outerVm({ stamps: `n100-1 old\nn100-2 ${plan('n100-2').stamp}\n`, lxc: 'n100-1\nn100-2\n', running: 'n100-1\nn100-2\n' });
    const ready = await prepareNodes(machine, options);
    expect(steps(machine, 'n100-1')).toEqual([]);
    expect(ready.slice(0, 2).map(({ running, stale }) => [running, stale])).toEqual([[true, true], [true, false]]);
  });

  it('takes a node out of the driver that it was in before', async () => {
    const machine = outerVm({ qemu: 'n100-1\n' });
    await prepareNodes(machine, options);
    expect(machine.said.map(({ argv }) => argv.join(' '))).toContain('virsh --quiet --connect qemu:///system undefine n100-1');
  });

  it('changes nothing at all when one node cannot be what the lab file forces', async () => {
    const machine = outerVm();
    const lab = { ...embedded, nodes: embedded.nodes.map((node) => (node.name === 'n100-2' ? { ...node, kind: 'kvm' as const } : node)) };
    await expect(prepareNodes(machine, { lab, keys })).rejects.toThrow(RefusedError);
    expect(machine.said.some(({ argv }) => ['mkdir', 'define'].some((word) => argv.includes(word)))).toBe(false);
  });

  it('in a dry run names its steps and takes none', async () => {
    const machine = outerVm();
    const told: string[] = [];
    await prepareNodes(machine, { ...options, dryRun: true, onStep: (node, step) => told.push(`${node} ${step.title}`) });
    expect(told).toContain('n100-3 disk 1');
    expect(steps(machine, 'n100-3')).toEqual([]);
  });

  it('passes on what virsh said', async () => {
    const machine = outerVm({ answers: (argv) => (argv.includes('define') ? { status: 1, stderr: 'error: XML document failed to validate' } : undefined) });
    await expect(prepareNodes(machine, options)).rejects.toThrow(ExitError);
  });
});

describe('startNodes', () => {
  it('starts what does not run and waits for a ping of each', async () => {
    const machine = outerVm({ lxc: 'n100-1\n', running: 'n100-1\n' });
    const ready = await prepareNodes(machine, options);
    machine.said.length = 0;
    await startNodes(machine, ready.slice(0, 2));
    const lines = machine.said.map(({ argv }) => argv.join(' '));
    expect(lines.filter((line) => line.includes(' start '))).toEqual(['virsh --quiet --connect lxc:/// start n100-2']);
    expect(lines.filter((line) => line.includes('ping')).map((line) => line.split(' ').at(-1))).toEqual(['192.168.100.10', '192.168.100.11']);
  });
});

it('sets the clock of a VM through its agent, and leaves a container\'s alone', async () => {
  const machine = outerVm();
  const ready = await prepareNodes(machine, options);
  machine.said.length = 0;
  await startNodes(machine, ready.filter(({ name }) => ['jetson-1', 'n100-1'].includes(name)));
  const clocks = machine.said.map(({ argv }) => argv).filter((argv) => argv.includes('/usr/lib/labdeck/node-clock'));
  expect(clocks.map((argv) => argv.slice(-2))).toEqual([['qemu:///system', ready.find(({ name }) => name === 'jetson-1')?.uuid]]);
});

describe('planNode', () => {
  it('makes another stamp of another kind, lab key, image or disk', () => {
    const node = { ...nodeOf('n100-1'), disks: [64] };
    const others = [plan('n100-1', { kind: 'tcg' }), plan('n100-1', { keys: { ...keys, authorizedKey: 'ssh-ed25519 other' } }), plan('n100-1', { image: 'new' }), plan('n100-1', { node })];
    expect(new Set([plan('n100-1'), ...others].map((each) => each.stamp)).size).toBe(5);
    expect(plan('n100-1').stamp).toBe(plan('n100-1').stamp);
  });

  it('puts no name into a script: every script is one of a few', () => {
    const scripts = (name: string) => plan(name).steps.filter(({ argv }) => argv[0] === 'sh').map(({ argv }) => argv[2]);
    expect(scripts('n100-1')).toEqual(scripts('n100-2'));
  });

  it('gives the relay to containers and takes it from what libvirt logs itself', () => {
    const relay = (kind: 'lxc' | 'tcg') => plan('n100-1', { kind }).steps.find(({ title }) => title === 'console relay')?.argv;
    expect(relay('lxc')).toContain(relayUnit('n100-1'));
    expect(relay('lxc')?.[2]).toContain('systemctl start');
    expect(relay('tcg')?.[2]).toContain('systemctl stop');
  });

  it('takes k3s modules only where there is a k3s', () => {
    const initramfs = (k3sBytes: number) => plan('n100-1', { kind: 'tcg', k3sBytes }).steps.find(({ title }) => title === 'initramfs')?.argv ?? [];
    expect([initramfs(0), initramfs(9)].map((argv) => argv.some((word) => word.endsWith('k3s-modules.cpio')))).toEqual([false, true]);
  });

  it('joins and writes files as its scripts say, by a real shell', () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'plan-'));
    const at = (name: string) => path.join(dir, `it's ${name}`);
    ['a', 'b'].forEach((name) => writeFileSync(at(name), name));
    const join = plan('n100-1', { kind: 'tcg' }).steps.find(({ title }) => title === 'initramfs')?.argv.slice(0, 4) ?? [];
    const write = plan('n100-1').steps.find(({ title }) => title === 'seed')?.argv.slice(0, 3) ?? [];
    expect(spawnSync('sh', [...join.slice(1), at('out'), at('a'), at('b')]).status).toBe(0);
    expect(spawnSync('sh', [...write.slice(1), at('seed')], { input: 'bytes\0' }).status).toBe(0);
    expect([readFileSync(at('out'), 'utf8'), readFileSync(at('seed'), 'utf8'), existsSync(at('seed.new'))]).toEqual(['ab', 'bytes\0', false]);
    expect(spawnSync('sh', [...join.slice(1), at('out'), at('gone')]).status).not.toBe(0);
    expect(readFileSync(at('out'), 'utf8')).toBe('ab');
    rmSync(dir, { recursive: true });
  });
});
