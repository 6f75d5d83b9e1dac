import { describe, expect, it } from 'vitest';
import type { OvsInterface } from '../../../src/model/ovs.ts';
import { fresh, valueOf } from '../../../src/model/reading.ts';
import type { LabState } from '../../../src/store/state.ts';
import { netemWords } from '../../../src/ui/panes/netem-words.ts';
import { topologyPane } from '../../../src/ui/panes/topology.ts';
import { acted, drawPane, viewOf } from './draw-pane.ts';
import { recordedState, unreadState } from './recorded-state.ts';

const OUTER = { state: 'running', pid: 1, accelerator: 'tcg', startedAt: 0, vcpus: 2, memoryMiB: 3072 } as const;
const STATE = await recordedState('debian12-host', OUTER);
const NARROW = { width: 78, height: 12 };

/** The recorded lab with something else about one device. */
function with_(dev: string, more: Partial<OvsInterface>, status: Readonly<Record<string, string>> = {}): LabState {
  const bridges = (valueOf(STATE.bridges) ?? []).map((bridge) => ({
    ...bridge,
    ports: bridge.ports.map((port) => (port.name === dev ? { ...port, status, interfaces: port.interfaces.map((iface) => ({ ...iface, ...more })) } : port)),
  }));
  return { ...STATE, bridges: fresh(bridges, 1) };
}

const lineOf = (state: LabState, dev: string, width = 118): string => drawPane(topologyPane, state, { width, height: 14 }).lines().find((line) => line.includes(dev))?.replaceAll(/[│┤]/g, '').trim() ?? '';

describe('the topology', () => {
  it('draws the switch, its ports, the nodes behind them and what is done on each link, at 120 columns', () => {
    expect(`\n${drawPane(topologyPane, STATE, { width: 118, height: 12 }).toString()}`).toBe(`
          ┌────────────────────────────────────── ovsbr0 ──────────────────────────────────────┐
          │   L ·· ovsbr0                            off                                       │
  outer ──┤   1 ── ovshost0          192.168.100.1                                             │
          │   2 ── n100-1    vnet0   192.168.100.10                                            │
          │   3 ── n100-2    vnet2                                                             │
          │  13 ── n100-3    vnet14                                                            │
          │  14 ── jetson-1  vnet15                  ▲ 40±2 ms 0.5 % 100 Mbit/s                │
          │  15 ── jetson-1  vnet16                                                            │
          └────────────────────────────────────────────────────────────────────────────────────┘`);
  });

  it('has room for the same at 80 columns, and says less of each where there is less', () => {
    expect(`\n${drawPane(topologyPane, STATE, NARROW).toString()}`).toBe(`
          ┌──────────────────────────── ovsbr0 ─────────────────────────────┐
          │   L ·· ovsbr0                 off                               │
  outer ──┤   1 ── ovshost0          .1                                     │
          │   2 ── n100-1    vnet0   .10                                    │
          │   3 ── n100-2    vnet2                                          │
          │  13 ── n100-3    vnet14                                         │
          │  14 ── jetson-1  vnet15       ▲ 40±2 ms 0.5 % 100 Mbit/s        │
          │  15 ── jetson-1  vnet16                                         │
          └─────────────────────────────────────────────────────────────────┘`);
    expect(drawPane(topologyPane, STATE, { width: 38, height: 12 }).lines()[3]).toBe('│   2 ── n100-1    .10              │');
  });

  it('says of a link that it is down, blocked or refused', () => {
    expect(lineOf(with_('vnet0', { linkState: 'down' }), 'n100-1')).toBe('2 ─✗ n100-1    vnet0   192.168.100.10  no link');
    expect(lineOf(with_('vnet0', { adminState: 'down' }), 'n100-1')).toMatch(/2 ─✗ n100-1 .* off$/);
    expect(lineOf(with_('vnet0', { ofport: -1, error: 'could not add network device vnet0' }), 'n100-1')).toMatch(/^✗ ─✗ n100-1 .*could not add/);
    expect(lineOf(with_('vnet0', {}, { stp_state: 'blocking' }), 'n100-1')).toMatch(/2 ── n100-1 .*stp blocking$/);
    expect(topologyPane.head(viewOf(topologyPane, with_('vnet0', { linkState: 'down' })))).toEqual({ count: '1 of 7 links down' });
  });

  it('keeps nodes that no port carries', () => {
    const off = { ...STATE, domains: fresh((valueOf(STATE.domains) ?? []).map((domain) => (domain.name === 'n100-2' ? { ...domain, state: 'shut off' as const, interfaces: [] } : domain)), 1), bridges: fresh((valueOf(STATE.bridges) ?? []).map((bridge) => ({ ...bridge, ports: bridge.ports.filter(({ name }) => name !== 'vnet2') })), 1) };
    expect(lineOf(off, 'n100-2')).toBe('· ·· n100-2            192.168.100.11  shut off');
  });

  it('leads from a link to its node or port, and hands both to the verbs', () => {
    const at = (...keys: string[]) => viewOf(topologyPane, STATE, { own: acted(topologyPane, STATE, NARROW, ...keys) });
    expect(topologyPane.opens?.(at('pane.last'))).toEqual({ pane: 'node', about: 'jetson-1' });
    expect(topologyPane.opens?.(at('pane.first'))).toMatchObject({ pane: 'fabric' });
    expect(topologyPane.target?.(at('pane.down', 'pane.down'))).toEqual({ node: ['n100-1'], port: 'vnet0' });
    const small = { width: 78, height: 4 };
    expect(drawPane(topologyPane, STATE, small, { own: acted(topologyPane, STATE, small, 'pane.last') }).styled('selected').join(' ')).toMatch(/15 ── jetson-1/);
    expect(topologyPane.mouse?.(viewOf(topologyPane, STATE), NARROW, { x: 20, y: 3, what: 'click' })).toEqual(acted(topologyPane, STATE, NARROW, 'pane.down', 'pane.down'));
  });

  it('says why there is nothing to draw', () => {
    expect(drawPane(topologyPane, unreadState(), { width: 58, height: 4 }).toString()).toBe(' no switches yet: the outer VM was not read\n : up boots the lab');
  });
});

describe('netem in words', () => {
  const netem = (options: Readonly<Record<string, unknown>>) => netemWords([{ dev: 'v', kind: 'netem', handle: '1:', root: true, options }]);
  it('has its own units', () => {
    expect(netem({ delay: { delay: 0.02, jitter: 0.01 }, 'loss-random': { loss: 0.005 } })).toBe('▲ 20±10 ms 0.5 %');
    expect(netem({ rate: { rate: 1_250_000 } })).toBe('▲ 10 Mbit/s');
    expect([netem({ limit: 1000 }), netemWords([])]).toEqual(['▲ netem', undefined]);
  });
});
