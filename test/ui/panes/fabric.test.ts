import { describe, expect, it } from 'vitest';
import { fresh, valueOf } from '../../../src/model/reading.ts';
import type { LabState } from '../../../src/store/state.ts';
import { fabricPane } from '../../../src/ui/panes/fabric.ts';
import { acted, drawPane, viewOf } from './draw-pane.ts';
import { rate, recordedState, unreadState } from './recorded-state.ts';

const STATE = await recordedState('debian12-host', { state: 'running', pid: 1 });
const AT_120 = { width: 118, height: 9 };
const port = (dev: string, rx: number, tx: number) => ({ dev, rxBytesPerSec: rate(rx / 4, rx / 2, rx), txBytesPerSec: rate(tx), rxDropsPerSec: 0, txDropsPerSec: 0, rxErrorsPerSec: 0, txErrorsPerSec: 0 });
const RATES: LabState = { ...STATE, rates: fresh({ everyMs: 1000, outer: { cpus: 2, memoryUsed: rate(1), memoryTotalBytes: 2 }, nodes: [], ports: [port('vnet0', 600, 1100), port('ovshost0', 1234, 3_400_000)] }, 1) };

describe('the fabric', () => {
  it('is ports with owners, rates and what went wrong, at 120 columns', () => {
    expect(`\n${drawPane(fabricPane, RATES, AT_120).toString()}`).toMatchInlineSnapshot(`
      "
       ovsbr0  stp on, forwarding 5/5, fail standalone
          PORT  NAME      OWNER     LINK           RX        TX    DROP   ERRS  RX GRAPH  STP         VLAN      QOS
       ▸     1  ovshost0  host      ● up     1.2 kB/s  3.4 MB/s       0      0       ▃▅█  –           –         –
             2  vnet0     n100-1    ● up      600 B/s  1.1 kB/s       0      0       ▃▅█  forwarding  –         –
             3  vnet2     n100-2    ● up            –         –       0      0  –         forwarding  –         –
            13  vnet14    n100-3    ● up            –         –       0      0  –         forwarding  –         –
            14  vnet15    jetson-1  ● up            –         –       0      0  –         forwarding  –         htb+policed
            15  vnet16    jetson-1  ● up            –         –       0      0  –         forwarding  –         –
         local  ovsbr0    bridge    · off           –         –       0      0  –         –           –         –"
    `);
  });

  it('keeps owners, rates and drops in half of 120 columns', () => {
    expect(`\n${drawPane(fabricPane, RATES, { width: 58, height: 8 }).toString()}`).toMatchInlineSnapshot(`
      "
       ovsbr0  stp on, forwarding 5/5, fail standalone
          PORT  NAME      OWNER           RX        TX    DROP
       ▸     1  ovshost0  host      1.2 kB/s  3.4 MB/s       0
             2  vnet0     n100-1     600 B/s  1.1 kB/s       0
             3  vnet2     n100-2           –         –       0
            13  vnet14    n100-3           –         –       0
            14  vnet15    jetson-1         –         –       0
            15  vnet16    jetson-1         –         –       0"
    `);
  });

  it('is sorted by what goes through it', () => {
    const own = acted(fabricPane, RATES, AT_120, ['table.sort', 'tx'], 'table.sort');
    expect(drawPane(fabricPane, RATES, AT_120, { own }).lines().slice(2, 4)).toEqual([expect.stringContaining('ovshost0'), expect.stringContaining('vnet0')]);
    expect(fabricPane.head(viewOf(fabricPane, RATES, { own }))).toEqual({ count: '7', mode: 'sorted by tx ▼ · live' });
  });

  it('is set up and down by the port under the cursor', () => {
    expect(fabricPane.target?.(viewOf(fabricPane, STATE, { own: acted(fabricPane, STATE, AT_120, 'pane.down') }))).toEqual({ port: 'vnet0' });
    expect(fabricPane.target?.(viewOf(fabricPane, unreadState()))).toEqual({});
  });

  it('names a port that the datapath refused, and why', () => {
    const bridges = (valueOf(STATE.bridges) ?? []).map((bridge) => ({
      ...bridge,
      ports: bridge.ports.map((each) => ({ ...each, interfaces: each.interfaces.map((iface) => (iface.name === 'vnet2' ? { ...iface, ofport: -1, error: 'could not open network device vnet2' } : iface)) })),
    }));
    const canvas = drawPane(fabricPane, { ...STATE, bridges: fresh(bridges, 1) }, AT_120, { focused: false });
    expect(canvas.styled('bad')).toEqual(['2:✗ coul…']);
    expect(canvas.lines()[0]).toBe(' ovsbr0  stp on, forwarding 5/5, fail standalone, ✗ vnet2: could not open network device vnet2');
  });

  it('says why there is nothing, and what to press', () => {
    const drawn = (state: LabState) => drawPane(fabricPane, state, { width: 58, height: 8 }).toString();
    expect(drawn(unreadState())).toBe(' no bridges and ports yet: the outer VM was not read\n : up boots the lab');
    expect(drawn({ ...STATE, outer: fresh({ state: 'off' }, 1) })).toBe(' no bridges and ports: the outer VM is off\n : up boots the lab');
    expect(drawn({ ...unreadState(), outer: fresh({ state: 'running' }, 1), progress: [{ job: 'boot', step: 'systemd', state: 'running', elapsedMs: 1 }] })).toBe(' no bridges and ports yet\n … boot: systemd, 0 s');
  });
});
