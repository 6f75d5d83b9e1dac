import type { LabVerbs } from '../command/context.ts';
import { listPaths } from '../config/path-list.ts';
import { RefusedError, UnsupportedError } from '../model/errors.ts';
import type { OnProgress } from '../model/progress.ts';
import { planDown, planReset, planUp } from '../lab/life-plan.ts';
import { foreignDown, type ForeignLifeParts, foreignUp, planForeignUp } from '../lab/foreign-life.ts';
import { type LifeParts, restoreLab, type RunOptions, up } from '../lab/life.ts';
import { down, reset } from '../lab/life-end.ts';
import { findLaunched } from '../lab/launch.ts';
import { act, type ActContext } from './acts.ts';
import { type AttachmentParts, changeAttachment } from './attachment.ts';
import type { DoctorOf } from './doctor.ts';

export interface LabVerbParts {
  readonly life: LifeParts;
  readonly foreignParts: ForeignLifeParts;
  readonly attachment: AttachmentParts;
  readonly doctor: DoctorOf;
}

/** A lab's life for one request. In a dry run nothing but the plan is made. */
export function labVerbs({ life, foreignParts, attachment, doctor }: LabVerbParts, context: ActContext, onProgress: OnProgress): LabVerbs {
  const { signal } = context;
  const run = { onProgress, signal };
  const snapshots = life.snapshots;
  const snapshotAct = <T>(verb: string, name: string, work: () => Promise<T>, dry: T): Promise<T> => act(context, 'outer', ['snapshot', verb, name], work, dry);
  return {
    ...(life.attached() ? foreignLife(foreignParts, run, context) : ownLife(life, run, context)),
    attach: (options) => changeAttachment(attachment, options, context, onProgress),
    snapshotSave: (name) => snapshotAct('save', name, () => saveSnapshot(life, name, signal), { id: '', name, vmStateBytes: 0, savedAt: 0 }),
    snapshotRestore: (name) => snapshotAct('restore', name, () => restoreLab(life, { name, ...run }), undefined),
    snapshotDelete: (name) => snapshotAct('delete', name, async () => (await snapshots.remove(name), { removed: name }), undefined),
    doctor: (level) => doctor(level, signal),
    sshAccess: () => sshAccess(life),
    paths: () => listPaths(life.paths),
  };
}

type Life = Pick<LabVerbs, 'up' | 'down' | 'reset'>;

function ownLife(life: LifeParts, run: RunOptions, { dryRun, planned }: ActContext): Life {
  return {
    up: async (options) => (dryRun ? planned.push(...(await planUp(life, options))) : up(life, { ...options, ...run })),
    down: async (options) => (dryRun ? planned.push(...(await planDown(life, options))) : down(life, { ...options, ...run })),
    reset: async () => (dryRun ? planned.push(...(await planReset(life))) : reset(life, run)),
  };
}

function foreignLife(parts: ForeignLifeParts, run: RunOptions, { dryRun, planned }: ActContext): Life {
  const { lab } = parts;
  return {
    up: async (options) => (dryRun ? planned.push(...(await planForeignUp(parts))) : foreignUp(parts, { ...options, ...run })),
    down: async (options) => (dryRun ? planned.push({ machine: 'outer', argv: ['hmp', 'system_powerdown'] }) : foreignDown(parts, { ...options, ...run })),
    reset: () => Promise.reject(new UnsupportedError({ what: `the disks of ${lab.lab} are not labdeck's to throw away`, next: 'remove its disk image by hand: labdeck paths' })),
  };
}

async function saveSnapshot(life: LifeParts, name: string, signal: AbortSignal) {
  const state = life.attached() ? undefined : await findLaunched(life.paths);
  return life.snapshots.save(name, { signal, ...(state === undefined ? {} : { state }) });
}

async function sshAccess({ lab, paths }: LifeParts) {
  if (lab.outer.source.type !== 'image') throw new UnsupportedError({ what: `the outer VM of ${lab.lab} has no sshd that labdeck knows of`, next: 'labdeck exec outer -- CMD, or labdeck serial' });
  const launched = await findLaunched(paths);
  if (launched === undefined) throw new RefusedError({ what: 'the lab is down', next: 'labdeck up' });
  return {
    host: '127.0.0.1',
    port: launched.sshPort,
    user: lab.outer.login.user,
    identityFile: paths.sshKey,
    knownHostsFile: paths.knownHosts,
    nodeUser: 'root',
  };
}
