import { describe, expect, it } from 'vitest';
import type { Domain } from '../../../src/model/domain.ts';
import type { LabSnapshot } from '../../../src/model/outer-vm.ts';
import { fresh } from '../../../src/model/reading.ts';
import type { LabState } from '../../../src/store/state.ts';
import { snapshotsPane } from '../../../src/ui/panes/snapshots.ts';
import { EMPTY } from '../../store/empty.ts';
import { acted, drawPane, viewOf } from './draw-pane.ts';

const SEC = new Date(2026, 10, 21, 14, 2, 0).getTime() / 1000;
const NOW = (SEC + 8000) * 1000;
const SNAPSHOTS: readonly LabSnapshot[] = [
  { id: '1', name: 'ready', vmStateBytes: 412_000_000, savedAt: SEC, nodes: ['n100-1', 'n100-2', 'jetson-1'] },
  { id: '2', name: 'before-upgrade', vmStateBytes: 1_200_000_000, savedAt: SEC + 7955, nodes: [] },
  { id: '3', name: 'by-hand', vmStateBytes: 0, savedAt: SEC - 200_000, stale: 'saved by another machine type' },
];
const UP: LabState = { ...EMPTY, outer: fresh({ state: 'running', accelerator: 'tcg' }, NOW), snapshots: fresh(SNAPSHOTS, NOW) };
const WIDE = { width: 118, height: 10 };

const off = (state: LabState): LabState => ({ ...state, outer: fresh({ state: 'off' }, NOW) });

describe('the snapshots pane', () => {
  it('lists them, the newest first, with what save, restore and delete come to, at 120 columns', () => {
    expect(`\n${drawPane(snapshotsPane, UP, WIDE, { now: NOW }).toString()}`).toBe(`
   NAME               AGE  SAVED                SIZE  NODES IN IT                             RESTORE
 ▸ before-upgrade    40 s  2026-11-21 16:14   1.2 GB  none                                    ✓ ready
   ready            2h13m  2026-11-21 14:02   412 MB  n100-1 n100-2 jetson-1                  ✓ ready
   by-hand           2d9h  2026-11-19 06:28      0 B  –                                       ! stale: saved by anot…


${'─'.repeat(118)}
 S save    the outer VM with memory and disk, and every node in it
 R restore lost is all that happened in the lab since that snapshot, on every disk; not reversible
 x delete  lost is the snapshot before-upgrade; not reversible`);
  });

  it('keeps name, age, size, nodes and state at 80 columns', () => {
    expect(`\n${drawPane(snapshotsPane, UP, { width: 78, height: 7 }, { now: NOW }).toString()}`).toBe(`
   NAME               AGE     SIZE  NODES IN IT                  RESTORE
 ▸ before-upgrade    40 s   1.2 GB  none                         ✓ ready
   ready            2h13m   412 MB  n100-1 n100-2 jetson-1       ✓ ready
   by-hand           2d9h      0 B  –                            ! stale: sa…`);
  });

  it('says of the one under the cursor what a restore loses, or that it is stale', () => {
    const below = (state: LabState, ...keys: string[]) => drawPane(snapshotsPane, state, WIDE, { own: acted(snapshotsPane, state, WIDE, ...keys), now: NOW }).lines().slice(7);
    expect(below(UP)[1]).toBe(' R restore lost is all that happened in the lab since that snapshot, on every disk; not reversible');
    expect(below(UP, 'pane.last')).toEqual([' S save    the outer VM with memory and disk, and every node in it', ' R restore stale: saved by another machine type', ' x delete  lost is the snapshot by-hand; not reversible']);
    expect(below(off(UP))).toEqual([' S save    cannot: lab test is down: labdeck up', ' R restore in seconds; nothing runs that could be lost', ' x delete  lost is the snapshot before-upgrade; not reversible']);
    const guest = { driver: 'qemu', kind: 'kvm', name: 'n1', uuid: 'u', state: 'running', interfaces: [], blocks: [], unsupported: [] } satisfies Domain;
    expect(below({ ...UP, outer: fresh({ state: 'running', accelerator: 'kvm' }, NOW), domains: fresh([guest], NOW) })[0]).toBe(' S save    nested KVM guests run (n1): refused on AMD, sound on Intel');
  });

  it('hands the name to the verbs', () => {
    expect(snapshotsPane.target?.(viewOf(snapshotsPane, UP, { own: acted(snapshotsPane, UP, WIDE, 'pane.down') }))).toEqual({ name: 'ready' });
    expect(snapshotsPane.target?.(viewOf(snapshotsPane, EMPTY))).toEqual({});
  });

  it('says why there are none and what to press', () => {
    expect(drawPane(snapshotsPane, { ...UP, snapshots: fresh([], NOW) }, { width: 78, height: 5 }).lines()).toEqual([
      ' no snapshot of the whole lab yet', ' S saves one: memory and disk of the outer VM and of every node in it', '', '', ' S save    the outer VM with memory and disk, and every node in it',
    ]);
    expect(drawPane(snapshotsPane, EMPTY, { width: 78, height: 5 }).toString()).toBe(' no snapshots yet: the outer VM was not read\n : up boots the lab');
    expect(drawPane(snapshotsPane, off({ ...UP, snapshots: fresh([], NOW) }), { width: 78, height: 5 }).lines()[4]).toBe(' S save    cannot: lab test is down: labdeck up');
  });

  it('dates what it shows', () => {
    const canvas = drawPane(snapshotsPane, UP, WIDE, { now: NOW });
    expect(canvas.ages).toEqual([(SEC + 7955) * 1000, SEC * 1000, (SEC - 200_000) * 1000]);
    const failed = { ...UP, snapshots: { state: 'failed', at: NOW, failure: { kind: 'timeout', what: 'the monitor is silent', detail: '' }, last: { value: SNAPSHOTS, at: NOW - 60_000 } } } satisfies LabState;
    expect(snapshotsPane.head(viewOf(snapshotsPane, failed, { now: NOW }))).toEqual({ count: '3', mode: '! 1m old: the monitor is silent · newest first' });
  });
});
