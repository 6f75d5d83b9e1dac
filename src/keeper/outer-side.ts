import { readFile } from 'node:fs/promises';
import { exportHmp } from '../client/hmp/export.ts';
import { connectMonitor, type OpenMonitor } from '../client/monitor.ts';
import { exportQmp } from '../client/qmp/export.ts';
import type { LabConfig } from '../config/lab.ts';
import type { LabPaths } from '../config/paths.ts';
import { SharedLine } from '../console/shared-line.ts';
import { findLaunched } from '../lab/launch.ts';
import { CHANNEL_PORTS } from '../lab/outer/qemu-argv.ts';
import { OuterHold } from '../lab/outer-hold.ts';
import { printableLines } from '../log/printable-lines.ts';
import type { QmpEvent } from '../parse/qmp/message.ts';
import { ChannelTransport } from '../transport/channel/channel.ts';
import { connectSocket } from '../transport/socket.ts';

export interface OuterSideOptions {
  readonly config: LabConfig;
  readonly paths: LabPaths;
  readonly now: () => number;
  readonly log: (line: string) => void;
  readonly onEvent: (event: QmpEvent) => void;
  readonly onLost: (why: Error) => void;
}

/** What the keeper alone owns of an outer VM that labdeck started. */
export interface OuterSide {
  readonly hold: OuterHold;
  readonly channel: ChannelTransport;
  readonly serial: SharedLine;
}

/** Lines of evidence after a panic. */
const LAST_LINES = 30;

export function createOuterSide(options: OuterSideOptions): OuterSide {
  const { paths, now, onEvent, onLost } = options;
  const hold = new OuterHold({
    find: () => findLaunched(paths),
    connect: () => connectMonitor(paths.qmpSocket),
    lastLines: () => lastSerialLines(paths.serialLog),
    now,
    onBound: (open) => passOn(open, options),
    onEvent,
    onLost,
  });
  const sockets = Array.from({ length: CHANNEL_PORTS }, (_, index) => paths.channelSocket(index));
  return {
    hold,
    channel: new ChannelTransport({ machine: 'outer', sockets }),
    serial: new SharedLine(() => connectSocket(paths.serialSocket)),
  };
}

/** Other tools talk to the monitor through a socket of ours, as long as this connection lasts. */
async function passOn(open: OpenMonitor, { paths, log }: OuterSideOptions): Promise<() => Promise<void>> {
  const passed = open.protocol === 'qmp' ? await exportQmp(open.connection, paths.qmpExport) : await exportHmp(open.monitor, paths.hmpExport);
  log(`monitor bound: ${open.protocol}, QEMU ${open.monitor.version}; passed on at ${passed.path}`);
  return () => passed.close();
}

async function lastSerialLines(file: string): Promise<readonly string[]> {
  try {
    return printableLines(await readFile(file)).slice(-LAST_LINES);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
