import type { Monitor } from '../../client/monitor.ts';
import { LabdeckError, UnsupportedError } from '../../model/errors.ts';
import type { FailureKind } from '../../model/failure.ts';
import type { OnProgress } from '../../model/progress.ts';
import { ChannelTransport } from '../../transport/channel/channel.ts';
import { pause } from '../../transport/limits.ts';
import type { Transport } from '../../transport/transport.ts';
import { createSteps, type Steps } from '../steps.ts';
import { adoptChannel } from './adopt.ts';
import { bindLanes, GUEST_DIR, lanesOf, moduleToCome } from './bind.ts';
import type { AttachJournal } from './journal.ts';
import { plugPorts } from './plug.ts';
import { type DetachReport, look, undoAll } from './undo.ts';

/** For a machine that may be booting. */
export interface Patience {
  /** How long its console may take to answer, milliseconds. Default: it is asked once. */
  readonly consoleMs?: number;
  /** Ends that wait. */
  readonly signal?: AbortSignal;
}

export interface AttachOptions extends Patience {
  /** For messages: `outer`. */
  readonly machine: string;
  readonly monitor: Monitor;
  /** The serial line, its path for the record; without one there is a monitor and nothing else. */
  readonly shell?: Transport;
  readonly serial?: string;
  readonly journal: AttachJournal;
  /** Where QEMU is to listen, one path per port; an even number of them. None for a QEMU whose sockets we could not reach. */
  readonly sockets: readonly string[];
  /** The guest's half of a channel: assets/guest/channel.sh. */
  readonly channelScript: string;
  readonly onProgress: OnProgress;
  /** How long the guest may take to see its ports and start the shells; milliseconds. */
  readonly bindMs?: number;
}

/** A VM of somebody else's that labdeck serves for a while. */
export interface Attached {
  /** Absent where no channel could be had. */
  readonly channel?: ChannelTransport;
  /** Why there is no channel. */
  readonly why?: string;
  /** Takes out all that was put in. @throws TimeoutError when the guest does not let go; the journal is kept, and it may be tried again */
  detach(): Promise<DetachReport>;
  /** Ends the connections and leaves everything in place: for a keeper that goes and another that comes. */
  release(): Promise<void>;
}

const BIND_MS = 30_000;
const LOOK_AGAIN_MS = 1_000;
const LEAVE_MS = 5_000;

/**
 * Serves a running VM without a change to it that outlives the detach: plugs channels, binds shells to them over the serial line. A channel that an earlier
 * keeper left is taken over where it answers, and taken out where it does not. A machine that takes no device is
 * served over the serial line alone.
 * @throws RefusedError, LostError, TimeoutError; what was done up to there is undone
 */
export async function attach(options: AttachOptions): Promise<Attached> {
  const { journal, monitor, shell } = options;
  const steps = createSteps('attach', options.onProgress);
  const left = journal.read();
  const adopted = left === undefined ? undefined : await steps.run('look for channels', () => adoptChannel(options.machine, left));
  if (adopted !== undefined) return attached(options, adopted);
  if (left !== undefined) await steps.run('leftovers', () => undoAll(journal, { monitor, shell }));
  const before = { monitor: monitor.name, ...(options.serial === undefined ? {} : { serial: options.serial }), ...(await look(monitor)) };
  journal.begin(before);
  try {
    return attached(options, await channelOf(options, steps));
  } catch (error) {
    if (!(error instanceof LabdeckError) || !NO_CHANNEL.has(error.kind)) throw await undone(error, options);
    await steps.run('without a channel', () => undoAll(journal, { monitor, shell }));
    // Nothing is in the VM now, but it is served: the next keeper finds its sockets here.
    journal.begin(before);
    return attached(options, error);
  }
}

/** QEMU or the guest said no: no room, no right to listen in our directory, no bash, no driver. What is left is the serial line. */
const NO_CHANNEL: ReadonlySet<FailureKind> = new Set(['unsupported', 'exit']);

async function channelOf({ machine, monitor, shell, journal, sockets, channelScript, bindMs = BIND_MS, ...patience }: AttachOptions, steps: Steps): Promise<ChannelTransport> {
  if (shell === undefined) throw new UnsupportedError({ what: 'no serial line was named: shells cannot be bound', next: 'labdeck attach --serial PATH' });
  if (sockets.length === 0) throw new UnsupportedError({ what: 'a channel of a VM on another machine would end there' });
  const module = await steps.run('console', () => patiently(() => moduleToCome(shell), patience));
  if (module !== undefined) journal.note({ step: 'module', name: module });
  await steps.run('plug', () => plugPorts(monitor, sockets, journal));
  const channel = new ChannelTransport({ machine, sockets });
  try {
    const lanes = lanesOf(sockets);
    journal.note({ step: 'guest', dir: GUEST_DIR, lanes });
    await steps.run('bind', () => bindLanes(shell, channelScript, lanes));
    await steps.run('channels', () => channel.ready(bindMs).catch(noShell));
    return channel;
  } catch (error) {
    await channel.close();
    throw error;
  }
}

/** A console prints and does not listen while its machine boots: it is asked again until `limitMs` is over. @throws the signal's reason */
async function patiently<T>(ask: () => Promise<T>, { consoleMs = 0, signal }: Patience): Promise<T> {
  for (const until = Date.now() + consoleMs; ; await pause(LOOK_AGAIN_MS)) {
    signal?.throwIfAborted();
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof LabdeckError) || !BOOTING.has(error.kind) || Date.now() > until) throw error;
    }
  }
}

/** Nobody answers yet; what it prints looks like somebody's work. */
const BOOTING: ReadonlySet<FailureKind> = new Set(['lost', 'timeout', 'refused']);

function noShell(error: unknown): never {
  if (!(error instanceof LabdeckError)) throw error;
  throw new UnsupportedError({ ...error.evidence, what: `the guest does not serve the ports that were plugged in: ${error.message}` });
}

/** The error of an attachment that failed, after its undo; an undo that fails too leaves the journal, and says so in the evidence. */
async function undone(error: unknown, { journal, monitor, shell }: AttachOptions): Promise<unknown> {
  try {
    await undoAll(journal, { monitor, shell });
    return error;
  } catch (second) {
    if (!(error instanceof LabdeckError) || !(second instanceof LabdeckError)) return error;
    const detail = `${error.evidence.detail ?? ''}\nWhat was done could not all be undone: ${second.message}. It is recorded in ${journal.path}.`.trim();
    return new LabdeckError(error.kind, { ...error.evidence, what: error.message, detail, next: 'labdeck attach --detach' });
  }
}

function attached({ journal, monitor, shell }: AttachOptions, channel: ChannelTransport | LabdeckError): Attached {
  if (!(channel instanceof ChannelTransport)) {
    return { why: channel.message, detach: () => undoAll(journal, { monitor, shell }), release: () => Promise.resolve() };
  }
  return {
    channel,
    detach: async () => {
      await channel.leave(LEAVE_MS);
      return undoAll(journal, { monitor, shell });
    },
    release: () => channel.close(),
  };
}
