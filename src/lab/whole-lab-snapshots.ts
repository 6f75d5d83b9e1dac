import type { LabConfig } from '../config/lab.ts';
import type { DomainDriver } from '../model/domain.ts';
import { RefusedError, UsageError } from '../model/errors.ts';
import type { LabSnapshot } from '../model/outer-vm.ts';
import { run } from '../transport/run.ts';
import type { Transport } from '../transport/transport.ts';
import type { LaunchRecord } from './outer/launch-record.ts';
import type { OuterHold } from './outer-hold.ts';
import { clockStep } from './nodes.ts';
import { domainUuid } from './domain-xml.ts';
import { stepClock } from './step-clock.ts';
import { readyKey, type SavedSnapshot, type SnapshotRecord, staleBecause } from './ready.ts';

/** What a snapshot has to be quiet for: commands that would be half done in it. */
export interface Quiet {
  /** Starts nothing new and waits for what runs, at most `limitMs`. */
  readonly hold: (limitMs: number) => Promise<void>;
  /** Goes on as before. */
  readonly release: () => void;
  /** Everything inside is another: what ran is lost, shells are greeted anew. */
  readonly rebind: (why: string) => void;
  readonly ready: (limitMs: number) => Promise<void>;
}

export interface SnapshotParts {
  readonly lab: LabConfig;
  readonly hold: OuterHold;
  readonly outer: Transport;
  readonly quiet: Quiet;
  readonly records: SnapshotRecord;
  readonly now: () => number;
  /** Why the vendor's nested virtualisation makes a save unsound now, or undefined. */
  readonly vendorRefusal: () => Promise<string | undefined>;
}

/** What of a machine its snapshots depend on. */
export type MachineState = Pick<LaunchRecord, 'qemuVersion' | 'stateArgv' | 'image' | 'seedSha256'>;

export interface SaveOptions {
  readonly signal: AbortSignal;
  /** What the machine was started with; absent for a machine of somebody else, which no cold start restores. */
  readonly state?: MachineState;
  /** A snapshot of this name goes first. */
  readonly replace?: boolean;
  /** The nodes as they are defined now. */
  readonly ready?: Required<Pick<SavedSnapshot, 'ready' | 'made'>>;
}

/** How long a command under way may hold up a snapshot. */
const QUIET_MS = 2_000;
const REBIND_MS = 60_000;
/** For a question to libvirt: it takes a second without KVM, and many on a busy host. */
const ASK_MS = 60_000;
/** For a node's guest agent: emulated twice over it takes seconds. A node that was saved while it booted has none yet. */
const AGENT_MS = 30_000;
const QEMU_URI = 'qemu:///system';

/** What a restore came to. */
export interface LoadResult {
  readonly snapshot: string;
  readonly elapsedMs: number;
  /** Nodes that keep the time of the snapshot: their guest agent did not answer. */
  readonly ownTime?: readonly string[];
}

/** Whole-lab snapshots: memory and disk of the outer VM, and with them every node, at one instant. */
export class WholeLabSnapshots {
  readonly #parts: SnapshotParts;

  constructor(parts: SnapshotParts) {
    this.#parts = parts;
  }

  /** Why a snapshot cannot be saved now, or undefined. */
  async refusal(): Promise<string | undefined> {
    const monitor = await this.#parts.hold.monitor();
    return (await monitor.blockers())[0] ?? this.#parts.vendorRefusal();
  }

  /** @throws RefusedError with the reason; what the monitor throws */
  async save(name: string, { signal, state, replace = false, ready }: SaveOptions): Promise<LabSnapshot> {
    const why = await this.refusal();
    if (why !== undefined) throw new RefusedError({ what: `snapshot ${name} cannot be saved: ${why}` });
    const { hold, quiet, records, now } = this.#parts;
    const monitor = await hold.monitor();
    const running = await this.#runningNodes(signal);
    const nodes = [...running.machines, ...running.containers];
    if (replace && (await this.has(name))) await monitor.snapshotDelete(name);
    await quiet.hold(QUIET_MS);
    try {
      const saved = await monitor.snapshotSave(name);
      await records.add({ name, key: state === undefined ? '' : this.key(state), savedAt: now(), nodes, machines: running.machines, ...ready });
      quiet.release();
      // The machine stood still meanwhile.
      await this.stepClocks(signal, running);
      return { ...saved, nodes };
    } finally {
      quiet.release();
    }
  }

  /** Loads into the running machine. @throws UsageError when there is none of that name */
  async load(name: string, signal: AbortSignal): Promise<LoadResult> {
    const startedAt = performance.now();
    const { hold, quiet, records } = this.#parts;
    const monitor = await hold.monitor();
    // A wrong name costs nobody's commands.
    if (!(await this.has(name))) throw new UsageError({ what: `there is no snapshot ${JSON.stringify(name)}`, next: 'labdeck snapshot list' });
    await quiet.hold(QUIET_MS);
    try {
      await monitor.snapshotLoad(name);
      hold.forgetPanic();
      if (!(await monitor.status()).running) await monitor.cont();
    } finally {
      quiet.rebind(`snapshot ${name} was restored`);
    }
    await quiet.ready(REBIND_MS);
    const ownTime = await this.stepClocks(signal, await records.find(name));
    return { snapshot: name, elapsedMs: Math.round(performance.now() - startedAt), ...(ownTime.length === 0 ? {} : { ownTime }) };
  }

  async remove(name: string): Promise<void> {
    const monitor = await this.#parts.hold.monitor();
    await monitor.snapshotDelete(name);
    await this.#parts.records.remove(name);
  }

  /** What QEMU lists, with what labdeck remembers: nodes in it, and why a cold start cannot load it. */
  async list(state?: MachineState): Promise<readonly LabSnapshot[]> {
    const monitor = await this.#parts.hold.monitor();
    const records = await this.#parts.records.list();
    return (await monitor.snapshotList()).map((each) => described(each, records.find(({ name }) => name === each.name), state && this.key(state)));
  }

  /** Whether QEMU has one of that name, loadable by a cold start or not. */
  async has(name: string): Promise<boolean> {
    const monitor = await this.#parts.hold.monitor();
    return (await monitor.snapshotList()).some((each) => each.name === name);
  }

  /** The first of `names` that a cold start with `prepared` can load. */
  async usable(names: readonly string[], state: MachineState): Promise<SavedSnapshot | undefined> {
    const records = await this.#parts.records.list();
    const fit = records.filter((each) => staleBecause(each, this.key(state)) === undefined);
    return names.flatMap((name) => fit.find((each) => each.name === name) ?? [])[0];
  }

  /** @throws UsageError when there is none of that name, RefusedError when a cold start cannot load it */
  async named(name: string, state: MachineState): Promise<SavedSnapshot> {
    const records = await this.#parts.records.list();
    const saved = records.find((each) => each.name === name);
    if (saved === undefined) throw new UsageError({ what: `there is no snapshot ${JSON.stringify(name)}`, next: `one of ${records.map((each) => each.name).join(', ') || 'none; labdeck up saves ready'}` });
    const why = staleBecause(saved, this.key(state));
    if (why !== undefined) throw new RefusedError({ what: `snapshot ${name} cannot be started from: ${why}`, next: 'labdeck up --cold, then labdeck snapshot delete' });
    return saved;
  }

  key({ qemuVersion, stateArgv, image, seedSha256 }: MachineState): string {
    return readyKey({ qemuVersion, argv: stateArgv, image, lab: [this.#parts.lab, seedSha256] });
  }

  /**
   * Steps the clocks that stood still during a save, or between save and load: the outer VM's, and that of each QEMU node by its guest agent (containers share
   * the outer VM's).
   * @param running the QEMU nodes that run, where that is known
   * @returns nodes whose agent did not answer: they keep their own time
   */
  async stepClocks(signal: AbortSignal, running: Pick<SavedSnapshot, 'machines'> = {}): Promise<readonly string[]> {
    const { outer, lab, now } = this.#parts;
    await stepClock(outer, now, signal);
    const machines = running.machines ?? (await this.#running('qemu', signal));
    const failed = await Promise.all(machines.map(async (name) => {
      const { argv, limitMs } = clockStep({ uri: QEMU_URI, uuid: domainUuid(lab.lab, name) }, AGENT_MS);
      const { status } = await run(outer, { argv, timeoutMs: limitMs, signal });
      return status === 0 ? [] : [name];
    }));
    return failed.flat();
  }

  async #runningNodes(signal: AbortSignal): Promise<{ readonly machines: string[]; readonly containers: string[] }> {
    const [machines, containers] = await Promise.all([this.#running('qemu', signal), this.#running('lxc', signal)]);
    return { machines, containers };
  }

  async #running(driver: DomainDriver, signal: AbortSignal): Promise<string[]> {
    const { stdout } = await run(this.#parts.outer, { argv: ['virsh', '-q', '-c', `${driver}:///system`, 'list', '--name'], timeoutMs: ASK_MS, signal });
    return stdout.toString('utf8').split('\n').filter((name) => name !== '');
  }
}

function described(snapshot: LabSnapshot, saved: SavedSnapshot | undefined, key: string | undefined): LabSnapshot {
  const stale = key === undefined ? undefined : staleBecause(saved, key);
  return { ...snapshot, ...(saved === undefined ? {} : { nodes: saved.nodes }), ...(stale === undefined ? {} : { stale }) };
}
