import { connectMonitor, type OpenMonitor } from '../../client/monitor.ts';
import type { LabConfig } from '../../config/lab.ts';
import type { Env, LabPaths } from '../../config/paths.ts';
import { RefusedError, UsageError } from '../../model/errors.ts';
import type { OnProgress } from '../../model/progress.ts';
import { Job } from '../../transport/job.ts';
import type { Exec, ExecRequest, Transport } from '../../transport/transport.ts';
import type { QemuProcess } from '../outer/qemu-process.ts';
import type { Patience } from './attach.ts';
import { attachForeign, attachJournal, channelPorts, findForeign, type Foreign, type ForeignSockets, foreignSockets } from './foreign.ts';
import type { AttachJournal } from './journal.ts';
import { spawnLater } from './later.ts';
import { type PlannedAct, planAttach, planDetach } from './plan.ts';
import { type DetachReport, undoAll } from './undo.ts';

export interface ForeignParts {
  readonly lab: LabConfig;
  readonly paths: LabPaths;
  readonly env: Env;
  /** The one hold on the monitor of the VM. */
  readonly open: () => Promise<OpenMonitor>;
  /** The guest's half of a channel: assets/guest/channel.sh. */
  readonly channelScript: () => Promise<string>;
  /** The shell on a serial line; it opens the line at its first command and not before. */
  readonly shell: (serial: string) => Transport;
}

/** What an attach came to. */
export interface AttachAnswer {
  readonly monitor: string;
  readonly serial?: string;
  readonly protocol: 'qmp' | 'hmp';
  readonly way: Transport['name'] | 'none';
  /** Why there is no channel. */
  readonly why?: string;
}

/**
 * The outer VM of a lab that labdeck did not start, across keepers: served from an attach to a detach, with its state in the journal on disk. A keeper that
 * finds the VM attached by another one takes it over at the first command.
 */
export class ForeignOuter implements Transport {
  readonly machine = 'outer';
  readonly #parts: ForeignParts;
  readonly #journal: AttachJournal;
  #asked: Partial<ForeignSockets> = {};
  #served: Promise<Foreign> | undefined;
  #now: Foreign | undefined;

  constructor(parts: ForeignParts) {
    this.#parts = parts;
    this.#journal = attachJournal(parts.paths);
  }

  get name(): Transport['name'] {
    return this.#now?.outer?.name ?? 'channel';
  }

  /** What is served at the moment, if anything. */
  get served(): Foreign | undefined {
    return this.#now;
  }

  /** The path of its serial line. @throws UsageError when nothing names a serial socket */
  async serialPath(): Promise<string> {
    const { serial } = await this.#sockets();
    if (serial === undefined) throw new UsageError({ what: 'nobody named a serial socket of the outer VM', next: 'labdeck attach --monitor PATH --serial PATH' });
    return serial;
  }

  /**
   * The QEMU that is served, or that our launcher started; undefined otherwise. The monitor of a VM that labdeck is not attached to is left to its owner.
   */
  async find(): Promise<QemuProcess | undefined> {
    const { lab, paths } = this.#parts;
    if (this.#asked.monitor !== undefined || this.#journal.read() !== undefined) return findForeign((await this.#sockets()).monitor);
    return lab.outer.source.type === 'script' ? findForeign(paths.qmpSocket) : undefined;
  }

  /** For the hold on the monitor. @throws what {@link connectMonitor} throws */
  async connect(): Promise<OpenMonitor> {
    return connectMonitor((await this.#sockets()).monitor);
  }

  /** @throws RefusedError when it is attached to another VM; what {@link attachForeign} throws */
  async attach(asked: Partial<ForeignSockets>, onProgress: OnProgress, patience: Patience = {}): Promise<AttachAnswer> {
    this.#refuseOther(asked);
    this.#asked = await this.#sockets(asked);
    const served = await this.#serve(onProgress, patience);
    return { ...(await this.#sockets()), protocol: served.open.protocol, way: served.outer?.name ?? 'none', ...(served.why === undefined ? {} : { why: served.why }) };
  }

  /** @throws UsageError when nothing is attached and nothing is left over; what {@link undoAll} throws */
  async detach(): Promise<DetachReport> {
    const served = this.#now;
    if (served === undefined) return this.#undoLeftovers();
    const report = await served.detach();
    this.#forget();
    return report;
  }

  /** What an attach would do from here. */
  async planAttach(asked: Partial<ForeignSockets>): Promise<PlannedAct[]> {
    this.#refuseOther(asked);
    const ports = this.#ports;
    if (this.#journal.read() !== undefined || ports.length === 0) return [];
    if ((await this.find()) !== undefined) return planAttach(this.machine, await this.#parts.open(), ports);
    const open = await connectMonitor((await this.#sockets(asked)).monitor);
    return planAttach(this.machine, open, ports).finally(() => open.monitor.close());
  }

  /** What a detach would do from here. */
  async planDetach(): Promise<PlannedAct[]> {
    return planDetach(this.machine, await this.#parts.open(), this.#journal);
  }

  spawn(request: ExecRequest): Exec {
    const outer = this.#now?.outer;
    if (outer !== undefined) return outer.spawn(request);
    if (this.#now === undefined && this.#journal.read() !== undefined) return spawnLater(this.#way(), request);
    const job = new Job(this.machine, request);
    job.fail(new RefusedError({ what: this.#now?.why ?? 'labdeck is not attached to the outer VM', next: 'labdeck attach', argv: request.argv }));
    return job;
  }

  /** The keeper goes: what is in the VM stays for the next one. */
  async close(): Promise<void> {
    await this.#now?.release();
    this.#forget();
  }

  /** The way in, made anew where an earlier keeper had one. */
  async #way(): Promise<Transport> {
    const { outer, why } = await this.#serve(() => undefined);
    if (outer === undefined) throw new RefusedError({ what: why ?? 'there is no way into the outer VM', next: 'labdeck attach --serial PATH' });
    return outer;
  }

  #serve(onProgress: OnProgress, patience: Patience = {}): Promise<Foreign> {
    this.#served ??= this.#begin(onProgress, patience).catch((error: unknown) => {
      this.#forget();
      throw error;
    });
    return this.#served;
  }

  async #begin(onProgress: OnProgress, patience: Patience): Promise<Foreign> {
    const { paths, shell, channelScript, open } = this.#parts;
    const options = { sockets: await this.#sockets(), ports: this.#ports, paths, shell, channelScript: await channelScript(), onProgress, ...patience };
    const now = await attachForeign(options, await open());
    this.#now = now;
    void now.open.monitor.closed.then(() => this.#lost(now));
    return now;
  }

  /** Its monitor is gone, and may come back as another connection: whatever is in the VM is then taken over as from a keeper before. */
  async #lost(served: Foreign): Promise<void> {
    if (this.#now !== served) return;
    this.#forget();
    await served.release();
  }

  async #undoLeftovers(): Promise<DetachReport> {
    if (this.#journal.read() === undefined) throw new RefusedError({ what: 'labdeck is not attached to the outer VM: there is nothing to take out' });
    const { serial } = await this.#sockets();
    const shell = serial === undefined ? undefined : this.#parts.shell(serial);
    const { monitor } = await this.#parts.open();
    try {
      return await undoAll(this.#journal, { monitor, shell });
    } finally {
      await shell?.close();
      this.#asked = {};
    }
  }

  #forget(): void {
    this.#now = undefined;
    this.#served = undefined;
    this.#asked = {};
  }

  /** None for a VM on another machine: its QEMU would listen there. */
  get #ports(): readonly string[] {
    const { lab, paths } = this.#parts;
    return lab.host === undefined ? channelPorts(paths) : [];
  }

  #refuseOther({ monitor }: Partial<ForeignSockets>): void {
    const before = this.#journal.read()?.before.monitor;
    if (monitor === undefined || before === undefined || before === monitor) return;
    throw new RefusedError({ what: `labdeck is attached to another VM, by ${before}`, next: 'labdeck attach --detach' });
  }

  /** A VM that labdeck's launcher started has a QMP socket of ours beside its own monitor: the better of the two. */
  async #sockets(asked: Partial<ForeignSockets> = this.#asked): Promise<ForeignSockets> {
    const { lab, env, paths } = this.#parts;
    const sockets = foreignSockets(lab, this.#journal, env, asked);
    const chosen = asked.monitor !== undefined || this.#journal.read() !== undefined || lab.outer.source.type !== 'script';
    const ours = chosen ? undefined : await findForeign(paths.qmpSocket);
    return ours === undefined ? sockets : { ...sockets, monitor: paths.qmpSocket };
  }
}
