import { linesOf, notUnderstood } from '../lines.ts';

/** CPU time in ticks, all CPUs together; only differences mean something. */
export interface CpuTicks {
  readonly cpus: number;
  readonly busy: number;
  readonly total: number;
}

export interface DiskBytes {
  readonly read: number;
  readonly written: number;
}

/** Counters of one network device, as it counts them itself: rx is what came into the outer VM through it. */
export interface DeviceCounters {
  readonly dev: string;
  readonly rxBytes: number;
  readonly rxErrors: number;
  readonly rxDrops: number;
  readonly txBytes: number;
  readonly txErrors: number;
  readonly txDrops: number;
}

/** USER_HZ: what the kernel gives to programs is in hundredths of a second on every architecture that we meet (proc(5)). */
const TICKS_PER_SEC = 100;

/** `/proc/diskstats` counts in sectors of 512 bytes, whatever the disk's own are (Documentation/admin-guide/iostats.rst). */
const SECTOR_BYTES = 512;

/**
 * `/proc/stat`, its first line: user nice system idle iowait irq softirq steal guest guest_nice. The time of guests is in user and
 * nice already (proc(5)).
 */
export function cpuOf(raw: string): CpuTicks {
  const lines = linesOf('/proc/stat', raw);
  const numbers = /^cpu +([\d ]+)$/.exec(lines[0] ?? '')?.[1]?.trim().split(' ').map(Number) ?? [];
  const [user, nice, system, idle, iowait = 0, irq = 0, softirq = 0, steal = 0] = numbers;
  if (user === undefined || nice === undefined || system === undefined || idle === undefined) throw notUnderstood('/proc/stat', 'another first line than expected', raw);
  const busy = user + nice + system + irq + softirq + steal;
  return { cpus: lines.filter((line) => /^cpu\d+ /.test(line)).length, busy, total: busy + idle + iowait };
}

/** `/proc/meminfo`: `MemTotal:        3038732 kB`; MemAvailable is there since Linux 3.14. */
export function memoryOf(raw: string): { readonly totalBytes: number; readonly availableBytes: number } {
  const bytes = (name: string): number => {
    const kib = new RegExp(`^${name}: +(\\d+) kB$`, 'm').exec(raw)?.[1];
    if (kib === undefined) throw notUnderstood('/proc/meminfo', `no ${name}`, raw);
    return Number(kib) * 1024;
  };
  return { totalBytes: bytes('MemTotal'), availableBytes: bytes('MemAvailable') };
}

/** Whole disks; a partition is in its disk already, and what lies on other disks (dm, md, loop) in those. */
const DISK = /^(?:[shv]d[a-z]+|xvd[a-z]+|nvme\d+n\d+|mmcblk\d+)$/;

/** `/proc/diskstats`: ` 254       0 vda 3041 1188 241634 … 1540 891 43120 …`, sectors read and written in the 6th and 10th field. */
export function diskBytesOf(raw: string): DiskBytes {
  const disks = linesOf('/proc/diskstats', raw).map((line) => line.trim().split(/ +/)).filter(([, , name = '']) => DISK.test(name));
  const sum = (field: number): number => disks.reduce((bytes, words) => bytes + count('/proc/diskstats', words[field], raw) * SECTOR_BYTES, 0);
  return { read: sum(5), written: sum(9) };
}

/** The datapath of Open vSwitch has a device of its own that carries nothing. */
const SILENT = new Set(['lo', 'ovs-system']);

/**
 * `/proc/net/dev`: two lines of heading, then eight counters received and eight sent per device.
 *
 *       eth0: 8123445   10233    0    0    0     0          0         0  1123344    9211    0    0    0     0       0          0
 */
export function devicesOf(raw: string): DeviceCounters[] {
  return linesOf('/proc/net/dev', raw).slice(2).flatMap((line) => {
    const [, dev = '', numbers = ''] = /^ *(\S+): *([\d ]+)$/.exec(line) ?? [];
    const words = numbers.trim().split(/ +/);
    if (dev === '' || words.length < 16) throw notUnderstood('/proc/net/dev', `'${line}' is no device`, raw);
    const at = (index: number): number => count('/proc/net/dev', words[index], raw);
    return SILENT.has(dev) ? [] : [{ dev, rxBytes: at(0), rxErrors: at(2), rxDrops: at(3), txBytes: at(8), txErrors: at(10), txDrops: at(11) }];
  });
}

/** `/proc/PID/stat`: the name may hold spaces and brackets and ends at the last one; utime and stime are the 14th and 15th field (proc(5)). */
export function processOf(raw: string): { readonly name: string; readonly cpuSec: number } {
  const [, name, rest = ''] = /^\d+ \((.*)\) (.*)\n$/s.exec(raw) ?? [];
  const words = rest.split(' ');
  if (name === undefined) throw notUnderstood('/proc/PID/stat', 'another line than expected', raw);
  return { name, cpuSec: (count('/proc/PID/stat', words[11], raw) + count('/proc/PID/stat', words[12], raw)) / TICKS_PER_SEC };
}

function count(what: string, word: string | undefined, raw: string): number {
  if (word === undefined || !/^\d+$/.test(word)) throw notUnderstood(what, `'${word ?? ''}' is no number`, raw);
  return Number(word);
}
