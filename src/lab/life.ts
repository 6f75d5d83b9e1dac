import type { LabConfig } from '../config/lab.ts';
import type { LabPaths } from '../config/paths.ts';
import { LabdeckError, RefusedError } from '../model/errors.ts';
import type { OnProgress } from '../model/progress.ts';
import { run, runOk } from '../transport/run.ts';
import type { Transport } from '../transport/transport.ts';
import type { Image } from './image/recipe.ts';
import { type LaunchContext, launch, type Prepared, prepareLaunch } from './launch.ts';
import type { LabKeys } from './node/node-seed.ts';
import { prepareNodes, type ReadyNode, startNodes } from './nodes.ts';
import { dropOverlay } from './outer/overlay.ts';
import type { Accelerator } from './outer/qemu-argv.ts';
import { awaitEnd, findQemu, killQemu } from './outer/qemu-process.ts';
import type { OuterHold } from './outer-hold.ts';
import { READY, READY_ALL, type SavedSnapshot, type SnapshotRecord } from './ready.ts';
import { createSteps, type Steps } from './steps.ts';
import type { WholeLabSnapshots } from './whole-lab-snapshots.ts';

/** What the life of a lab is made of; composed by the keeper. */
export interface LifeParts {
  readonly lab: LabConfig;
  readonly paths: LabPaths;
  readonly host: Transport;
  readonly outer: Transport;
  readonly hold: OuterHold;
  readonly records: SnapshotRecord;
  readonly snapshots: WholeLabSnapshots;
  readonly now: () => number;
  /** The image, built as far as it is not there. */
  readonly image: (onProgress: OnProgress, signal: AbortSignal) => Promise<Image>;
  readonly accelerator: () => Promise<Accelerator>;
  /** Resolves when a command can be run in the outer VM. @throws LostError after the limit */
  readonly reachable: (limitMs: number, signal: AbortSignal) => Promise<void>;
  readonly keys: (prepared: Prepared) => Promise<LabKeys>;
  /** A k3s binary, placed in the outer VM; its length there, 0 for none. */
  readonly placeK3s: (signal: AbortSignal) => Promise<number>;
}

export interface RunOptions {
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
}

export interface UpOptions extends RunOptions {
  readonly all: boolean;
  readonly cold: boolean;
}

/** What `up` came to. */
export interface UpResult {
  readonly lab: string;
  /** `running`: it was up; `restored`: from a snapshot; `booted`: from disk. */
  readonly how: 'running' | 'restored' | 'booted';
  readonly snapshot?: string;
  readonly nodes: readonly Pick<ReadyNode, 'name' | 'kind' | 'why' | 'experimental' | 'lacks' | 'stale'>[];
  readonly elapsedMs: number;
}

/** Brings the lab up from wherever it is; every step may be run again. A killed `up` is taken on by the next. */
export async function up(parts: LifeParts, options: UpOptions): Promise<UpResult> {
  const startedAt = performance.now();
  const steps = createSteps('up', options.onProgress);
  const begun = await begin(parts, options, steps);
  const nodes = await bringNodes(parts, options, begun, steps);
  await saveReady(parts, options, begun, steps);
  return {
    lab: parts.lab.lab,
    how: begun.how,
    ...(begun.snapshot === undefined ? {} : { snapshot: begun.snapshot }),
    nodes: nodes.map(({ name, kind, why, experimental, lacks, stale }) => ({ name, kind, why, experimental, lacks, stale })),
    elapsedMs: Math.round(performance.now() - startedAt),
  };
}

interface Begun {
  readonly how: UpResult['how'];
  readonly snapshot?: string;
  readonly prepared: Prepared;
}

/** From whatever is there to an outer VM that takes commands. */
async function begin(parts: LifeParts, options: UpOptions, steps: Steps): Promise<Begun> {
  const image = await parts.image(options.onProgress, options.signal);
  const accelerator = await parts.accelerator();
  const running = (await findQemu(parts.paths.qemuPid)) !== undefined;
  if (running) await refusePanicked(parts);
  const prepared = await steps.run(running ? 'look' : 'disks', () => prepareLaunch(image, accelerator, context(parts)));
  if (running) return bound({ how: 'running', prepared }, parts, options, steps);
  if (prepared.overlay === 'new') await parts.records.clear();
  const saved = options.cold ? undefined : await parts.snapshots.usable(options.all ? [READY_ALL, READY] : [READY], prepared);
  const restored = saved === undefined ? undefined : await restore(saved, prepared, parts, options, steps);
  return restored ?? bound({ how: 'booted', prepared: await boot(prepared, parts, steps) }, parts, options, steps);
}

async function refusePanicked({ hold }: LifeParts): Promise<void> {
  const { state } = await hold.read();
  if (state === 'guest-panicked') throw new RefusedError({ what: 'the outer kernel panicked', next: 'labdeck snapshot restore ready, or labdeck down --force' });
}

function context({ host, lab, paths, now }: LifeParts): LaunchContext {
  return { host, lab, paths, now };
}

/** A cold QEMU start from a machine state. One that QEMU does not take is forgotten, and the lab boots instead. */
async function restore(saved: SavedSnapshot, prepared: Prepared, parts: LifeParts, options: UpOptions, steps: Steps): Promise<Begun | undefined> {
  try {
    await steps.run(`restore ${saved.name}`, () => launch(prepared, context(parts), saved.name));
  } catch (error) {
    if (!(error instanceof LabdeckError) || error.kind !== 'exit') throw error;
    await parts.records.remove(saved.name);
    return undefined;
  }
  const begun = await bound({ how: 'restored', snapshot: saved.name, prepared }, parts, options, steps);
  await steps.run('clock', () => parts.snapshots.stepClocks(options.signal));
  return begun;
}

async function boot(prepared: Prepared, parts: LifeParts, steps: Steps): Promise<Prepared> {
  await steps.run('qemu', () => launch(prepared, context(parts)));
  return prepared;
}

/** Seconds that a machine with KVM is given of the patience for one without. */
const KVM_SHARE = 0.25;

async function bound(begun: Begun, parts: LifeParts, { signal }: UpOptions, steps: Steps): Promise<Begun> {
  await steps.run('monitor', () => parts.hold.open());
  const share = begun.prepared.accelerator === 'kvm' ? KVM_SHARE : 1;
  const limitMs = parts.lab.outer.bootLimitSec * 1000 * share;
  await steps.run('channels', () => untilDeath(parts, parts.reachable(limitMs, signal)));
  if (begun.how !== 'restored') await steps.run('services', () => untilDeath(parts, settled(parts, limitMs, signal)));
  return begun;
}

/** Waits as long as the outer VM lives. @throws LostError with the last serial lines when it ends or panics first */
async function untilDeath<T>({ hold }: LifeParts, work: Promise<T>): Promise<T> {
  const death = hold.death();
  try {
    return await Promise.race([work, death.promise]);
  } finally {
    death.release();
  }
}

/** systemd has started what it will start: `is-system-running --wait` tells by its status whether all of it came up. */
async function settled({ outer }: LifeParts, limitMs: number, signal: AbortSignal): Promise<void> {
  await run(outer, { argv: ['systemctl', 'is-system-running', '--wait'], timeoutMs: limitMs, signal });
  await runOk(outer, { argv: ['systemctl', 'start', 'libvirtd.service', 'labdeck-bridge.service', 'labdeck-dnsmasq.service'], timeoutMs: limitMs, signal });
}

/** Defines every node and starts those that are to run. */
async function bringNodes(parts: LifeParts, { all, signal }: UpOptions, { prepared }: Begun, steps: Steps): Promise<readonly ReadyNode[]> {
  const { lab, outer } = parts;
  if (lab.nodes.length === 0) return [];
  const keys = await parts.keys(prepared);
  const k3sBytes = await parts.placeK3s(signal);
  const nodes = await steps.run('define nodes', (says) => prepareNodes(outer, { lab, keys, k3sBytes, signal, onStep: (node, step) => says(`${node}: ${step.title}`) }));
  const wanted = nodes.filter(({ name }) => all || lab.nodes.find((node) => node.name === name)?.autostart === true);
  await Promise.all(wanted.map((node) => steps.run(node.name, () => startNodes(outer, [node], { signal }))));
  return nodes;
}

/** Saves what is up now, so that the next `up` takes seconds. Where it cannot be saved the lab is up all the same, and the line says why. */
async function saveReady({ snapshots }: LifeParts, { all, signal }: UpOptions, { prepared, how }: Begun, steps: Steps): Promise<void> {
  const name = all ? READY_ALL : READY;
  if (how === 'running' && !all) return;
  if ((await snapshots.usable([name], prepared)) !== undefined) return steps.skip(`save ${name}`, 'as it was saved');
  const why = await snapshots.refusal();
  if (why !== undefined) return steps.skip(`save ${name}`, why);
  await steps.run(`save ${name}`, () => snapshots.save(name, { signal, prepared, replace: true }));
}

const NODES_DOWN_MS = 30_000;
const OUTER_DOWN_MS = 120_000;

/** Shuts down in good order: nodes, then the outer VM by its own systemd. `force` cuts the power. */
export async function down(parts: LifeParts, { force, onProgress, signal }: RunOptions & { readonly force: boolean }): Promise<{ readonly lab: string; readonly was: string }> {
  const { lab, paths, hold } = parts;
  const steps = createSteps('down', onProgress);
  if ((await findQemu(paths.qemuPid)) === undefined) return { lab: lab.lab, was: 'down' };
  if (!force) {
    await steps.run('nodes', () => nodesDown(parts, signal));
    await steps.run('outer VM', () => outerDown(parts, signal));
  }
  if ((await findQemu(paths.qemuPid)) !== undefined) await steps.run('power', () => killQemu(paths.qemuPid));
  hold.forgetPanic();
  return { lab: lab.lab, was: 'running' };
}

/** Asks every running domain, waits a while, and leaves the rest to the power cut of their machine. */
const SHUT_DOMAINS = `for uri in qemu:///system lxc:///system; do
  virsh -q -c "$uri" list --name | while IFS= read -r name; do [ -z "$name" ] || virsh -q -c "$uri" shutdown --domain "$name"; done
done
for i in $(seq 1 100); do
  [ -z "$(virsh -q -c qemu:///system list --name; virsh -q -c lxc:///system list --name)" ] && exit 0
  sleep 0.2
done`;

async function nodesDown({ outer }: LifeParts, signal: AbortSignal): Promise<void> {
  await runOk(outer, { argv: ['sh', '-c', SHUT_DOMAINS], timeoutMs: NODES_DOWN_MS, signal });
}

async function outerDown({ outer, paths }: LifeParts, signal: AbortSignal): Promise<void> {
  await runOk(outer, { argv: ['systemctl', 'poweroff', '--no-block'], timeoutMs: NODES_DOWN_MS, signal });
  await awaitEnd(paths.qemuPid, OUTER_DOWN_MS, signal);
}

/** Down, and all that the lab wrote is thrown away. */
export async function reset(parts: LifeParts, options: RunOptions): Promise<{ readonly lab: string; readonly removed: readonly string[] }> {
  await down(parts, { ...options, force: true });
  await dropOverlay(parts.paths.overlay);
  await parts.records.clear();
  return { lab: parts.lab.lab, removed: [parts.paths.overlay] };
}
