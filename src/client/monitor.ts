import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { TimeoutError } from '../model/errors.ts';
import { connectSocket } from '../transport/socket.ts';
import { detectProtocol, type MonitorProtocol } from './detect.ts';
import { HmpConnection, type HmpOptions } from './hmp/connection.ts';
import { hmpMonitor } from './hmp/monitor.ts';
import type { Limits } from './limits.ts';
import type { Monitor, MonitorOptions } from './monitor-verbs.ts';
import { QmpConnection, type QmpOptions } from './qmp/connection.ts';
import { qmpMonitor } from './qmp/monitor.ts';
import { silentError } from './silent.ts';

export type { Monitor, MonitorOptions, RunStatus, SaveLimits } from './monitor-verbs.ts';

export interface ConnectOptions extends MonitorOptions {
  /** How long the monitor may take to greet, milliseconds. */
  readonly greetMs?: number;
  readonly signal?: AbortSignal;
}

/** A monitor with the connection under it, for what needs more than the verbs: the socket that passes it on. */
export type OpenMonitor =
  | { readonly protocol: 'qmp'; readonly monitor: Monitor; readonly connection: QmpConnection }
  | { readonly protocol: 'hmp'; readonly monitor: Monitor; readonly connection: HmpConnection };

/** A busy host may take seconds; a monitor of a running QEMU greets at once. */
const GREET_MS = 5_000;

/**
 * Connects to a monitor and finds out what it speaks. A monitor serves one client: one that accepts but says nothing is held by another, and is
 * refused with its holder named.
 * @throws RefusedError when somebody else holds it, LostError (nobody there, or stopped), ParseError, CancelledError
 */
export async function connectMonitor(path: string, options: ConnectOptions = {}): Promise<OpenMonitor> {
  const limits = { timeoutMs: options.greetMs ?? GREET_MS, ...(options.signal === undefined ? {} : { signal: options.signal }) };
  const stream = await connectSocket(path, limits.timeoutMs);
  try {
    return await openMonitor(path, stream, options, limits);
  } catch (error) {
    if (!stream.closed) await once(stream.destroy(), 'close');
    throw error instanceof TimeoutError ? await silentError('the monitor', path, error) : error;
  }
}

/**
 * As {@link connectMonitor}, on a stream that is open already (a tunnel).
 * @throws TimeoutError when it says nothing, ParseError, LostError, CancelledError
 */
export async function openMonitor(name: string, stream: Duplex, options: MonitorOptions = {}, limits: Limits = { timeoutMs: GREET_MS }): Promise<OpenMonitor> {
  const { trace, commandMs } = options;
  const about = { name, ...(trace === undefined ? {} : { trace }), ...(commandMs === undefined ? {} : { commandMs }) };
  return OPEN[await detectProtocol(name, stream, limits)](about, stream, limits);
}

type Opener = (about: QmpOptions & HmpOptions, stream: Duplex, limits: Limits) => Promise<OpenMonitor>;

const OPEN: Readonly<Record<MonitorProtocol, Opener>> = {
  qmp: async (about, stream, limits) => {
    const connection = new QmpConnection(about);
    await connection.open(stream, limits);
    return { protocol: 'qmp', connection, monitor: qmpMonitor(connection) };
  },
  hmp: async (about, stream, limits) => {
    const connection = new HmpConnection(about);
    await connection.start(stream, limits);
    return { protocol: 'hmp', connection, monitor: hmpMonitor(connection) };
  },
};
