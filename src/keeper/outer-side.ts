import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportHmp } from '../client/hmp/export.ts';
import { connectMonitor, type OpenMonitor } from '../client/monitor.ts';
import { exportQmp } from '../client/qmp/export.ts';
import { dismissLeftovers } from '../client/qmp/job.ts';
import type { LabConfig } from '../config/lab.ts';
import { packageRoot } from '../config/package-root.ts';
import type { Env, LabPaths } from '../config/paths.ts';
import { SharedLine } from '../console/shared-line.ts';
import { ForeignOuter } from '../lab/attach/foreign-outer.ts';
import { findLaunched } from '../lab/launch.ts';
import { seenStage } from '../lab/outer/boot-stages.ts';
import { CHANNEL_PORTS } from '../lab/outer/qemu-argv.ts';
import { OuterHold, type QemuProcess } from '../lab/outer-hold.ts';
import { printableLines } from '../log/printable-lines.ts';
import { ifAbsent } from '../model/absent.ts';
import type { QmpEvent } from '../parse/qmp/message.ts';
import { ChannelTransport } from '../transport/channel/channel.ts';
import { connectSocket } from '../transport/socket.ts';
import type { Transport } from '../transport/transport.ts';
import { Ways } from '../transport/ways.ts';

export interface OuterSideOptions {
  readonly config: LabConfig;
  readonly paths: LabPaths;
  readonly env: Env;
  readonly now: () => number;
  readonly log: (line: string) => void;
  readonly onEvent: (event: QmpEvent) => void;
  readonly onLost: (why: Error) => void;
  /** The shell on the serial line of a VM that labdeck did not start. */
  readonly shell: (line: SharedLine, serial: string) => Transport;
  /** The way over ssh into an outer VM that labdeck started. */
  readonly ssh: Transport;
}

/** What the keeper alone owns of an outer VM, whoever started it. */
export interface OuterSide {
  readonly hold: OuterHold;
  /** The channels of a VM that labdeck started. */
  readonly channel: ChannelTransport;
  readonly foreign: ForeignOuter;
  /** The best way in, of whichever VM there is. */
  readonly outer: Transport;
  readonly serial: SharedLine;
  /** Whether the VM at hand is one that labdeck did not start, as it was last looked at. */
  readonly isForeign: () => boolean;
}

const STAGE_LIMIT_MS = 3_000;

/** Lines of evidence after a panic: its first line stands before some fifty of registers and call trace. */
const LAST_LINES = 80;

export function createOuterSide(options: OuterSideOptions): OuterSide {
  const { config, paths, env, log, ssh } = options;
  let isForeign = config.outer.source.type !== 'image';
  const find = async (): Promise<QemuProcess | undefined> => {
    const own = await findLaunched(paths);
    const other = own === undefined ? await foreign.find() : undefined;
    isForeign = own === undefined && (other !== undefined || config.outer.source.type !== 'image');
    // The socket's server on this side is the keeper: what it knows of the far QEMU is that there may be one.
    return own ?? (config.host !== undefined && other !== undefined ? {} : other);
  };
  const serial = new SharedLine(async () => connectSocket(isForeign ? await foreign.serialPath() : paths.serialSocket));
  const foreign: ForeignOuter = new ForeignOuter({
    lab: config, paths, env,
    open: (): Promise<OpenMonitor> => hold.open(),
    channelScript: () => readFile(join(packageRoot(), 'assets', 'guest', 'channel.sh'), 'utf8'),
    shell: (path) => options.shell(serial, path),
  });
  const hold: OuterHold = new OuterHold({
    ...options,
    find,
    connect: (): Promise<OpenMonitor> => (isForeign ? foreign.connect() : connectMonitor(paths.qmpSocket)),
    // QEMU writes down the line of a VM that labdeck started; of another one nobody did.
    lastLines: async () => (isForeign ? [] : lastSerialLines(paths.serialLog)),
    stageOf: async ({ monitor }) => (isForeign ? undefined : seenStage((execute, args) => monitor.qmp(execute, { ...args }, { timeoutMs: STAGE_LIMIT_MS }))),
    onBound: async (open) => {
      if (open.protocol === 'qmp') for (const { id, type } of await dismissLeftovers(open.connection)) log(`the job ${id} (${type}) of an earlier keeper is dismissed`);
      return passOn(open, paths, log);
    },
  });
  const channel = new ChannelTransport({ machine: 'outer', sockets: Array.from({ length: CHANNEL_PORTS }, (_, index) => paths.channelSocket(index)) });
  const own = new Ways('outer', [
    { transport: channel, open: () => channel.lanesUp > 0 },
    { transport: ssh, open: lost(channel, options.now) },
  ]);
  return { hold, channel, foreign, serial, isForeign: () => isForeign, outer: new Ways('outer', [{ transport: own, open: () => !isForeign }, { transport: foreign, open: () => isForeign }]) };
}

/** How long the channels may be silent before commands go over ssh: a restarted shell is back sooner. */
const SILENT_MS = 10_000;

/** Whether channels that once answered are gone for good. Before that a command waits for them: a machine may be booting. */
function lost(channel: ChannelTransport, now: () => number): () => boolean {
  let upAt = Number.POSITIVE_INFINITY;
  return () => {
    if (channel.lanesUp > 0) upAt = now();
    return now() - upAt > SILENT_MS;
  };
}

/** Other tools talk to the monitor through a socket of ours, as long as this connection lasts. */
async function passOn(open: OpenMonitor, paths: LabPaths, log: (line: string) => void): Promise<() => Promise<void>> {
  const passed = open.protocol === 'qmp' ? await exportQmp(open.connection, paths.qmpExport) : await exportHmp(open.monitor, paths.hmpExport);
  log(`monitor bound: ${open.protocol}, QEMU ${open.monitor.version}; passed on at ${passed.path}`);
  return () => passed.close();
}

async function lastSerialLines(file: string): Promise<readonly string[]> {
  return printableLines(await readFile(file).catch(ifAbsent(Buffer.alloc(0)))).slice(-LAST_LINES);
}
