import { RefusedError, UsageError } from '../../model/errors.ts';
import type { LabSnapshot } from '../../model/outer-vm.ts';
import { type BlockMedium, parseNamedNodes, parseQueryBlock } from '../../parse/qmp/blocks.ts';
import { fields } from '../../parse/qmp/message.ts';
import type { QmpPort } from './connection.ts';
import { QmpJobError } from './errors.ts';
import { type JobLimits, runJob } from './job.ts';

/** Where a whole-VM snapshot lives: node names, as `snapshot-save` wants them. */
interface SnapshotNodes {
  readonly vmstate: string;
  readonly devices: readonly string[];
}

/** The whole-VM snapshots: those with a VM state, on every writable disk. */
export async function listSnapshots(qmp: QmpPort): Promise<LabSnapshot[]> {
  const [first, ...others] = await writableMedia(qmp);
  const everywhere = (name: string) => others.every(({ snapshots }) => snapshots.some((each) => each.name === name));
  return (first?.snapshots ?? []).filter(({ vmStateBytes, name }) => vmStateBytes > 0 && everywhere(name));
}

/** @throws RefusedError when the name is taken or a disk cannot hold one; QmpJobError */
export async function saveSnapshot(qmp: QmpPort, tag: string, limits: JobLimits): Promise<LabSnapshot> {
  if (await findSnapshot(qmp, tag)) throw new RefusedError({ what: `there is a snapshot ${tag} already`, next: `labdeck snapshot delete ${tag}` });
  await runJob(qmp, 'snapshot-save', { tag, ...(await nodes(qmp)) }, limits);
  const saved = await findSnapshot(qmp, tag);
  if (saved === undefined) throw new QmpJobError(tag, 'snapshot-save', `QEMU reported success, but lists no snapshot ${tag}`);
  return saved;
}

/**
 * Loads a snapshot into the running VM. A load that fails leaves the VM stopped (`restore-vm`): if it ran before it is continued, with the state it
 * had, and the error says so.
 * @throws UsageError when there is none of that name; QmpJobError
 */
export async function loadSnapshot(qmp: QmpPort, tag: string, limits: JobLimits): Promise<void> {
  await existing(qmp, tag);
  const ran = await isRunning(qmp);
  try {
    await runJob(qmp, 'snapshot-load', { tag, ...(await nodes(qmp)) }, limits);
  } catch (error) {
    if (!(error instanceof QmpJobError) || !ran || (await isRunning(qmp))) throw error;
    await qmp.execute('cont');
    const detail = `${error.evidence.detail}\nThe failed load had stopped the VM; it was continued and runs as it did before.`;
    throw new QmpJobError(error.job, 'snapshot-load', detail, 'labdeck snapshot list');
  }
}

/** @throws UsageError when there is none of that name; QmpJobError */
export async function deleteSnapshot(qmp: QmpPort, tag: string, limits: JobLimits): Promise<void> {
  await existing(qmp, tag);
  await runJob(qmp, 'snapshot-delete', { tag, devices: (await nodes(qmp)).devices }, limits);
}

async function findSnapshot(qmp: QmpPort, tag: string): Promise<LabSnapshot | undefined> {
  return (await listSnapshots(qmp)).find((each) => each.name === tag);
}

async function existing(qmp: QmpPort, tag: string): Promise<void> {
  if (await findSnapshot(qmp, tag)) return;
  throw new UsageError({ what: `there is no snapshot ${tag}`, next: 'labdeck snapshot list' });
}

async function isRunning(qmp: QmpPort): Promise<boolean> {
  return fields(await qmp.execute('query-status'))['running'] === true;
}

async function nodes(qmp: QmpPort): Promise<SnapshotNodes> {
  const devices = (await writableMedia(qmp)).map(({ nodeName }) => nodeName);
  const [vmstate] = devices;
  if (vmstate === undefined) throw new RefusedError({ what: 'the VM has no qcow2 disk that could hold a snapshot' });
  return { vmstate, devices };
}

/** @throws RefusedError naming the first writable disk that cannot hold snapshots: saved without it, RAM and disk would not fit together. */
async function writableMedia(qmp: QmpPort): Promise<BlockMedium[]> {
  const media = parseQueryBlock(await qmp.execute('query-block')).filter(({ readOnly }) => !readOnly);
  if (media.every(({ driver }) => driver === 'qcow2')) return media;
  const named = parseNamedNodes(await qmp.execute('query-named-block-nodes')).filter(({ driver }) => driver === 'qcow2');
  return media.map((medium) => (medium.driver === 'qcow2' ? medium : underFilter(medium, named)));
}

/** The qcow2 node under a filter (throttle, copy-on-read): it has the file's name too. */
function underFilter(medium: BlockMedium, named: readonly BlockMedium[]): BlockMedium {
  const node = named.find(({ file }) => file === medium.file);
  if (node !== undefined) return node;
  throw new RefusedError({ what: `the disk ${medium.device || medium.nodeName} (${medium.driver}) is writable and cannot hold a snapshot`, detail: medium.file });
}
