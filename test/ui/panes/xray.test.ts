import { describe, expect, it } from 'vitest';
import { failed } from '../../../src/model/reading.ts';
import type { LabState } from '../../../src/store/state.ts';
import { xrayPane } from '../../../src/ui/panes/xray.ts';
import { acted, drawPane, viewOf } from './draw-pane.ts';
import { recordedState, unreadState } from './recorded-state.ts';

const STATE = await recordedState('debian12-host', { state: 'running', pid: 1, accelerator: 'tcg', startedAt: 0, vcpus: 2, memoryMiB: 3072 });
/** Five minutes after everything was read. */
const NOW = 1_300_000;
const WIDE = { width: 118, height: 40 };
const NARROW = { width: 78, height: 12 };
const withLayer = (name: string, more: Partial<LabState['layers'][number]>): LabState => ({ ...STATE, layers: STATE.layers.map((layer) => (layer.name === name ? { ...layer, ...more } : layer)) });
const drawn = (own: unknown, size = WIDE) => drawPane(xrayPane, STATE, size, { own, now: NOW });

describe('the x-ray', () => {
  it('draws what stands on what, with state and age, at 120 columns', () => {
    expect(`\n${drawn(xrayPane.initial).lines().slice(0, 17).join('\n')}`).toBe(`
 … coming up: address of n100-2: no lease yet; 192.168.100.11 is kept for it
   ⏎ shows more of a layer   ←/→ folds and unfolds
 ● this machine  no usable KVM: QEMU emulates (tcg)
 └─ ● QEMU  pid 1, tcg                                                                                         for 5m
    ├─ ● monitor  monitor: running                                                                             for 5m
    ├─ – serial line  unknown: nobody is on the serial line                                                    for 5m
    └─ ● kernel  commands are answered                                                                         for 5m
       └─ ● systemd  multi-user.target active (active)                                                         for 5m
          └─ – channels  unknown: no channel was used yet                                                      for 5m
             ├─ – dnsmasq  absent: no unit of dnsmasq is known to systemd                                      for 5m
             ├─ ● Open vSwitch  ovsbr0, 7 ports                                                                for 5m
             └─ ● libvirt  answers, 5 domains                                                                  for 5m
                ├─ ● n100-1 (lxc)  running                                                                     5m ago
                │  ├─ ● tap vnet0  52:54:00:12:34:01                                                           5m ago
                │  │  └─ ● port vnet0  on ovsbr0, OpenFlow port 2                                              5m ago
                │  │     ├─ ● qdiscs  noqueue 0:                                                               5m ago
                │  │     └─ ● address  192.168.100.10                                                          5m ago`);
  });

  it('keeps the ages where they are at 80 columns, and says of what is new that it is of now', () => {
    const lines = drawn(xrayPane.initial, NARROW).lines();
    expect(lines[9]).toBe('             ├─ – dnsmasq  absent: no unit of dnsmasq is known to sy…  for 5m');
    expect(lines.every((line) => line.length <= 78)).toBe(true);
    const canvas = drawPane(xrayPane, STATE, WIDE, { now: 1_002_000 });
    expect(canvas.lines()[13]).toMatch(/tap vnet0.* now$/);
    expect(new Set(canvas.ages)).toEqual(new Set([1_000_000]));
  });

  it('names the lowest broken layer with its fix, and marks it in the tree', () => {
    const canvas = drawPane(xrayPane, withLayer('ovs', { state: 'failed', says: 'ovs-vswitchd does not answer' }), NARROW, { now: NOW });
    expect(canvas.lines().slice(0, 2)).toEqual([' ✗ lowest broken layer: Open vSwitch is failed: ovs-vswitchd does not answer', '   fix  labdeck exec outer -- systemctl restart openvswitch-switch']);
    expect(canvas.styled('bad')).toContain('10:✗ Open vSwitch');
    const stopped = drawPane(xrayPane, withLayer('qemu', { state: 'down', says: 'off' }), NARROW, { now: NOW });
    expect(stopped.lines().slice(0, 2)).toEqual([' ✗ lowest broken layer: QEMU is down: off', '   fix  labdeck up']);
  });

  it('folds and unfolds, and goes from a part to what it stands on', () => {
    const closed = acted(xrayPane, STATE, WIDE, 'pane.down', 'pane.left');
    expect(drawn(closed).toString()).toMatch(/QEMU {2}pid 1, tcg \(3 more\) +for 5m$/);
    const open = acted(xrayPane, STATE, WIDE, 'pane.down', 'pane.left', 'pane.right', 'pane.right');
    expect(drawn(open).styled('selected')[0]).toMatch(/monitor/);
    const parent = acted(xrayPane, STATE, WIDE, 'pane.down', 'pane.down', 'pane.left');
    expect(drawn(parent).styled('selected')[0]).toMatch(/QEMU/);
  });

  it('shows what matches with all it stands on', () => {
    const own = acted(xrayPane, STATE, WIDE, ['pane.filter', 'netem']);
    expect(drawn(own).lines().slice(2).filter((line) => line !== '').map((line) => line.trim().replace(/ {3,}.*/, '').replace(/^[^●–…]+/, ''))).toEqual([
      '● this machine  no usable KVM: QEMU emulates (tcg)', '● QEMU  pid 1, tcg', '● kernel  commands are answered', '● systemd  multi-user.target active (active)', '– channels  unknown: no channel was used yet',
      '● libvirt  answers, 5 domains', '● jetson-1 (tcg)  running', '● tap vnet15  52:54:00:12:34:10', '● port vnet15  on ovsbr0, OpenFlow port 14', '● qdiscs  htb 1:, netem 1de7:, ingress ffff:',
    ]);
    expect(drawn(acted(xrayPane, STATE, WIDE, ['pane.filter', 'zzz'])).lines()[2]).toBe(' nothing matches zzz · Esc shows all');
    expect(acted(xrayPane, STATE, WIDE, ['pane.filter', 'zzz'], 'screen.dismiss')).toMatchObject({ filter: '' });
  });

  it('leads to the pane that shows more of what the cursor is on', () => {
    const to = (filter: string) => {
      const own = acted(xrayPane, STATE, WIDE, ['pane.filter', filter], 'pane.last');
      return xrayPane.opens?.(viewOf(xrayPane, STATE, { own }));
    };
    expect([to('serial line'), to('Open vSwitch'), to('netem'), to('tap vnet16')]).toEqual([{ pane: 'serial' }, { pane: 'fabric' }, { pane: 'fabric', about: 'jetson-1' }, { pane: 'fdb', about: 'jetson-1' }]);
    const node = acted(xrayPane, STATE, WIDE, ['pane.filter', 'k3s.binary'], 'pane.last', 'pane.left');
    expect(xrayPane.opens?.(viewOf(xrayPane, STATE, { own: node }))).toEqual({ pane: 'node', about: 'jetson-1' });
    expect(xrayPane.target?.(viewOf(xrayPane, STATE, { own: node }))).toEqual({ node: ['jetson-1'] });
  });

  it('says what was not read, and how old what it rests on is', () => {
    expect(drawPane(xrayPane, unreadState(), NARROW).lines()[0]).toBe(' – QEMU was not read yet');
    const late = { ...STATE, domains: failed(STATE.domains, { kind: 'timeout', what: 'virsh is silent', detail: '' }, NOW) };
    expect(drawPane(xrayPane, late, WIDE, { now: NOW }).toString()).toMatch(/n100-1 \(lxc\) {2}running +5m ago/);
  });

  it('takes the wheel and a click', () => {
    const at = (y: number, what: 'click' | 'wheel-down') => xrayPane.mouse?.(viewOf(xrayPane, STATE), WIDE, { x: 4, y, what });
    expect([at(3, 'click'), at(0, 'wheel-down'), at(1, 'click')]).toMatchObject([{ tree: { cursor: 'qemu' } }, { tree: { cursor: 'serial' } }, xrayPane.initial]);
  });
});
