import { linesOf, notUnderstood } from '../lines.ts';
import { present } from '../present.ts';
import { type DeviceCounters, devicesOf, type DiskBytes, diskBytesOf, memoryOf, processOf, cpuOf, type CpuTicks } from './files.ts';

/** A node as the kernel of the outer VM sees it. */
export interface NodeCounters {
  readonly name: string;
  /** CPU time since it began, in seconds. */
  readonly cpuSec: number;
  readonly memoryBytes?: number;
}

/** What the kernel counts, all read at one moment. */
export interface ProcSample {
  /** Seconds since the boot: the sample's own clock, which a paused or restored VM takes along. */
  readonly uptimeSec: number;
  readonly cpu: CpuTicks;
  readonly memoryTotalBytes: number;
  readonly memoryUsedBytes: number;
  readonly disk: DiskBytes;
  readonly devices: readonly DeviceCounters[];
  readonly nodes: readonly NodeCounters[];
}

const WHAT = 'reading /proc and /sys';

/**
 * What the script of ../../client/proc.ts prints: a line per node that has a process, then the files one after another, each under
 * its name as `head -v` writes it.
 *
 *     node lxc 1204 /machine.slice/machine-lxc\x2d1204\x2dn100\x2d1.scope
 *     n100-1
 *     ==> proc/uptime <==
 *     8041.10 15321.88
 */
export function parseProcSample(raw: string): ProcSample {
  const { before, files } = sectionsOf(raw);
  const file = (name: string): string => {
    const text = files.get(name);
    if (text === undefined) throw notUnderstood(WHAT, `no ${name}`, raw);
    return text;
  };
  const uptime = /^(\d+\.\d+) /.exec(file('/proc/uptime'))?.[1];
  if (uptime === undefined) throw notUnderstood('/proc/uptime', 'another line than expected', file('/proc/uptime'));
  const memory = memoryOf(file('/proc/meminfo'));
  return {
    uptimeSec: Number(uptime),
    cpu: cpuOf(file('/proc/stat')),
    memoryTotalBytes: memory.totalBytes,
    memoryUsedBytes: memory.totalBytes - memory.availableBytes,
    disk: diskBytesOf(file('/proc/diskstats')),
    devices: devicesOf(file('/proc/net/dev')),
    nodes: nodesOf(before, files, raw),
  };
}

const HEAD = /^==> ((?:proc|sys)\/.*) <==$/;

/** The lines before the first file, and every file by its name. `head` puts an empty line before each name but the first. */
function sectionsOf(raw: string): { readonly before: readonly string[]; readonly files: ReadonlyMap<string, string> } {
  const before: string[] = [];
  const files = new Map<string, string[]>();
  let into = before;
  for (const line of linesOf(WHAT, raw)) {
    const name = HEAD.exec(line)?.[1];
    if (name === undefined) {
      into.push(line);
      continue;
    }
    if (into.at(-1) === '') into.pop();
    files.set(`/${name}`, (into = []));
  }
  return { before, files: new Map([...files].map(([name, lines]) => [name, lines.map((line) => `${line}\n`).join('')])) };
}

function nodesOf(lines: readonly string[], files: ReadonlyMap<string, string>, raw: string): NodeCounters[] {
  const nodes: NodeCounters[] = [];
  for (let index = 0; index + 1 < lines.length; index += 2) {
    const [, kind, pid, group = ''] = /^node (lxc|qemu) (\d+)(?: (\/.*))?$/.exec(lines[index] ?? '') ?? [];
    if (kind === undefined || pid === undefined) throw notUnderstood(WHAT, `'${lines[index] ?? ''}' is no node`, raw);
    const name = lines[index + 1] ?? '';
    const counters = kind === 'lxc' ? groupCounters(group, files) : processCounters(pid, files);
    // It has ended since its pid was written down, or its pid is somebody else's by now.
    if (counters !== undefined) nodes.push({ name, ...counters });
  }
  return nodes;
}

type Counters = Omit<NodeCounters, 'name'>;

/** `cpu.stat` and `memory.current` of a control group (Documentation/admin-guide/cgroup-v2.rst). */
function groupCounters(group: string, files: ReadonlyMap<string, string>): Counters | undefined {
  const usec = /^usage_usec (\d+)$/m.exec(files.get(`/sys/fs/cgroup${group}/cpu.stat`) ?? '')?.[1];
  const bytes = /^(\d+)\n/.exec(files.get(`/sys/fs/cgroup${group}/memory.current`) ?? '')?.[1];
  if (usec === undefined) return undefined;
  return present({ cpuSec: Number(usec) / 1e6, memoryBytes: bytes === undefined ? undefined : Number(bytes) });
}

function processCounters(pid: string, files: ReadonlyMap<string, string>): Counters | undefined {
  const stat = files.get(`/proc/${pid}/stat`);
  const process = stat === undefined ? undefined : processOf(stat);
  if (process?.name.startsWith('qemu') !== true) return undefined;
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(files.get(`/proc/${pid}/status`) ?? '')?.[1];
  return present({ cpuSec: process.cpuSec, memoryBytes: kib === undefined ? undefined : Number(kib) * 1024 });
}
