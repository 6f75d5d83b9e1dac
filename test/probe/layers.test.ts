import { describe, expect, it } from 'vitest';
import type { DomainState } from '../../src/model/domain.ts';
import type { LayerName } from '../../src/model/layer.ts';
import type { BootStage } from '../../src/model/outer-vm.ts';
import { failed, fresh } from '../../src/model/reading.ts';
import { deriveLayers } from '../../src/probe/layers.ts';
import { parseBridges } from '../../src/parse/ovs/bridges.ts';
import type { LabState } from '../../src/store/state.ts';
import { fixture } from '../parse/fixture.ts';
import { newStore } from './fake-store.ts';

const AT = 5_000;
const NOW = 9_000;
const nothing = newStore().get();
const BRIDGES = parseBridges(fixture('debian12-host/ovs/transact.json'));

const unit = (name: string, activeState = 'active') => ({ name, loadState: 'loaded', activeState, subState: activeState === 'active' ? 'running' : 'dead' });
const domain = (name: string, state: DomainState) =>
  ({ driver: 'lxc', kind: 'lxc', name, uuid: name, state, interfaces: [], blocks: [], unsupported: [] }) as const;

const upState: LabState = {
  ...nothing,
  outer: fresh({ state: 'running', pid: 7, accelerator: 'tcg', monitor: 'qmp' }, AT),
  units: fresh([unit('multi-user.target'), unit('libvirtd.service'), unit('labdeck-dnsmasq.service')], AT + 1),
  domains: fresh([domain('n100-1', 'running'), domain('jetson-1', 'shut off')], AT + 2),
  bridges: fresh(BRIDGES, AT + 3),
};

function layer(state: LabState, name: LayerName) {
  const found = deriveLayers(state, { channels: { state: 'up', says: '6 lanes' } }, NOW).find((each) => each.name === name);
  if (found === undefined) throw new Error(`no layer ${name}`);
  return found;
}

describe('layers', () => {
  it('are unknown before anything was read', () => {
    expect(new Set(deriveLayers(nothing, {}, NOW).map(({ state }) => state))).toEqual(new Set(['unknown', 'absent']));
  });

  it('are each up on their own evidence, with the time of the reading', () => {
    const states = Object.fromEntries(deriveLayers(upState, { channels: { state: 'up', says: '6 lanes' } }, NOW).map(({ name, state }) => [name, state]));
    expect(states).toEqual({
      qemu: 'up', monitor: 'up', serial: 'unknown', kernel: 'up', systemd: 'up', channels: 'up', libvirt: 'up', ovs: 'up', dnsmasq: 'up', nodes: 'up', k3s: 'absent',
    });
    expect(layer(upState, 'ovs')).toMatchObject({ at: AT + 3, says: `ovsbr0, ${BRIDGES[0]?.ports.length} ports` });
    expect(layer(upState, 'libvirt')).toMatchObject({ at: AT + 2, says: 'answers, 2 domains' });
    expect(layer(upState, 'k3s').says).toBe('no k3s in this lab: no binary was given');
  });

  it('keep their since while their state stays', () => {
    const before = deriveLayers(upState, {}, NOW);
    const later = { ...upState, layers: before, bridges: fresh(BRIDGES, NOW + 50) };
    expect(layer(later, 'ovs')).toMatchObject({ since: AT + 3, at: NOW + 50 });
    const gone = { ...later, bridges: fresh([], NOW + 60) };
    expect(layer(gone, 'ovs')).toMatchObject({ state: 'failed', since: NOW + 60, says: 'there is no bridge ovsbr0' });
  });

  it('a QEMU whose monitor does not answer is there: it is the monitor that failed', () => {
    const silent = { ...upState, outer: failed(upState.outer, { kind: 'timeout', what: 'query-status was not answered within 3000 ms', detail: '' }, NOW) };
    expect([layer(silent, 'qemu').state, layer(silent, 'monitor').state]).toEqual(['up', 'failed']);
  });

  it('that have no answer yet are not broken while they are being started', () => {
    const late = { kind: 'timeout', what: 'virsh did not answer within 60000 ms', detail: '' } as const;
    const silent = { ...upState, domains: failed(nothing.domains, late, NOW) };
    expect(layer(silent, 'libvirt').state).toBe('failed');
    const booting = { ...silent, progress: [{ job: 'up', step: 'libvirt', state: 'running', elapsedMs: 0 }] } as const;
    expect(layer(booting, 'libvirt')).toMatchObject({ state: 'starting', says: 'no answer yet (up: libvirt)' });
  });

  it('inside are down with the outer VM, whatever was read last', () => {
    const off = { ...upState, outer: fresh({ state: 'off' as const }, NOW) };
    for (const name of ['qemu', 'monitor', 'kernel', 'systemd', 'libvirt', 'ovs', 'dnsmasq', 'nodes'] as const) expect(layer(off, name).state).toBe('down');
    expect(layer(off, 'k3s').state).toBe('absent');
  });

  it('follow a boot before any command is answered, and take no reading of the machine before for an answer', () => {
    const channels = { state: 'down', says: 'no shell answers' } as const;
    const at = (stage: BootStage): string[] => {
      const booting = { ...upState, outer: fresh({ state: 'running' as const, stage, startedAt: AT + 100 }, NOW) };
      const found = deriveLayers(booting, { channels }, NOW);
      return (['kernel', 'systemd', 'channels', 'libvirt'] as const).map((name) => found.find((each) => each.name === name)?.state ?? '');
    };
    expect(at('qemu')).toEqual(['starting', 'starting', 'starting', 'unknown']);
    expect(at('kernel')).toEqual(['up', 'starting', 'starting', 'unknown']);
    expect(at('systemd')).toEqual(['up', 'up', 'starting', 'unknown']);
    const failure = { kind: 'timeout', what: 'systemctl on outer did not answer', detail: '' } as const;
    const late = { ...upState, outer: fresh({ state: 'running' as const, stage: 'kernel' as const, startedAt: AT + 100 }, NOW), units: failed(upState.units, failure, NOW) };
    expect(layer(late, 'systemd').state).toBe('starting');
    const answered = { ...late, units: failed(fresh([], AT + 200), failure, NOW) };
    expect(layer(answered, 'systemd')).toMatchObject({ state: 'failed', failure });
  });

  it('of a machine whose boot cannot be followed are not said to start', () => {
    const foreign = { ...nothing, outer: fresh({ state: 'running' as const, monitor: 'hmp' as const }, AT) };
    expect([layer(foreign, 'kernel').state, layer(foreign, 'systemd').state]).toEqual(['unknown', 'unknown']);
  });

  it('tell a panic although the monitor says running', () => {
    const panicked = { ...upState, outer: fresh({ state: 'running' as const, panicked: { at: 4_000, lastLines: ['Kernel panic - not syncing'] } }, NOW) };
    expect(layer(panicked, 'kernel')).toMatchObject({ state: 'failed', at: 4_000, failure: { next: 'labdeck snapshot restore ready', detail: 'Kernel panic - not syncing' } });
  });

  it('carry the failure of a reading, each its own', () => {
    const failure = { kind: 'lost', what: 'libvirtd on outer does not answer', detail: '' } as const;
    const lost = { ...upState, domains: failed(upState.domains, failure, NOW) };
    expect(layer(lost, 'libvirt')).toMatchObject({ state: 'down', says: failure.what, failure, at: NOW });
    expect(layer(lost, 'ovs').state).toBe('up');
    expect(layer({ ...upState, bridges: failed(upState.bridges, { ...failure, kind: 'parse' }, NOW) }, 'ovs').state).toBe('failed');
  });

  it('tell nodes that do not run, and those that need not', () => {
    const of = (...domains: ReturnType<typeof domain>[]) => layer({ ...upState, domains: fresh(domains, AT) }, 'nodes');
    expect(of(domain('n100-1', 'running'), domain('jetson-1', 'shut off'))).toMatchObject({ state: 'up', says: '1 of 2 run' });
    expect(of(domain('n100-1', 'paused'), domain('jetson-1', 'running'))).toMatchObject({ state: 'degraded', says: '1 of 2 run (n100-1 paused)' });
    expect(of(domain('n100-1', 'shut off'))).toMatchObject({ state: 'down', says: '0 of 2 run' });
    expect(of(domain('n100-1', 'crashed'))).toMatchObject({ state: 'failed' });
  });

  it('tell units that fail, start or are not there', () => {
    const of = (...units: ReturnType<typeof unit>[]) => layer({ ...upState, units: fresh(units, AT) }, 'dnsmasq');
    expect(of(unit('dnsmasq.service', 'failed'))).toMatchObject({ state: 'failed', says: 'dnsmasq.service failed (dead)' });
    expect(of(unit('dnsmasq.service', 'activating')).state).toBe('starting');
    expect(of()).toMatchObject({ state: 'absent', says: 'no unit of dnsmasq is known to systemd' });
  });

  it('tell an interface that the datapath refused', () => {
    const [bridge] = BRIDGES;
    const [port] = bridge?.ports ?? [];
    const [iface] = port?.interfaces ?? [];
    if (bridge === undefined || port === undefined || iface === undefined) throw new Error('the recording has no port');
    const refused = { ...bridge, ports: [{ ...port, interfaces: [{ ...iface, error: 'could not open network device x (No such device)' }] }] };
    expect(layer({ ...upState, bridges: fresh([refused], AT) }, 'ovs')).toMatchObject({ state: 'degraded' });
  });
});
