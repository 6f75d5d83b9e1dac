import type { LabConfig } from '../config/lab.ts';
import type { LabPaths } from '../config/paths.ts';
import { LabdeckError, RefusedError } from '../model/errors.ts';
import type { OuterState } from '../model/outer-vm.ts';
import type { OnProgress } from '../model/progress.ts';
import { runOk } from '../transport/run.ts';
import type { Transport } from '../transport/transport.ts';
import type { Image } from './image/recipe.ts';
import { findLaunched, type LaunchContext, launch, type Prepared, prepareLaunch } from './launch.ts';
import type { LabKeys } from './node/node-seed.ts';
import { hasK3s } from './node/k3s.ts';
import { answerStep, madeFrom, prepareNodes, type ReadyNode, startNodes } from './nodes.ts';
import { awaitSeen, awaitUnits } from './outer/boot-stages.ts';
import type { Accelerator } from './outer/qemu-argv.ts';
import { findQemu } from './outer/qemu-process.ts';
import type { OuterHold } from './outer-hold.ts';
import { READY, READY_ALL, type SavedSnapshot, type SnapshotRecord } from './ready.ts';
import { createSteps, type Steps } from './steps.ts';
import type { UnderWay } from './under-way.ts';
import type { MachineState, WholeLabSnapshots } from './whole-lab-snapshots.ts';

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
  /** Where the image lies or will lie, and what is still to be built. */
  readonly plannedImage: () => Promise<{ readonly image: Image; readonly missing: readonly string[] }>;
  /** The image, built as far as it is not there. */
  readonly image: (onProgress: OnProgress, signal: AbortSignal) => Promise<Image>;
  readonly accelerator: () => Promise<Accelerator>;
  /** Resolves when a command can be run in the outer VM. @throws LostError after the limit */
  readonly reachable: (limitMs: number, signal: AbortSignal) => Promise<void>;
  readonly keys: (prepared: Prepared) => Promise<LabKeys>;
  /** Whether the outer VM is one that labdeck did not start. */
  readonly attached: () => boolean;
  /** A k3s binary, placed in the outer VM; its length there, 0 for none. */
  readonly placeK3s: (signal: AbortSignal) => Promise<number>;
  readonly underWay: UnderWay;
  /** What was read inside the outer VM is of another machine, or of another moment. */
  readonly outdate: () => void;
}

export interface RunOptions {
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
}

export interface UpOptions extends RunOptions {
  readonly all: boolean;
  readonly cold: boolean;
  /** The snapshot to start from, and no other; the lab is then as it was in it. */
  readonly from?: string;
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

/** Brings the lab up from wherever it is; every step may be run again. A killed `up` is taken on by the next. @throws CancelledError when a `down` ends it */
export function up(parts: LifeParts, options: UpOptions): Promise<UpResult> {
  return parts.underWay.run('up', options.signal, (signal) => rise(parts, { ...options, signal }));
}

async function rise(parts: LifeParts, options: UpOptions): Promise<UpResult> {
  const startedAt = performance.now();
  const steps = createSteps('up', options.onProgress);
  const begun = await begin(parts, options, steps);
  const nodes = options.from === undefined ? await bringNodes(parts, options, begun, steps) : [];
  parts.outdate();
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
  /** Nodes as the snapshot has them: defined, and those that run answer. */
  readonly ready?: readonly ReadyNode[];
  readonly prepared: Prepared;
}

/** From whatever is there to an outer VM that takes commands. */
async function begin(parts: LifeParts, options: UpOptions, steps: Steps): Promise<Begun> {
  const [image, accelerator] = await Promise.all([parts.image(options.onProgress, options.signal), parts.accelerator()]);
  const running = (await findQemu(parts.paths.qemuPid)) !== undefined;
  if (running) await refuseStopped(parts);
  const prepared = await steps.run(running ? 'look' : 'disks', () => prepareLaunch(image, accelerator, context(parts)));
  if (running) return bound({ how: 'running', prepared }, parts, options, steps);
  if (prepared.overlay === 'new') await parts.records.clear();
  const saved = await savedFor(options, prepared, parts);
  const restored = saved === undefined ? undefined : await restore(saved, prepared, parts, options, steps);
  return restored ?? bound({ how: 'booted', prepared: await boot(prepared, parts, steps) }, parts, options, steps);
}

/** What can be done about a machine that is there and does not run. */
const NEXT_OF: Readonly<Partial<Record<OuterState, string>>> = {
  'guest-panicked': 'labdeck snapshot restore ready, or labdeck down --force',
  'restore-vm': 'labdeck qmp cont',
  paused: 'labdeck qmp cont',
};

async function refuseStopped({ hold }: LifeParts): Promise<void> {
  const { state } = await hold.read();
  const next = NEXT_OF[state];
  if (next !== undefined) throw new RefusedError({ what: state === 'guest-panicked' ? 'the outer kernel panicked' : `the outer VM is stopped (${state})`, next });
}

async function savedFor({ from, all, cold }: UpOptions, prepared: Prepared, { snapshots }: LifeParts): Promise<SavedSnapshot | undefined> {
  if (from !== undefined) return snapshots.named(from, stateOf(prepared));
  return cold ? undefined : snapshots.usable(all ? [READY_ALL, READY] : [READY], stateOf(prepared));
}

function context({ host, lab, paths, now }: LifeParts): LaunchContext {
  return { host, lab, paths, now };
}

/** A cold QEMU start from a machine state. One that QEMU does not take is forgotten, and the lab boots instead. */
async function restore(saved: SavedSnapshot, prepared: Prepared, parts: LifeParts, options: UpOptions, steps: Steps): Promise<Begun | undefined> {
  try {
    await steps.run(`restore ${saved.name}`, () => start(prepared, parts, saved.name));
  } catch (error) {
    if (!(error instanceof LabdeckError) || error.kind !== 'exit') throw error;
    await parts.records.remove(saved.name);
    return undefined;
  }
  const begun = await bound({ how: 'restored', snapshot: saved.name, prepared }, parts, options, steps);
  const ready = options.from === undefined ? await readyNodes(saved, parts, prepared) : undefined;
  await Promise.all([
    steps.run('clock', async (says) => sayOwnTime(await parts.snapshots.stepClocks(options.signal, saved), says)),
    ready === undefined ? undefined : steps.run('nodes', () => answer(ready, parts, options.signal)),
  ]);
  return ready === undefined ? begun : { ...begun, ready };
}

/** Nodes that a snapshot has as they would be made now. The definitions of nodes with k3s do not say whether the binary is still the same. */
async function readyNodes({ ready, made }: SavedSnapshot, { lab, keys }: LifeParts, prepared: Prepared): Promise<readonly ReadyNode[] | undefined> {
  if (ready === undefined || hasK3s(lab)) return undefined;
  return madeFrom(lab, ready, await keys(prepared)) === made ? ready : undefined;
}

function sayOwnTime(nodes: readonly string[], says: (text: string) => void): void {
  if (nodes.length > 0) says(`its clock could not be set, the guest agent does not answer: ${nodes.join(', ')}`);
}

async function answer(nodes: readonly ReadyNode[], { outer }: LifeParts, signal: AbortSignal): Promise<void> {
  const step = answerStep(nodes.filter(({ running }) => running));
  if (step !== undefined) await runOk(outer, { argv: step.argv, timeoutMs: step.limitMs, signal });
}

function start(prepared: Prepared, parts: LifeParts, snapshot?: string): Promise<unknown> {
  parts.underWay.young = true;
  return launch(prepared, context(parts), snapshot);
}

async function boot(prepared: Prepared, parts: LifeParts, steps: Steps): Promise<Prepared> {
  await steps.run('qemu', () => start(prepared, parts));
  return prepared;
}

/** Seconds that a machine with KVM is given of the patience for one without. */
const KVM_SHARE = 0.25;

async function bound(begun: Begun, parts: LifeParts, { signal }: UpOptions, steps: Steps): Promise<Begun> {
  await steps.run('monitor', () => parts.hold.open());
  const share = begun.prepared.accelerator === 'kvm' ? KVM_SHARE : 1;
  const limitMs = parts.lab.outer.bootLimitSec * 1000 * share;
  if (begun.how === 'booted') await seen(parts, limitMs, signal, steps);
  await steps.run('channels', () => untilDeath(parts, parts.reachable(limitMs, signal)));
  parts.underWay.young = false;
  if (begun.how === 'restored') return begun;
  for (const stage of ['libvirt', 'ovs'] as const) await steps.run(stage, () => untilDeath(parts, awaitUnits(stage, parts.outer, { limitMs, signal })));
  return begun;
}

/** The stages before any command can be run, as the monitor shows them. */
async function seen(parts: LifeParts, limitMs: number, signal: AbortSignal, steps: Steps): Promise<void> {
  const monitor = await parts.hold.monitor();
  for (const stage of ['kernel', 'systemd'] as const) {
    await steps.run(stage, () => untilDeath(parts, awaitSeen(stage, (execute, args) => monitor.qmp(execute, { ...args }), { limitMs, signal })));
  }
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

/** Defines every node and starts those that are to run; what is up is saved before the slow ones begin, and again with them. */
async function bringNodes(parts: LifeParts, options: UpOptions, begun: Begun, steps: Steps): Promise<readonly ReadyNode[]> {
  const { lab, outer } = parts;
  const { all, signal } = options;
  const nodes = begun.ready ?? (await defineNodes(parts, begun, signal, steps));
  const byItself = (name: string): boolean => lab.nodes.find((node) => node.name === name)?.autostart === true;
  const start = (some: readonly ReadyNode[]) => Promise.all(some.map((node) => steps.run(node.name, (says) => startNodes(outer, [node], { signal, onOwnTime: (name) => sayOwnTime([name], says) }))));
  const running = (some: (node: ReadyNode) => boolean) => nodes.map((node) => ({ ...node, running: node.running || some(node) }));
  if (begun.ready === undefined) await start(nodes.filter(({ name }) => byItself(name)));
  await saveReady(READY, running(({ name }) => byItself(name)), parts, signal, begun, steps);
  if (!all) return nodes;
  await start(nodes.filter(({ name }) => !byItself(name)));
  await saveReady(READY_ALL, running(() => true), parts, signal, begun, steps);
  return nodes;
}

async function defineNodes(parts: LifeParts, { prepared }: Begun, signal: AbortSignal, steps: Steps): Promise<readonly ReadyNode[]> {
  const { lab, outer } = parts;
  if (lab.nodes.length === 0) return [];
  const keys = await parts.keys(prepared);
  const k3sBytes = await parts.placeK3s(signal);
  return steps.run('define nodes', (says) => prepareNodes(outer, { lab, keys, k3sBytes, signal, onStep: (node, step) => says(`${node}: ${step.title}`) }));
}

/** Saves what is up now, so that the next `up` takes seconds. Where it cannot be saved the lab is up all the same, and the line says why. */
async function saveReady(name: string, ready: readonly ReadyNode[], { lab, snapshots, keys }: LifeParts, signal: AbortSignal, { prepared, how, snapshot }: Begun, steps: Steps): Promise<void> {
  // What was started from `ready-all` has more in it than `ready` is to have.
  if (snapshot !== undefined && snapshot !== name && name === READY) return;
  if ((await snapshots.usable([name], stateOf(prepared))) !== undefined) return steps.skip(`save ${name}`, 'as it was saved');
  // Whoever worked in a lab that runs would find the work in a later start: only a first `up` that was cut short is made good.
  if (how === 'running' && (await snapshots.has(name))) return steps.skip(`save ${name}`, 'this lab has been in use: labdeck down, then up, saves it anew');
  const why = await snapshots.refusal();
  if (why !== undefined) return steps.skip(`save ${name}`, why);
  const made = madeFrom(lab, ready, await keys(prepared));
  await steps.run(`save ${name}`, () => snapshots.save(name, { signal, state: stateOf(prepared), replace: true, ready: { ready, made } }));
}

/** What the lab's machine state depends on, as it was prepared. */
function stateOf({ qemuVersion, stateArgv, image, seedSha256 }: Prepared): MachineState {
  return { qemuVersion, stateArgv, image: image.key, seedSha256 };
}

export interface RestoreOptions extends RunOptions {
  readonly name: string;
}

/** Puts the lab back to a snapshot: into the machine that runs, or by a start from it where none does. */
export async function restoreLab(parts: LifeParts, { name, onProgress, signal }: RestoreOptions): Promise<unknown> {
  if (parts.attached() || (await findLaunched(parts.paths)) !== undefined) return parts.snapshots.load(name, signal);
  return up(parts, { all: false, cold: false, from: name, onProgress, signal });
}
