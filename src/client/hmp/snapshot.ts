import { RefusedError, UsageError } from '../../model/errors.ts';
import type { LabSnapshot } from '../../model/outer-vm.ts';
import { parseInfoSnapshots } from '../../parse/hmp/snapshots.ts';
import { parseInfoStatus } from '../../parse/hmp/status.ts';
import type { Limits } from '../limits.ts';
import type { HmpPort } from './connection.ts';
import { HmpCommandError } from './errors.ts';
import { word } from './line.ts';

export async function listSnapshots(hmp: HmpPort, limits?: Limits): Promise<LabSnapshot[]> {
  return parseInfoSnapshots(await hmp.execute('info snapshots', limits));
}

/** `savevm` overwrites in silence, so the name is looked for first. @throws RefusedError, HmpCommandError */
export async function saveSnapshot(hmp: HmpPort, name: string, limits: Limits): Promise<LabSnapshot> {
  if (await findSnapshot(hmp, name)) throw new RefusedError({ what: `there is a snapshot ${name} already`, next: `labdeck snapshot delete ${name}` });
  await hmp.execute(`savevm ${word(name)}`, limits);
  const saved = await findSnapshot(hmp, name);
  if (saved === undefined) throw new HmpCommandError(`savevm ${name}`, { kind: 'error', text: `QEMU reported no error, but lists no snapshot ${name}` });
  return saved;
}

/**
 * A load that fails leaves the VM stopped (`restore-vm`): if it ran before it is continued, and the error says so.
 * @throws UsageError when there is none of that name; HmpCommandError
 */
export async function loadSnapshot(hmp: HmpPort, name: string, limits: Limits): Promise<void> {
  await existing(hmp, name);
  const ran = await isRunning(hmp);
  try {
    await hmp.execute(`loadvm ${word(name)}`, limits);
  } catch (error) {
    if (!(error instanceof HmpCommandError) || !ran || (await isRunning(hmp))) throw error;
    await hmp.execute('cont');
    const text = `${error.refusal.text}\nThe failed load had stopped the VM; it was continued and runs as it did before.`;
    throw new HmpCommandError(error.line, { ...error.refusal, text });
  }
}

/** `delvm` of an unknown name says nothing, so the name is looked for first. @throws UsageError, HmpCommandError */
export async function deleteSnapshot(hmp: HmpPort, name: string, limits: Limits): Promise<void> {
  await existing(hmp, name);
  await hmp.execute(`delvm ${word(name)}`, limits);
}

async function findSnapshot(hmp: HmpPort, name: string): Promise<LabSnapshot | undefined> {
  return (await listSnapshots(hmp)).find((each) => each.name === name);
}

async function existing(hmp: HmpPort, name: string): Promise<void> {
  if (await findSnapshot(hmp, name)) return;
  throw new UsageError({ what: `there is no snapshot ${name}`, next: 'labdeck snapshot list' });
}

async function isRunning(hmp: HmpPort): Promise<boolean> {
  return parseInfoStatus(await hmp.execute('info status')).running;
}
