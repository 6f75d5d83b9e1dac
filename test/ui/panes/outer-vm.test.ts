import { describe, expect, it } from 'vitest';
import { LostError, toFailure } from '../../../src/model/errors.ts';
import { failed, fresh, UNKNOWN } from '../../../src/model/reading.ts';
import type { LabState } from '../../../src/store/state.ts';
import { outerVmPane } from '../../../src/ui/panes/outer-vm.ts';
import { drawPane, viewOf } from './draw-pane.ts';
import { rate, recordedState, unreadState } from './recorded-state.ts';

const STATE = await recordedState('debian12-host', { state: 'running', pid: 4711, accelerator: 'tcg', qemuVersion: '7.2.19', monitor: 'qmp', startedAt: 1000, vcpus: 2, memoryMiB: 3072, stage: 'nodes' });
const NOW = 8_041_000;
const GIB = 1024 ** 3;
const RATES: LabState = {
  ...STATE,
  snapshots: fresh([{ id: '1', name: 'ready', vmStateBytes: 950e6, savedAt: 1000, nodes: ['n100-1'] }], 1),
  rates: fresh({ everyMs: 1000, outer: { cpus: 2, cpuPercent: rate(10, 20, 60, 31), memoryUsed: rate(1.5 * GIB, 2.1 * GIB), memoryTotalBytes: 3 * GIB, diskReadBytesPerSec: rate(0, 1e5), diskWriteBytesPerSec: rate(1e6, 3e5) }, nodes: [], ports: [] }, 1),
};

describe('the outer VM', () => {
  it('says how it is, what it does and what runs in it, at 120 columns', () => {
    expect(`\n${drawPane(outerVmPane, RATES, { width: 56, height: 8 }, { now: NOW }).toString()}`).toMatchInlineSnapshot(`
      "
       ● running 2h14m · tcg · QEMU 7.2.19 · qmp · pid 4711
       cpu                     ▂▂▅▃     31 %   2 vCPU
       mem                       ▅▆  2.1 GiB   of 3 GiB
       disk                      █▄ 400 kB/s
       ● libvirt   ● ovs   – dnsmasq absent, 3 leases
       – channels unknown   – serial unknown   ● monitor
       boot  ● kernel   ● systemd   ● nodes
       snapshot  ready  1h57m ago   R restore"
    `);
  });

  it('leaves the least out where there is little room', () => {
    expect(`\n${drawPane(outerVmPane, RATES, { width: 78, height: 4 }, { now: NOW }).toString()}`).toMatchInlineSnapshot(`
      "
       ● running 2h14m · tcg · QEMU 7.2.19 · qmp · pid 4711
       cpu                                           ▂▂▅▃     31 %   2 vCPU
       mem                                             ▅▆  2.1 GiB   of 3 GiB
       ● libvirt   ● ovs   – dnsmasq absent, 3 leases"
    `);
  });

  it('has dashes where nobody measures', () => {
    expect(drawPane(outerVmPane, STATE, { width: 56, height: 8 }, { now: NOW }).lines().slice(1, 4)).toEqual([expect.stringMatching(/^ cpu {20,}–   2 vCPU$/), expect.stringMatching(/^ mem {20,}–   of 3 GiB$/), expect.stringMatching(/^ disk {20,}–$/)]);
  });

  it('shows a build or a boot that is under way, while it is still off', () => {
    const building: LabState = { ...unreadState(), outer: fresh({ state: 'off' }, 1), progress: [{ job: 'build', step: 'packages', state: 'done', elapsedMs: 9 }, { job: 'build', step: 'disk', state: 'running', elapsedMs: 42_000, etaMs: 21_000, says: '310 MB of 450 MB' }] };
    expect(`\n${drawPane(outerVmPane, building, { width: 56, height: 8 }).toString()}`).toMatchInlineSnapshot(`
      "
       … build: disk  ████████░░░░  40 s, ~20 s left
         310 MB of 450 MB"
    `);
  });

  it('counts a step on from when it began, though nobody says anything new', () => {
    const building: LabState = { ...unreadState(), outer: fresh({ state: 'off' }, 1), progress: [{ job: 'boot', step: 'kernel', state: 'running', elapsedMs: 1000, since: 10_000, etaMs: 30_000 }] };
    const at = (now: number) => drawPane(outerVmPane, building, { width: 56, height: 8 }, { now });
    expect([at(14_000), at(30_000), at(45_000)].map(String)).toEqual([' … boot: kernel  ██░░░░░░░░░░  4 s, ~20 s left', ' … boot: kernel  ████████░░░░  20 s, ~10 s left', ' … boot: kernel  30 s']);
    expect(at(14_000).ages).toContain(10_000);
  });

  it('says that it is off and what starts it; that nothing was read; why it cannot be read', () => {
    const drawn = (state: LabState) => drawPane(outerVmPane, state, { width: 56, height: 8 }).toString();
    expect(drawn({ ...unreadState(), outer: fresh({ state: 'off' }, 1) })).toBe(' · off: no QEMU of this lab runs\n s starts it   : doctor says whether this machine can');
    expect(drawn(unreadState())).toContain('… not read yet');
    expect(drawn({ ...unreadState(), outer: failed(UNKNOWN, toFailure(new LostError({ what: 'the monitor does not answer' })), 1) })).toContain('the monitor does not answer');
  });

  it('shows the last lines of a kernel that panicked', () => {
    const panicked: LabState = { ...STATE, outer: fresh({ state: 'guest-panicked', panicked: { at: 1, lastLines: ['Kernel panic - not syncing: sysrq', '---[ end ]---'] } }, 1) };
    const canvas = drawPane(outerVmPane, panicked, { width: 56, height: 12 });
    expect(canvas.lines().slice(0, 4)).toEqual([' ✗ guest-panicked', ' ✗ its kernel panicked: R restores a snapshot', '   Kernel panic - not syncing: sysrq', '   ---[ end ]---']);
  });

  it('says in its title how old it is when its monitor is silent', () => {
    const silent: LabState = { ...STATE, outer: failed(STATE.outer, toFailure(new LostError({ what: 'the monitor is silent' })), 5000) };
    const at = silent.outer.state === 'failed' ? (silent.outer.last?.at ?? 0) : 0;
    expect(outerVmPane.head(viewOf(outerVmPane, silent, { now: at + 12_000 }))).toEqual({ mode: '! 10 s old: the monitor is silent' });
    expect(drawPane(outerVmPane, silent, { width: 56, height: 8 }).ages).toEqual([at, 1000]);
  });
});
