import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabConfig } from '../config/lab.ts';
import type { LabPaths } from '../config/paths.ts';
import { ExitError } from '../model/errors.ts';
import { run, runOk } from '../transport/run.ts';
import type { Transport } from '../transport/transport.ts';
import type { Image } from './image/recipe.ts';
import { freePort } from './outer/free-port.ts';
import { knownHostLine, type OuterKeys, outerKeys } from './outer/keys.ts';
import { type LaunchRecord, readLaunch, writeLaunch } from './outer/launch-record.ts';
import { ensureOverlay, type OverlayState } from './outer/overlay.ts';
import { type Accelerator, CHANNEL_PORTS, QEMU, qemuArgv, stateArgv } from './outer/qemu-argv.ts';
import { findQemu, type QemuProcess } from './outer/qemu-process.ts';
import { seedEntries, writeSeed } from './outer/seed.ts';

export interface LaunchContext {
  readonly host: Transport;
  readonly lab: LabConfig;
  readonly paths: LabPaths;
  readonly now: () => number;
}

/** Everything on disk that a start needs, and what a start with it would be. */
export interface Prepared {
  readonly image: Image;
  readonly accelerator: Accelerator;
  readonly qemuVersion: string;
  readonly keys: OuterKeys;
  readonly overlay: OverlayState;
  readonly seedSha256: string;
  readonly stateArgv: readonly string[];
}

/**
 * Makes keys, seed disk and overlay of a lab. An overlay over another image than this one is made anew, its snapshots with it. Of a lab that runs
 * nothing is touched: the answer then tells what it was started with.
 * @throws ExitError
 */
export async function prepareLaunch(image: Image, accelerator: Accelerator, { host, lab, paths }: LaunchContext): Promise<Prepared> {
  const keys = await outerKeys(paths.sshKey, join(paths.state, 'outer_host_key'), lab.lab);
  const running = await findLaunched(paths);
  if (running !== undefined) return { ...running, image: { ...image, key: running.image }, keys, overlay: 'kept' };
  const seedSha256 = await writeSeed(paths.seedDisk, seedEntries(lab, keys));
  const [overlay, version] = await Promise.all([ensureOverlay(host, paths.overlay, image, lab.outer.disk), qemuVersion(host)]);
  return { image, accelerator, qemuVersion: version, keys, overlay, seedSha256, stateArgv: stateArgv({ lab, image, accelerator }) };
}

/** The version line of the installed QEMU: a machine state belongs to one version. */
export async function qemuVersion(host: Transport): Promise<string> {
  const { stdout } = await runOk(host, { argv: [QEMU, '--version'] });
  return stdout.toString('utf8').split('\n')[0] ?? '';
}

/**
 * Starts QEMU detached: it belongs to nobody and outlives everything of ours. Returns when its sockets are there and, from a snapshot, when the machine
 * state is loaded. A QEMU of this lab that runs already is left as it is and given back.
 * @param snapshot the snapshot to start from instead of booting
 * @throws ExitError with QEMU's own words
 */
export async function launch(prepared: Prepared, ctx: LaunchContext, snapshot?: string): Promise<QemuProcess & LaunchRecord> {
  const { host, paths } = ctx;
  const running = await findLaunched(paths);
  if (running !== undefined) return running;
  const record = await recordOf(prepared, ctx, snapshot);
  await Promise.all(socketsOf(paths).map((socket) => rm(socket, { force: true })));
  await writeFile(paths.knownHosts, knownHostLine(record.sshPort, prepared.keys.hostPublicKey), { mode: 0o600 });
  await writeLaunch(paths.launchRecord, record);
  // With a log (-D) QEMU keeps its standard error after it has detached: it gets a file, not a pipe of ours.
  const { status, stderr, stdout } = await run(host, { argv: ['sh', '-c', 'umask 077; exec "$@" 2>>"$0"', paths.qemuLog, ...record.argv] });
  const launched = await findLaunched(paths);
  if (status === 0 && launched !== undefined) return launched;
  const log = await run(host, { argv: ['tail', '-n', '20', paths.qemuLog] });
  throw new ExitError({ what: 'QEMU did not start', next: `its log: ${paths.qemuLog}`, argv: record.argv, status, detail: [log.stdout, stdout, stderr].join('').trim() });
}

/** The lab's running QEMU with what it was started with, or undefined when the lab is down. */
export async function findLaunched(paths: Pick<LabPaths, 'qemuPid' | 'launchRecord'>): Promise<(QemuProcess & LaunchRecord) | undefined> {
  const [qemu, record] = [await findQemu(paths.qemuPid), await readLaunch(paths.launchRecord)];
  return qemu === undefined || record === undefined ? undefined : { ...record, ...qemu };
}

async function recordOf(prepared: Prepared, { lab, paths, now }: LaunchContext, snapshot?: string): Promise<LaunchRecord> {
  const { image, accelerator, ...rest } = prepared;
  const sshPort = await freePort((await readLaunch(paths.launchRecord))?.sshPort);
  return {
    launchedAt: now(),
    accelerator,
    qemuVersion: rest.qemuVersion,
    sshPort,
    image: image.key,
    stateArgv: rest.stateArgv,
    seedSha256: rest.seedSha256,
    vcpus: lab.outer.vcpus,
    memoryMiB: lab.outer.memory,
    ...(snapshot === undefined ? {} : { snapshot }),
    argv: qemuArgv({ lab, paths, image, accelerator, sshPort, ...(snapshot === undefined ? {} : { snapshot }) }),
  };
}

/** What an earlier QEMU left behind. QEMU itself would take a stale socket's place without asking; a live one has been looked for. */
function socketsOf({ qmpSocket, hmpSocket, serialSocket, agentSocket, channelSocket }: LabPaths): string[] {
  return [qmpSocket, hmpSocket, serialSocket, agentSocket, ...Array.from({ length: CHANNEL_PORTS }, (_, index) => channelSocket(index))];
}
