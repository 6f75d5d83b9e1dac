import { describe, expect, it } from 'vitest';
import { loadLab, wantedLab } from '../../src/config/load-lab.ts';
import { LostError } from '../../src/model/errors.ts';
import type { OuterVm } from '../../src/model/outer-vm.ts';
import { valueOf } from '../../src/model/reading.ts';
import { createProbes } from '../../src/probe/probes.ts';
import { createLabStore } from '../../src/store/lab-store.ts';
import { labNodes } from '../../src/store/select/nodes.ts';
import { emptyState } from '../../src/store/state.ts';
import { momentAnswers } from '../fakes/moment.ts';
import { type Answers, RecordedOuter } from '../fakes/recorded-outer.ts';
import { TurnedClock } from './turned-clock.ts';

const FILE = 'profiles/lab/embedded.yaml';
const ALL = ['outer', 'units', 'domains', 'bridges', 'fdb', 'tc', 'links', 'leases'];
const LIMITS = { timeoutMs: 60_000 };

/** Probes of a lab over a machine that answers as a real one did at one moment. */
function probesOf(answers: Answers = momentAnswers('debian12-host'), outerVm: () => Promise<OuterVm> = () => Promise.resolve({ state: 'running', pid: 1 })) {
  const store = createLabStore(emptyState({ pid: 1, version: '0', startedAt: 0, frontEnds: [] }, wantedLab(loadLab({ name: 'embedded', file: FILE }), FILE)));
  const outer = new RecordedOuter(answers);
  const clock = new TurnedClock();
  const probes = createProbes({ store, clock, outer, outside: { outer: outerVm, snapshots: () => Promise.resolve([]) }, hold: false });
  return { store, outer, clock, probes };
}

describe('one reading of the whole lab', () => {
  it('fills every slot', async () => {
    const { store, probes } = probesOf();
    await probes.refresh(ALL, LIMITS);
    const state = store.get();
    expect(ALL.map((slot) => [slot, (state[slot as 'units'] as { readonly state: string }).state])).toEqual(ALL.map((slot) => [slot, 'fresh']));
    expect(valueOf(state.units)?.every(({ loadState }) => loadState !== 'not-found')).toBe(true);
    expect(valueOf(state.links)?.find(({ name }) => name === 'ovshost0')?.addresses).toContain('192.168.100.1/24');
    probes.close();
  });

  it('has the domains of both drivers, each of its kind, and says what a driver cannot', async () => {
    const { store, probes } = probesOf();
    await probes.refresh(['domains'], LIMITS);
    const domains = valueOf(store.get().domains) ?? [];
    expect(domains.map(({ name, kind, state }) => [name, kind, state]).toSorted()).toEqual([
      ['jetson-1', 'tcg', 'running'],
      ['n100-1', 'lxc', 'running'],
      ['n100-2', 'lxc', 'running'],
      ['n100-3', 'lxc', 'running'],
      [`odd name 'q' "dq"; &<é 5`, 'lxc', 'shut off'],
    ]);
    for (const { driver, unsupported, rssKiB } of domains) {
      expect(unsupported).toEqual(driver === 'lxc' ? ['virConnectGetAllDomainStats'] : []);
      expect(rssKiB === undefined).toBe(driver === 'lxc');
    }
    probes.close();
  });

  it('joins VM, tap, OVS port, qdiscs and address', async () => {
    const { store, probes } = probesOf();
    await probes.refresh(ALL, LIMITS);
    const rows = labNodes(store.get());
    const jetson = rows.find(({ name }) => name === 'jetson-1');
    expect(jetson).toMatchObject({ kind: 'tcg', state: 'running' });
    // Two NICs, each with its own port, told apart by nothing but their MACs.
    expect(jetson?.nics.map(({ mac, bridge }) => [mac, bridge])).toEqual([['52:54:00:12:34:10', 'ovsbr0'], ['52:54:00:12:34:11', 'ovsbr0']]);
    for (const { tap, ovsPort, ofport } of jetson?.nics ?? []) expect([tap, ofport]).toEqual([ovsPort, expect.any(Number)]);
    expect(jetson?.nics.map(({ qdiscs }) => qdiscs.map(({ kind }) => kind))).toEqual([['htb', 'netem', 'ingress'], ['fq_codel']]);
    // The second and third node came up with another MAC than their domains have (udev's doing), so no address is theirs.
    expect(rows.map(({ name, nics }) => [name, nics[0]?.ip])).toEqual([['n100-1', '192.168.100.10'], ['n100-2', undefined], ['n100-3', undefined], ['jetson-1', undefined]]);
    probes.close();
  });

  it('derives the layers as soon as their evidence is there', async () => {
    const { store, probes } = probesOf();
    await probes.refresh(['layers'], LIMITS);
    const states = Object.fromEntries(store.get().layers.map(({ name, state }) => [name, state]));
    expect(states).toMatchObject({ qemu: 'up', kernel: 'up', libvirt: 'up', ovs: 'up', nodes: 'up', k3s: 'absent' });
    probes.close();
  });
});

describe('the embedded lab itself, as recorded', () => {
  it('has a real QEMU domain of another architecture, beside containers, each joined to its port', async () => {
    const { store, probes } = probesOf(momentAnswers('embedded'));
    await probes.refresh([...ALL, 'layers'], LIMITS);
    const jetson = labNodes(store.get()).find(({ name }) => name === 'jetson-1');
    expect(jetson).toMatchObject({ kind: 'tcg', arch: 'aarch64', state: 'running', nics: [{ mac: '52:54:00:12:34:10', bridge: 'ovsbr0' }] });
    expect(jetson?.nics[0]?.tap).toBe(jetson?.nics[0]?.ovsPort);
    const containers = labNodes(store.get()).filter(({ kind }) => kind === 'lxc');
    expect(containers.map(({ name, state, nics }) => [name, state, nics[0]?.ip])).toEqual([
      ['n100-1', 'running', '192.168.100.10'],
      ['n100-2', 'running', '192.168.100.11'],
      ['n100-3', 'running', '192.168.100.12'],
    ]);
    expect(new Set(labNodes(store.get()).map(({ nics }) => nics[0]?.ovsPort)).size).toBe(4);
    expect(store.get().layers.find(({ name }) => name === 'dnsmasq')).toMatchObject({ state: 'up', says: 'labdeck-dnsmasq.service active (running)' });
    probes.close();
  });
});

describe('a tool that fails', () => {
  it('is one reading that failed, and the layer it speaks for', async () => {
    const answers = momentAnswers('debian12-host');
    const { store, probes } = probesOf((argv, stdin) => (argv.includes('lxc:///system') ? { stdout: "error: failed to connect to the hypervisor\nerror: Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory\n", status: 1 } : answers(argv, stdin)));
    await probes.refresh(ALL, LIMITS);
    expect(store.get().domains).toMatchObject({ state: 'failed', failure: { kind: 'lost', what: 'libvirtd on outer does not answer (lxc:///system)' } });
    expect(store.get().bridges.state).toBe('fresh');
    expect(store.get().layers.find(({ name }) => name === 'libvirt')).toMatchObject({ state: 'down' });
    probes.close();
  });

  it('keeps what was last known', async () => {
    let broken = false;
    const answers = momentAnswers('debian12-host');
    const { store, probes } = probesOf((argv, stdin) => (broken && argv[0] === 'ovsdb-client' ? { stdout: '[{"rows":[', status: 0 } : answers(argv, stdin)));
    await probes.refresh(['bridges'], LIMITS);
    const before = valueOf(store.get().bridges);
    broken = true;
    await probes.refresh(['bridges'], LIMITS);
    expect(store.get().bridges).toMatchObject({ state: 'failed', failure: { kind: 'parse', detail: '[{"rows":[' }, last: { value: before } });
    probes.close();
  });
});

describe('a lab that is down', () => {
  it('asks nothing inside before the outer VM is known', async () => {
    const off = probesOf(undefined, () => Promise.reject(new LostError({ what: 'no monitor' })));
    const asked: string[] = [];
    off.store.subscribe(({ slot }) => asked.push(slot));
    await off.probes.refresh(['units'], LIMITS);
    expect(asked.filter((slot) => slot !== 'layers')).toEqual(['outer', 'units']);
    off.probes.close();
  });

  it('is read again at once when it has come up', async () => {
    let outerVm: OuterVm = { state: 'off' };
    const answers = momentAnswers('debian12-host');
    const { store, clock, probes, outer } = probesOf((argv, stdin) => (outerVm.state === 'off' ? { status: 1, stderr: 'the lab is down' } : answers(argv, stdin)), () => Promise.resolve(outerVm));
    probes.show(['domains', 'outer']);
    await clock.pass(60_000);
    expect(store.get().domains.state).toBe('failed');
    outerVm = { state: 'running', pid: 1 };
    const before = outer.asked.length;
    await clock.pass(6_000);
    expect(outer.asked.length).toBeGreaterThan(before);
    expect(store.get().domains.state).toBe('fresh');
    probes.show([]);
    probes.close();
    expect(clock.waiting).toBe(0);
  });
});
