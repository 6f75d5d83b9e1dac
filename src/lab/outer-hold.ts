import type { Monitor, OpenMonitor } from '../client/monitor.ts';
import { type LabdeckError, LostError } from '../model/errors.ts';
import type { BootStage, OuterState, OuterVm } from '../model/outer-vm.ts';
import type { QmpEvent } from '../parse/qmp/message.ts';

/** A QEMU that is provably this lab's. */
export interface QemuProcess {
  /** Absent for a process on another machine. */
  readonly pid?: number;
  /** Unix milliseconds. */
  readonly startedAt?: number;
  readonly accelerator?: 'kvm' | 'tcg';
  readonly vcpus?: number;
  readonly memoryMiB?: number;
}

export interface OuterHoldOptions {
  /** The lab's QEMU, or undefined when none runs. */
  readonly find: () => Promise<QemuProcess | undefined>;
  readonly connect: () => Promise<OpenMonitor>;
  /** The last lines of the serial log: evidence after a panic. */
  readonly lastLines: () => Promise<readonly string[]>;
  readonly now: () => number;
  /** How far the boot has come, as far as the monitor shows it; undefined for a VM of which nothing is known. */
  readonly stageOf?: (open: OpenMonitor) => Promise<BootStage | undefined>;
  /** A monitor was bound: the place to re-export it. Undone by what it gives back, when the monitor is gone. */
  readonly onBound?: (open: OpenMonitor) => Promise<() => Promise<void>>;
  readonly onEvent?: (event: QmpEvent) => void;
  /** The connection ended without being asked to. */
  readonly onLost?: (reason: Error) => void;
}

/** How long `query-status` may take before the VM counts as not answering. */
const STATUS_LIMIT_MS = 3_000;

/**
 * The one hold on the outer VM's single-client monitor. It binds when somebody asks and a QEMU is there, and again after a loss;
 * a QEMU is never started or ended from here.
 */
export class OuterHold {
  readonly #options: OuterHoldOptions;
  #bound: Promise<OpenMonitor> | undefined;
  #unexport: (() => Promise<void>) | undefined;
  #panicked: OuterVm['panicked'];
  readonly #mourners = new Set<(why: Error) => void>();

  constructor(options: OuterHoldOptions) {
    this.#options = options;
  }

  /** Whether the monitor is held, or being bound: a QEMU is there. */
  get isBound(): boolean {
    return this.#bound !== undefined;
  }

  /** Whether no QEMU of this lab runs, looked up now. */
  async isOff(): Promise<boolean> {
    return (await this.#options.find()) === undefined;
  }

  /** @throws LostError when the lab is down, RefusedError when another client holds the monitor */
  async monitor(): Promise<Monitor> {
    return (await this.open()).monitor;
  }

  async open(): Promise<OpenMonitor> {
    this.#bound ??= this.#bind();
    return this.#bound;
  }

  /** What the outer VM is now. A lab that is down is an answer; a monitor that does not answer is an error. */
  async read(): Promise<OuterVm> {
    const qemu = await this.#options.find();
    if (qemu === undefined) return this.#gone();
    const open = await this.open();
    const { monitor } = open;
    const { status } = await monitor.status({ timeoutMs: STATUS_LIMIT_MS });
    if (status === 'guest-panicked') await this.#panic();
    const stage = status === 'running' ? await this.#options.stageOf?.(open) : undefined;
    return {
      state: status as OuterState,
      ...processOf(qemu),
      qemuVersion: monitor.version,
      monitor: monitor.protocol,
      ...(stage === undefined ? {} : { stage }),
      ...(this.#panicked === undefined ? {} : { panicked: this.#panicked }),
    };
  }

  /** Rejects when the outer VM ends or panics; for whoever waits for something inside it. */
  death(): { readonly promise: Promise<never>; readonly release: () => void } {
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => undefined);
    this.#mourners.add(reject);
    return { promise, release: () => this.#mourners.delete(reject) };
  }

  /** A restored or restarted VM has not panicked. */
  forgetPanic(): void {
    this.#panicked = undefined;
  }

  /** Lets the monitor go, for somebody else to take; it is bound again when it is asked for. */
  async release(): Promise<void> {
    const open = await this.#bound?.catch(() => undefined);
    await this.#unexport?.();
    await open?.monitor.close();
  }

  close(): Promise<void> {
    return this.release();
  }

  async #bind(): Promise<OpenMonitor> {
    try {
      if ((await this.#options.find()) === undefined) throw downError();
      const open = await this.#options.connect();
      open.monitor.onEvent((event) => void this.#take(event));
      this.#unexport = await this.#options.onBound?.(open);
      void open.monitor.closed.then((reason) => this.#unbind(reason));
      return open;
    } catch (error) {
      this.#bound = undefined;
      throw error;
    }
  }

  async #unbind(reason: Error | undefined): Promise<void> {
    this.#bound = undefined;
    await this.#unexport?.();
    this.#unexport = undefined;
    if (reason === undefined) return;
    await this.#mourn('the outer VM ended', 'labdeck up');
    this.#options.onLost?.(reason);
  }

  async #take(event: QmpEvent): Promise<void> {
    if (event.event === 'GUEST_PANICKED') await this.#panic();
    if (event.event === 'RESET') this.forgetPanic();
    this.#options.onEvent?.(event);
  }

  async #panic(): Promise<void> {
    this.#panicked ??= { at: this.#options.now(), lastLines: await this.#options.lastLines() };
    await this.#mourn('the outer kernel panicked', 'labdeck snapshot restore ready');
  }

  async #mourn(what: string, next: string): Promise<void> {
    if (this.#mourners.size === 0) return;
    const error = new LostError({ what, next, detail: (await this.#options.lastLines()).join('\n') });
    for (const reject of this.#mourners) reject(error);
  }

  #gone(): OuterVm {
    this.forgetPanic();
    return { state: 'off' };
  }
}

/** Of what is known of the process, only what belongs into the store: a launch record holds much more. */
function processOf({ pid, startedAt, accelerator, vcpus, memoryMiB }: QemuProcess): QemuProcess {
  const known = { pid, startedAt, accelerator, vcpus, memoryMiB };
  return { ...(Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as Partial<QemuProcess>) };
}

/** The lab is down: what everything that needs the outer VM says then. */
export function downError(): LabdeckError {
  return new LostError({ what: 'the lab is down', next: 'labdeck up' });
}
