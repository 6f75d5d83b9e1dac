import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { ActRecord, LabState } from '../../../src/store/state.ts';
import { actScript } from '../../../src/ui/panes/act-script.ts';
import { commandLogPane } from '../../../src/ui/panes/command-log.ts';
import { clockText } from '../../../src/ui/widgets/ages.ts';
import { EMPTY } from '../../store/empty.ts';
import { acted, drawPane, viewOf } from './draw-pane.ts';

const AT = Date.UTC(2026, 10, 21, 12, 0, 1);
const clock = (ms: number): string => clockText(AT + ms);
const ADA = 'ada on /dev/pts/3 (pid 4711)';
const ACTS: readonly ActRecord[] = [
  { at: AT, machine: 'outer', argv: ['virsh', '-c', 'qemu:///system', 'start', 'n100-1'], command: 'vm.start', by: ADA, status: 0, durationMs: 812 },
  { at: AT + 2000, machine: 'outer', argv: ['virsh', '-c', 'qemu:///system', 'destroy', "it's odd"], command: 'vm.destroy', by: 'bob on /dev/pts/9 (pid 12)', status: 1, durationMs: 61_000 },
  { at: AT + 3000, machine: 'outer', argv: ['qmp', 'snapshot-save', '{"tag":"a b"}'], command: 'snapshot.save', by: ADA },
];
const STATE: LabState = { ...EMPTY, acts: ACTS };
const WIDE = { width: 118, height: 6 };

describe('the command log', () => {
  it('says who ran what where, and what came of it, at 120 columns', () => {
    expect(`\n${drawPane(commandLogPane, STATE, WIDE).toString()}`).toBe(`
   TIME      WHO                MACHINE  COMMAND        ARGV                                  RESULT             TOOK
   ${clock(0)}  ada on /dev/pts/3  outer    vm.start       virsh -c qemu:///system start n100-1  ✓ done           812 ms
   ${clock(2000)}  bob on /dev/pts/9  outer    vm.destroy     virsh -c qemu:///system destroy 'it…  ✗ exit 1      1 min 1 s
 ▸ ${clock(3000)}  ada on /dev/pts/3  outer    snapshot.save  qmp snapshot-save '{"tag":"a b"}'     … running             –`);
  });

  it('keeps time, argv and result at 80 columns', () => {
    const lines = drawPane(commandLogPane, STATE, { width: 78, height: 6 }).lines();
    expect(lines[0]).toMatch(/^ {3}TIME .*ARGV .*RESULT/);
    expect(lines.every((line) => line.length <= 78)).toBe(true);
  });

  it('follows the newest until the cursor leaves it, and filters', () => {
    expect(commandLogPane.head(viewOf(commandLogPane, STATE))).toEqual({ count: '3', mode: 'C copies a script · ↓ follow' });
    const own = acted(commandLogPane, STATE, WIDE, ['pane.filter', 'result:exit'], 'pane.up');
    expect(commandLogPane.head(viewOf(commandLogPane, STATE, { own })).count).toBe('1 of 3');
  });

  it('shows the whole argv of one', () => {
    const own = acted(commandLogPane, STATE, { width: 78, height: 9 }, 'pane.up', 'pane.open');
    expect(drawPane(commandLogPane, STATE, { width: 78, height: 9 }, { own }).lines().slice(6)).toEqual(['─'.repeat(78), String.raw` outer: virsh -c qemu:///system destroy 'it'\''s odd'`, ' vm.destroy, bob on /dev/pts/9 (pid 12)']);
  });

  it('copies what is shown as a script that a shell reads as it was run', () => {
    const script = commandLogPane.copy?.(viewOf(commandLogPane, STATE)) ?? [];
    expect(script.slice(0, 6)).toEqual(['#!/bin/sh', '# lab test: 3 acts', 'set -e', '', `# 2026-11-21T12:00:01.000Z, ${ADA}, vm.start, ✓ done after 812 ms`, 'labdeck --lab test exec outer -- virsh -c qemu:///system start n100-1']);
    expect(script.at(-1)).toBe(`labdeck --lab test qmp snapshot-save '{"tag":"a b"}'`);
    const ran = execFileSync('/bin/sh', ['-c', `labdeck() { printf '<%s>' "$@"; echo; }\n${script.join('\n')}`], { encoding: 'utf8' });
    expect(ran.split('\n')[1]).toBe("<--lab><test><exec><outer><--><virsh><-c><qemu:///system><destroy><it's odd>");
    const marked = acted(commandLogPane, STATE, WIDE, 'pane.first', 'table.mark');
    expect(commandLogPane.copy?.(viewOf(commandLogPane, STATE, { own: marked }))).toHaveLength(6);
  });

  it('lets nothing out of a comment, and runs what ran on this machine as it is', () => {
    const script = actScript('lab\nrm -rf x', [{ ...(ACTS[0] as ActRecord), machine: 'host', argv: ['kill', '7'], by: 'ada\nreboot' }]);
    expect(script.filter((line) => line !== '' && !line.startsWith('#'))).toEqual(['set -e', 'kill 7']);
  });

  it('says why it is empty', () => {
    expect(drawPane(commandLogPane, EMPTY, { width: 60, height: 4 }).toString()).toMatch(/^ nothing that changes the lab was run yet.*palette/s);
  });
});
