import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { fresh } from '../../../src/model/reading.ts';
import { parseFlows } from '../../../src/parse/ovs/flows.ts';
import { fdbPane } from '../../../src/ui/panes/fdb.ts';
import { flowsPane } from '../../../src/ui/panes/flows.ts';
import { TextCanvas } from '../text-canvas.ts';
import { acted, drawPane, viewOf } from './draw-pane.ts';
import { recordedState, unreadState } from './recorded-state.ts';

const STATE = await recordedState('embedded', { state: 'running', pid: 1, accelerator: 'tcg', startedAt: 0, vcpus: 2, memoryMiB: 3072 });
const WIDE = { width: 118, height: 10 };
const FLOWS = parseFlows(readFileSync(new URL('../../fixtures/debian12-host/ovs/flows-more.txt', import.meta.url), 'utf8'));
const NOW = 2_000_000;
const ANSWER = { key: 'x', at: NOW - 4000, result: { bridge: 'ovsbr0', flows: FLOWS } };

function flows(width: number, height: number, more: object = {}): TextCanvas {
  const canvas = new TextCanvas(width, height);
  flowsPane.draw(canvas, { ...viewOf(flowsPane, STATE, { now: NOW }), ...more });
  return canvas;
}

describe('the addresses', () => {
  it('say whose each MAC is, with port, device and address, at 120 columns', () => {
    expect(`\n${drawPane(fdbPane, STATE, { width: 118, height: 5 }).toString()}`).toBe(`
   MAC                WHOSE                                IP                PORT  DEVICE    VLAN  BRIDGE        SEEN
 ▸ 5a:5d:bb:7f:54:3c  ovshost0                             –                    1  ovshost0     –  ovsbr0  2 min 42 s
   0a:ff:aa:ac:dc:40  ovsbr0                               –                local  –            –  ovsbr0  2 min 35 s
   52:54:00:12:34:03  n100-3                               192.168.100.12       4  vnet1        –  ovsbr0  1 min 32 s
   52:54:00:12:34:01  n100-1                               192.168.100.10       2  vnet0        –  ovsbr0  1 min 26 s`);
  });

  it('leave VLAN and bridge out at 80 columns', () => {
    expect(drawPane(fdbPane, STATE, { width: 78, height: 3 }).lines()[0]).toBe('   MAC                WHOSE      IP                PORT  DEVICE          SEEN');
  });

  it('find one by a part of it, lead to its node, and hand it to the verbs', () => {
    const own = acted(fdbPane, STATE, WIDE, ['pane.filter', '12:34:02']);
    const view = viewOf(fdbPane, STATE, { own });
    expect([fdbPane.head(view).count, fdbPane.opens?.(view), fdbPane.target?.(view)]).toEqual(['1 of 6', { pane: 'node', about: 'n100-2' }, { node: ['n100-2'], port: 'vnet3' }]);
    expect(fdbPane.opens?.(viewOf(fdbPane, STATE))).toBeUndefined();
    expect(fdbPane.head(viewOf(fdbPane, STATE, { own: fdbPane.point?.(fdbPane.initial, 'jetson-1') })).count).toBe('1 of 6');
  });

  it('say so when an address is nobody\'s, and when none was learnt', () => {
    const stranger = { ...STATE, fdb: fresh([{ port: '9', vlan: 0, mac: 'de:ad:be:ef:00:01', ageSec: 3 }], 1) };
    expect(drawPane(fdbPane, stranger, WIDE, { focused: false }).styled('warn')).toEqual(['1:! nobody of this lab']);
    expect(drawPane(fdbPane, { ...STATE, fdb: fresh([], 1) }, WIDE).toString()).toMatch(/^ the switch has learnt no address.*\n : exec/);
    expect(drawPane(fdbPane, unreadState(), WIDE).toString()).toMatch(/^ no addresses yet: the outer VM was not read/);
  });
});

describe('the flows', () => {
  it('say what matches, what is done and how often, at 120 and 80 columns', () => {
    expect(`\n${flows(118, 4, { answer: ANSWER }).toString()}`).toBe(`
   TABLE   PRIO  MATCH                           ACTIONS                                PACKETS    BYTES          FOR
 ▸     0      0  any                             NORMAL                                      74   5.7 kB  16 min 53 s
       4  32768  any                             drop                                         0      0 B       967 ms
       4  32768  ip                              output:1,output:2                            0      0 B       677 ms`);
    expect(flows(78, 4, { answer: ANSWER }).lines().every((line) => line.length <= 78)).toBe(true);
  });

  it('are asked when they are shown, when the ports are others, and by hand', () => {
    const asked = (own: unknown, state = STATE) => flowsPane.ask?.(viewOf(flowsPane, state, { own }));
    const again = acted(flowsPane, STATE, WIDE, 'pane.open');
    expect(asked(flowsPane.initial)).toMatchObject({ id: 'fabric.flows', args: { bridge: 'ovsbr0' } });
    expect(new Set([asked(flowsPane.initial), asked(again), asked(flowsPane.initial, { ...STATE, bridges: fresh([], 1) })].map((each) => each?.key)).size).toBe(3);
    expect(asked(flowsPane.initial, { ...STATE, outer: fresh({ state: 'off' }, 1) })).toBeUndefined();
  });

  it('say how old they are, and why there are none', () => {
    expect(flowsPane.head({ ...viewOf(flowsPane, STATE, { now: NOW }), answer: ANSWER })).toEqual({ count: `ovsbr0 · ${FLOWS.length}`, mode: 'asked 4 s ago · ⏎ asks again' });
    expect(flows(60, 4).toString()).toBe(' no flows yet: the switch is asked');
    expect(flows(60, 4, { answer: { key: 'x', at: 1, failure: { kind: 'timeout', what: 'ovs-ofctl is silent', detail: '' } } }).toString()).toBe(' ovs-ofctl is silent\n Enter asks again');
    expect(flows(60, 4, { answer: { key: 'x', at: 1, result: { bridge: 'ovsbr0', flows: [] } } }).toString()).toMatch(/^ ovsbr0 has no flows/);
  });
});
