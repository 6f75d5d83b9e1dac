import { describe, expect, it } from 'vitest';
import type { LabState } from '../../../src/store/state.ts';
import { timelinePane } from '../../../src/ui/panes/timeline.ts';
import { acted, drawPane, viewOf } from './draw-pane.ts';
import { unreadState } from './recorded-state.ts';

const AT = new Date(2026, 10, 21, 14, 2, 31).getTime();
const STATE: LabState = {
  ...unreadState(),
  events: [
    { at: AT, source: 'libvirt', what: 'jetson-1: Stopped Shutdown', about: 'jetson-1' },
    { at: AT + 41_000, source: 'ovsdb', what: 'vnet2 removed from the switch' },
    { at: AT + 60_000, source: 'qmp', what: 'GUEST_PANICKED: the kernel crashed' },
  ],
  acts: [
    { at: AT + 1000, machine: 'outer', argv: ['virsh', 'start', 'jetson-1'], command: 'vm.start', by: 'ada on /dev/pts/3', status: 0, durationMs: 212 },
    { at: AT + 61_000, machine: 'outer', argv: ['virsh', 'destroy', 'n100-1'], command: 'vm.destroy', by: 'ada on /dev/pts/3', status: 1, durationMs: 2100 },
    { at: AT + 62_000, machine: 'outer', argv: ['virsh', 'reset', 'n100-2'], command: 'vm.reset', by: 'bob' },
  ],
};
const SIZE = { width: 98, height: 5 };
const grown = (count: number): LabState => ({ ...STATE, events: [...STATE.events, ...Array.from({ length: count }, (_, index) => ({ at: AT + 70_000 + index, source: 'tc' as const, what: `qdisc ${index}` }))] });

describe('the timeline', () => {
  it('is events and acts in one stream, in time', () => {
    expect(`\n${drawPane(timelinePane, STATE, { width: 98, height: 8 }).toString()}`).toMatchInlineSnapshot(`
      "
         TIME      SOURCE        WHAT                                              BY
         14:02:31  libvirt       jetson-1: Stopped Shutdown                        –
         14:02:32  vm.start      ✓ 212 ms  outer: virsh start jetson-1             ada on /dev/pts/3
         14:03:12  ovsdb         vnet2 removed from the switch                     –
         14:03:31  qmp           GUEST_PANICKED: the kernel crashed                –
         14:03:32  vm.destroy    ✗ exit 1 2 s  outer: virsh destroy n100-1         ada on /dev/pts/3
       ▸ 14:03:33  vm.reset      …  outer: virsh reset n100-2                      bob"
    `);
  });

  it('keeps time and what happened at few columns', () => {
    expect(`\n${drawPane(timelinePane, STATE, { width: 50, height: 8 }).toString()}`).toMatchInlineSnapshot(`
      "
         TIME      WHAT
         14:02:31  jetson-1: Stopped Shutdown
         14:02:32  ✓ 212 ms  outer: virsh start jetson…
         14:03:12  vnet2 removed from the switch
         14:03:31  GUEST_PANICKED: the kernel crashed
         14:03:32  ✗ exit 1 2 s  outer: virsh destroy …
       ▸ 14:03:33  …  outer: virsh reset n100-2"
    `);
  });

  it('follows its end, stays where the cursor was put, and follows again from the end', () => {
    expect(drawPane(timelinePane, grown(20), SIZE).lines().at(-1)).toContain('▸ 14:03:41');
    const up = acted(timelinePane, STATE, SIZE, 'pane.up', 'pane.up');
    expect(timelinePane.head(viewOf(timelinePane, STATE, { own: up })).mode).toBe('all · G follows');
    expect(drawPane(timelinePane, grown(20), SIZE, { own: up }).lines().filter((line) => line.includes('▸'))).toEqual([expect.stringContaining('GUEST_PANICKED')]);
    const end = acted(timelinePane, STATE, SIZE, 'pane.up', 'pane.last');
    expect(timelinePane.head(viewOf(timelinePane, STATE, { own: end })).mode).toBe('all · ↓ follow');
  });

  it('stays on its row while the oldest fall off and an act ends', () => {
    const own = acted(timelinePane, STATE, SIZE, 'pane.first', 'pane.down', 'pane.down', 'pane.down', 'pane.down');
    const later: LabState = { ...STATE, events: STATE.events.slice(2), acts: STATE.acts.map((act) => ({ ...act, status: 0, durationMs: 5 })) };
    expect(drawPane(timelinePane, later, SIZE, { own }).lines().filter((line) => line.includes('▸'))).toEqual([expect.stringContaining('virsh destroy n100-1')]);
  });

  it('goes to what it is pointed at, and follows no more', () => {
    const own = timelinePane.point?.(timelinePane.initial, `${AT} libvirt 1`);
    expect(drawPane(timelinePane, STATE, SIZE, { own }).lines().filter((line) => line.includes('▸'))).toEqual([expect.stringContaining('jetson-1: Stopped')]);
  });

  it('is filtered by source, words and who did it', () => {
    const shown = (filter: string) => drawPane(timelinePane, STATE, { width: 98, height: 8 }, { own: acted(timelinePane, STATE, SIZE, ['pane.filter', filter]) }).lines().slice(1).filter((line) => line !== '').length;
    expect([shown('source:libvirt'), shown('by:ada'), shown('!by:ada'), shown('jetson-1'), shown('/^vm\\./')]).toEqual([1, 2, 4, 2, 3]);
  });

  it('says that nothing happened yet', () => {
    expect(drawPane(timelinePane, unreadState(), SIZE).toString()).toContain('nothing happened yet');
  });
});
