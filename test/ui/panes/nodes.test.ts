import { describe, expect, it } from 'vitest';
import { LostError, toFailure } from '../../../src/model/errors.ts';
import { failed, fresh, valueOf } from '../../../src/model/reading.ts';
import type { LabState } from '../../../src/store/state.ts';
import { nodesPane } from '../../../src/ui/panes/nodes.ts';
import { acted, drawPane, viewOf } from './draw-pane.ts';
import { rate, recordedState, unreadState } from './recorded-state.ts';

const STATE = await recordedState('debian12-host', { state: 'running', pid: 1 });
const AT_120 = { width: 118, height: 7 };
const AT_80 = { width: 78, height: 7 };

/** The same with what a second brings. */
const RATES: LabState = {
  ...STATE,
  rates: fresh({ everyMs: 1000, outer: { cpus: 2, memoryUsed: rate(1), memoryTotalBytes: 2 }, nodes: [{ name: 'n100-1', cpuPercent: rate(4.4), memoryUsedBytes: 118 * 1024 * 1024 }], ports: [] }, 1),
};

describe('the nodes', () => {
  it('are joined rows, at 120 columns', () => {
    expect(`\n${drawPane(nodesPane, RATES, AT_120).toString()}`).toMatchInlineSnapshot(`
      "
         NAME      ROLE    KIND  STATE            CPU          MEM  IP                TAP         PORT  PROFILE    K3S
       ▸ n100-1    server  lxc   ● running        4 %  118/256 MiB  192.168.100.10    vnet0          2  –          none
         n100-2    server  lxc   ● running          –      256 MiB  (192.168.100.11)  vnet2          3  –          none
         n100-3    agent   lxc   ● running          –      256 MiB  (192.168.100.12)  vnet14        13  –          none
         jetson-1  agent   tcg   ● running          –      128 MiB  (192.168.100.20)  vnet15 +1     14  ▲ netem    none"
    `);
  });

  it('keep kind, state, CPU, address and port at 80 columns', () => {
    expect(`\n${drawPane(nodesPane, RATES, AT_80).toString()}`).toMatchInlineSnapshot(`
      "
         NAME      KIND  STATE            CPU          MEM  IP                 PORT
       ▸ n100-1    lxc   ● running        4 %  118/256 MiB  192.168.100.10        2
         n100-2    lxc   ● running          –      256 MiB  (192.168.100.11)      3
         n100-3    lxc   ● running          –      256 MiB  (192.168.100.12)     13
         jetson-1  tcg   ● running          –      128 MiB  (192.168.100.20)     14"
    `);
  });

  it('have more to say where there is room', () => {
    expect(drawPane(nodesPane, RATES, { width: 298, height: 7 }).lines()[0]?.split(/ +/)).toEqual(['', 'NAME', 'ROLE', 'KIND', 'STATE', 'CPU', 'MEM', 'IP', 'TAP', 'PORT', 'PROFILE', 'K3S', 'ARCH', 'VCPU', 'MAC', 'QDISCS', 'AGE']);
  });

  it('open the details of the one under the cursor', () => {
    const own = acted(nodesPane, STATE, AT_120, 'pane.last', 'pane.open');
    expect(`\n${drawPane(nodesPane, STATE, { width: 118, height: 22 }, { own }).toString()}`).toMatchInlineSnapshot(`
      "
         NAME      ROLE    KIND  STATE            CPU          MEM  IP                TAP         PORT  PROFILE    K3S
         n100-1    server  lxc   ● running          –      256 MiB  192.168.100.10    vnet0          2  –          none
         n100-2    server  lxc   ● running          –      256 MiB  (192.168.100.11)  vnet2          3  –          none
         n100-3    agent   lxc   ● running          –      256 MiB  (192.168.100.12)  vnet14        13  –          none
       ▸ jetson-1  agent   tcg   ● running          –      128 MiB  (192.168.100.20)  vnet15 +1     14  ▲ netem    none




      ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       node       jetson-1, agent, aarch64, tcg
       state      ● running (booted)
       domain     qemu, id 1, 0ad03894-3c58-4534-978a-740474c839d1
       vcpus      1
       memory     128 MiB of 128 MiB
       autostart  no
       disk       vda /var/lib/libvirt/images/jetson-1.qcow2
       nic        52:54:00:12:34:10, no address, tap vnet15, port vnet15 (14) of ovsbr0
       qdiscs     htb 1:, netem 1de7:, ingress ffff:
       nic        52:54:00:12:34:11, no address, tap vnet16, port vnet16 (15) of ovsbr0
       qdiscs     fq_codel 0:
       k3s        no k3s in this lab: the lab file names neither k3s.binary nor k3s.download"
    `);
    expect(drawPane(nodesPane, STATE, AT_120, { own: acted(nodesPane, STATE, AT_120, 'pane.open', 'pane.open') }).toString()).toBe(drawPane(nodesPane, STATE, AT_120).toString());
  });

  it('are what commands act on: the marked ones, else the one under the cursor', () => {
    const target = (...verbs: string[]) => nodesPane.target?.(viewOf(nodesPane, STATE, { own: acted(nodesPane, STATE, AT_80, ...verbs) }));
    expect(target('pane.down')).toEqual({ node: ['n100-2'] });
    expect(target('table.mark', 'pane.down', 'table.mark')).toEqual({ node: ['n100-1', 'n100-3'] });
  });

  it('are old, and dim, when the last try to read them failed; the title says how old and why', () => {
    const lost: LabState = { ...STATE, domains: failed(STATE.domains, toFailure(new LostError({ what: 'libvirt does not answer' })), 40_000) };
    const at = lost.domains.state === 'failed' ? (lost.domains.last?.at ?? 0) : 0;
    const canvas = drawPane(nodesPane, lost, AT_80, { now: at + 45_000 });
    expect(canvas.styled('stale')).toEqual(expect.arrayContaining(['2:n100-2', '2:● running', '2:256 MiB']));
    expect(nodesPane.head(viewOf(nodesPane, lost, { now: at + 45_000 }))).toEqual({ count: '4', mode: '! 40 s old: libvirt does not answer' });
    expect(canvas.ages).toContain(at);
  });

  it('have a dash for everything before anything was read', () => {
    expect(`\n${drawPane(nodesPane, unreadState(), AT_80).toString()}`).toMatchInlineSnapshot(`
      "
         NAME      KIND  STATE            CPU          MEM  IP                 PORT
       ▸ n100-1    –     –                  –            –  (192.168.100.10)      –
         n100-2    –     –                  –            –  (192.168.100.11)      –
         n100-3    –     –                  –            –  (192.168.100.12)      –
         jetson-1  –     –                  –            –  (192.168.100.20)      –"
    `);
  });

  it('of a lab that is down are down, whatever was so before, and say what to press', () => {
    const down: LabState = { ...STATE, outer: fresh({ state: 'off' }, 9) };
    expect(`\n${drawPane(nodesPane, down, AT_80).toString()}`).toMatchInlineSnapshot(`
      "
         NAME      KIND  STATE            CPU          MEM  IP                 PORT
       ▸ n100-1    –     · down             –            –  (192.168.100.10)      –
         n100-2    –     · down             –            –  (192.168.100.11)      –
         n100-3    –     · down             –            –  (192.168.100.12)      –
         jetson-1  –     · down             –            –  (192.168.100.20)      –

         : up boots the lab"
    `);
  });

  it('that libvirt does not know are not defined', () => {
    const gone: LabState = { ...STATE, domains: fresh((valueOf(STATE.domains) ?? []).filter(({ name }) => name !== 'n100-3'), 1) };
    expect(drawPane(nodesPane, gone, AT_80).lines()[3]).toContain('· not defined');
  });

  it('are filtered by any column, and copied whole', () => {
    const own = acted(nodesPane, STATE, AT_80, ['pane.filter', 'role:agent !kind:tcg']);
    expect(nodesPane.copy?.(viewOf(nodesPane, STATE, { own }))).toEqual([expect.stringMatching(/^NAME +ROLE +KIND/), expect.stringMatching(/^n100-3 +agent +lxc +● running/)]);
    expect(nodesPane.head(viewOf(nodesPane, STATE, { own }))).toMatchObject({ count: '1 of 4' });
  });
});
