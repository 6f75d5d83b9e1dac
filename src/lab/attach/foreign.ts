import { join } from 'node:path';
import { connectMonitor, type OpenMonitor } from '../../client/monitor.ts';
import { expandPath } from '../../config/expand.ts';
import type { LabConfig } from '../../config/lab.ts';
import type { Env, LabPaths } from '../../config/paths.ts';
import { UsageError } from '../../model/errors.ts';
import type { OnProgress } from '../../model/progress.ts';
import { socketHolders } from '../../transport/socket-holder.ts';
import type { Transport } from '../../transport/transport.ts';
import { processStartedAt, type QemuProcess } from '../outer/qemu-process.ts';
import { type Attached, attach, type Patience } from './attach.ts';
import { AttachJournal } from './journal.ts';

/** Where an outer VM of somebody else's is reached. */
export interface ForeignSockets {
  readonly monitor: string;
  readonly serial?: string;
}

/** The ports that are plugged in: a control lane and three that work, two ports each. */
const PORTS: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7];

/** Where they listen. */
export function channelPorts({ channelSocket }: Pick<LabPaths, 'channelSocket'>): string[] {
  return PORTS.map((index) => channelSocket(index));
}

/**
 * The sockets of a lab's outer VM: those of this request, else those of an attachment that has not ended, else those of the lab file.
 * @throws UsageError when none of them names a monitor
 */
export function foreignSockets(lab: LabConfig, journal: AttachJournal, env: Env, asked: Partial<ForeignSockets> = {}): ForeignSockets {
  const before = journal.read()?.before;
  const fromFile = (rule: string | undefined): string | undefined => (rule === undefined ? undefined : expandPath(rule, env));
  const monitor = asked.monitor ?? before?.monitor ?? fromFile(lab.outer.monitor);
  const serial = asked.serial ?? before?.serial ?? fromFile(lab.outer.serial);
  if (monitor === undefined) throw new UsageError({ what: `the lab ${lab.lab} names no monitor socket`, next: 'labdeck attach --monitor PATH --serial PATH' });
  return serial === undefined ? { monitor } : { monitor, serial };
}

export function attachJournal(paths: Pick<LabPaths, 'state'>): AttachJournal {
  return new AttachJournal(join(paths.state, 'attach.jsonl'));
}

/** The process that serves a monitor socket: the VM that runs behind it. undefined when nobody does. */
export async function findForeign(monitor: string): Promise<QemuProcess | undefined> {
  const server = (await socketHolders(monitor)).find(({ end }) => end === 'listener');
  return server === undefined ? undefined : { pid: server.pid, startedAt: await processStartedAt(server.pid) };
}

export interface ForeignOptions extends Patience {
  readonly sockets: ForeignSockets;
  readonly paths: Pick<LabPaths, 'state' | 'channelSocket'>;
  /** Where the ports that are plugged in listen; see {@link channelPorts}. */
  readonly ports?: readonly string[];
  readonly channelScript: string;
  /** The shell on a serial line; it opens the line at its first command and not before. */
  readonly shell: (serial: string) => Transport;
  readonly onProgress: OnProgress;
}

/** An outer VM of somebody else's, while it is served. */
export interface Foreign extends Attached {
  readonly open: OpenMonitor;
  readonly shell?: Transport;
  /** The best way in; absent when only the monitor is there. */
  readonly outer?: Transport;
}

/**
 * Connects to the monitor and attaches. The connections are closed again when that fails.
 * @param open a monitor that is connected already: it serves one client
 * @throws what {@link connectMonitor} and {@link attach} throw
 */
export async function attachForeign({ sockets, paths, ports = channelPorts(paths), channelScript, shell: shellOn, onProgress, ...patience }: ForeignOptions, open?: OpenMonitor): Promise<Foreign> {
  const bound = open ?? (await connectMonitor(sockets.monitor));
  const shell = sockets.serial === undefined ? undefined : shellOn(sockets.serial);
  const serving = { machine: 'outer', monitor: bound.monitor, journal: attachJournal(paths), sockets: ports, channelScript, onProgress, ...patience };
  try {
    const attached = await attach({ ...serving, ...(shell === undefined ? {} : { shell }), ...(sockets.serial === undefined ? {} : { serial: sockets.serial }) });
    const outer = attached.channel ?? shell;
    const leave = async (): Promise<void> => {
      await shell?.close();
      if (open === undefined) await bound.monitor.close();
    };
    return {
      ...attached,
      open: bound,
      ...(shell === undefined ? {} : { shell }),
      ...(outer === undefined ? {} : { outer }),
      detach: () => attached.detach().finally(leave),
      release: () => attached.release().finally(leave),
    };
  } catch (error) {
    await shell?.close();
    if (open === undefined) await bound.monitor.close();
    throw error;
  }
}
