import { valueOf } from '../model/reading.ts';
import type { LabState } from '../store/state.ts';
import { textArg } from './args.ts';
import { agesOf, ALL_READINGS } from './ages.ts';
import { type Command, type CommandArg, SHOWS } from './command.ts';
import { isDown, outerSilent } from './reachable.ts';

const NAME: CommandArg = { name: 'name', kind: 'snapshot', summary: 'the name of a snapshot' };

/** What `snapshot list` prints. */
export function snapshotsDocument(state: LabState, nowMs: number) {
  return { lab: state.wanted.name, snapshots: valueOf(state.snapshots) ?? [], readings: agesOf(state, nowMs, ['snapshots']) };
}

const list: Command = {
  ...SHOWS,
  id: 'snapshot.list',
  cli: 'snapshot list',
  summary: 'list the whole-lab snapshots',
  reads: ['snapshots'],
  run: async (ctx) => snapshotsDocument(ctx.state(), ctx.now()),
  view: snapshotsDocument,
};

const save: Command = {
  id: 'snapshot.save',
  cli: 'snapshot save',
  summary: 'save the whole lab: memory and disk of the outer VM and of every node in it',
  examples: ['snapshot save before-upgrade'],
  args: [NAME],
  options: [],
  mutates: true,
  blast: 'none',
  disabled: outerSilent,
  stales: ['snapshots'],
  limitMs: 0,
  run: (ctx, args) => ctx.lab.snapshotSave(textArg(args, 'name')),
};

const restore: Command = {
  id: 'snapshot.restore',
  cli: 'snapshot restore',
  summary: 'put the whole lab back to a snapshot, in seconds',
  examples: ['snapshot restore ready'],
  args: [NAME],
  options: [],
  mutates: true,
  blast: 'lab',
  loses: (state) => (isDown(state) || panicked(state) ? undefined : 'all that happened in the lab since that snapshot, on every disk'),
  stales: ALL_READINGS,
  limitMs: 0,
  run: (ctx, args) => ctx.lab.snapshotRestore(textArg(args, 'name')),
};

const remove: Command = {
  id: 'snapshot.delete',
  cli: 'snapshot delete',
  summary: 'delete a snapshot',
  args: [NAME],
  options: [],
  mutates: true,
  blast: 'node',
  loses: (_state, args) => `the snapshot ${textArg(args, 'name')}`,
  stales: ['snapshots'],
  limitMs: 0,
  run: (ctx, args) => ctx.lab.snapshotDelete(textArg(args, 'name')),
};

function panicked(state: LabState): boolean {
  return valueOf(state.outer)?.panicked !== undefined;
}

export const SNAPSHOT_VERBS: readonly Command[] = [save, restore, list, remove];
