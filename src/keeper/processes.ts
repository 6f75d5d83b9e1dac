import { randomBytes } from 'node:crypto';
import { type Duplex, PassThrough, pipeline, type Readable } from 'node:stream';
import { LabdeckError, toFailure, UsageError } from '../model/errors.ts';
import type { Exec } from '../transport/transport.ts';
import type { Result } from '../wire/rpc.ts';
import type { StreamOpen, StreamTickets } from '../wire/protocol.ts';
import type { KeeperParts } from './parts.ts';
import type { Running } from './running.ts';

interface Process {
  readonly exec: Exec;
  readonly abort: () => void;
}

type Attach = (duplex: Duplex) => void;

/** Processes at the far end whose streams are handed through to front ends. */
export interface Processes {
  open(open: StreamOpen, by: string, gone: AbortSignal): Promise<StreamTickets>;
  exit(process: number): Promise<Result<'stream/exit'>>;
  kill(process: number, signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void;
  /** Gives a connection to the stream that its ticket names; false when no stream waits for it. */
  attach(ticket: string, duplex: Duplex): boolean;
}

export function createProcesses({ streams }: Pick<KeeperParts, 'streams'>, running: Running): Processes {
  const processes = new Map<number, Process>();
  const waiting = new Map<string, Attach>();
  let last = 0;

  function ticket(attach: Attach): string {
    const name = randomBytes(12).toString('hex');
    waiting.set(name, attach);
    return name;
  }

  async function open(request: StreamOpen, by: string, gone: AbortSignal): Promise<StreamTickets> {
    const controller = new AbortController();
    const exec = await streams(request, { signal: AbortSignal.any([controller.signal, gone]), by });
    const process = { exec, abort: () => controller.abort() };
    const id = (last += 1);
    processes.set(id, process);
    const [stdout, stderr] = [held(exec.stdout), held(exec.stderr)];
    const tickets = { io: ticket((duplex) => attachIo(duplex, stdout, process)), stderr: ticket((duplex) => attachStderr(duplex, stderr, process)), process: id };
    const end = running.begin(`${request.argv[0] ?? ''} on ${request.target}, for ${by}`);
    void ended(exec).then(end);
    const forget = (): void => {
      processes.delete(id);
      for (const unclaimed of [tickets.io, tickets.stderr]) waiting.delete(unclaimed);
    };
    if (gone.aborted) forget();
    gone.addEventListener('abort', forget, { once: true });
    return tickets;
  }

  async function exit(id: number): Promise<Result<'stream/exit'>> {
    const how = await outcome(processOf(id).exec);
    processes.delete(id);
    return how;
  }

  function processOf(id: number): Process {
    const process = processes.get(id);
    if (process === undefined) throw new UsageError({ what: `no process ${id} was opened here` });
    return process;
  }

  return {
    open,
    exit,
    kill: (id, signal) => processOf(id).exec.kill(signal),
    attach: (name, duplex) => {
      const attach = waiting.get(name);
      waiting.delete(name);
      attach?.(duplex);
      return attach !== undefined;
    },
  };
}

async function ended(exec: Exec): Promise<void> {
  await exec.exit.catch(() => undefined);
}

/** A status, or why there is none; what is no error of ours goes on as one. */
async function outcome(exec: Exec): Promise<Result<'stream/exit'>> {
  try {
    const { status } = await exec.exit;
    return { status };
  } catch (error) {
    if (error instanceof LabdeckError) return { status: -1, failure: toFailure(error) };
    throw error;
  }
}

/**
 * An output until its connection is there. A child of node that ends before anybody listens has its output thrown away by node
 * itself; in here it waits.
 */
function held(output: Readable): Readable {
  const waiting = new PassThrough();
  // What went wrong is told by `exit`; a connection is closed by its output's end.
  pipeline(output, waiting, () => undefined);
  waiting.on('error', () => undefined);
  return waiting;
}

/** Both ways over one connection. The process may close its input early: the rest of it is read and dropped. */
function attachIo(duplex: Duplex, stdout: Readable, process: Process): void {
  const { stdin } = process.exec;
  duplex.pipe(stdin);
  stdin.on('error', () => {
    duplex.unpipe(stdin);
    duplex.resume();
  });
  attachOutput(duplex, stdout, process);
}

function attachStderr(duplex: Duplex, stderr: Readable, process: Process): void {
  duplex.resume();
  attachOutput(duplex, stderr, process);
}

/** A connection that breaks before its output has ended belongs to a reader that went away: the process ends with it. */
function attachOutput(duplex: Duplex, output: Readable, process: Process): void {
  duplex.on('error', () => undefined);
  duplex.once('close', () => {
    if (!output.readableEnded) process.abort();
    output.resume();
  });
  output.once('close', () => duplex.end());
  output.pipe(duplex);
}
