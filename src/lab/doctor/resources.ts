import { ask, type Check, type DoctorPlace, fileOf, type Says } from './place.ts';
import type { Transport } from '../../transport/transport.ts';
import { findQemu } from '../outer/qemu-process.ts';

export interface MemoryFacts {
  readonly totalMiB: number;
  readonly availableMiB: number;
}

/** /proc/meminfo (proc(5)), whose kB are KiB; undefined where it says neither. */
export function parseMeminfo(text: string): MemoryFacts | undefined {
  const mib = (name: string): number => Math.floor(Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]) / 1024);
  const facts = { totalMiB: mib('MemTotal'), availableMiB: mib('MemAvailable') };
  return Number.isNaN(facts.totalMiB + facts.availableMiB) ? undefined : facts;
}

/** QEMU's own memory beside the guest's. */
const QEMU_OVERHEAD_MIB = 512;

export function judgeMemory(facts: MemoryFacts | undefined, wantedMiB: number): Says {
  if (facts === undefined) return { verdict: 'unknown', says: '/proc/meminfo does not say how much there is' };
  const amounts = `${facts.availableMiB} MiB free of ${facts.totalMiB} MiB${wantedMiB === 0 ? '' : `, ${wantedMiB} MiB wanted`}`;
  if (facts.totalMiB < wantedMiB) return { verdict: 'bad', says: amounts, fix: 'make outer.memory smaller in the lab file, or use a larger machine' };
  return facts.availableMiB < wantedMiB ? { verdict: 'warn', says: amounts, fix: 'end something large, or make outer.memory smaller in the lab file' } : { verdict: 'ok', says: amounts };
}

/** What a lab that runs has taken already is not wanted a second time; inside, what there is has to do. */
export const memory: Check = {
  name: 'memory',
  run: async (machine, place) => {
    const starts = place.level === 'host' && (await findQemu(place.paths.qemuPid)) === undefined;
    const wantedMiB = starts ? place.lab.outer.memory + QEMU_OVERHEAD_MIB : 0;
    return judgeMemory(parseMeminfo((await fileOf(machine, '/proc/meminfo', place)) ?? ''), wantedMiB);
  },
};

export interface DiskFacts {
  readonly mount: string;
  readonly fileSystem: string;
  readonly freeMiB: number;
}

/** `df -PkT`: name, type, 1024-blocks, used, available, capacity, mount point (POSIX plus coreutils' type). */
export function parseDf(text: string): DiskFacts | undefined {
  const match = /^\S+\s+(\S+)\s+\d+\s+\d+\s+(\d+)\s+\d+%\s+(.*)$/m.exec(text);
  return match === null ? undefined : { fileSystem: match[1] ?? '', freeMiB: Math.floor(Number(match[2]) / 1024), mount: match[3] ?? '' };
}

export interface DiskWish {
  readonly what: string;
  readonly path: string;
  readonly wantedMiB: number;
  /** The variable that moves it. */
  readonly variable: string;
}

export function judgeDisk(facts: DiskFacts | undefined, { what, path, wantedMiB: wanted, variable }: DiskWish): Says {
  const name = `disk of ${what}`;
  if (facts === undefined) return { name, verdict: 'unknown', says: `df does not know ${path}` };
  const says = `${path} (${facts.fileSystem} on ${facts.mount}): ${facts.freeMiB} MiB free, ${wanted} MiB wanted`;
  const move = `set ${variable} to a larger disk`;
  if (facts.freeMiB < wanted) return { name, verdict: 'bad', says, fix: `make room there, or ${move}` };
  if (/^(tmpfs|ramfs)$/.test(facts.fileSystem)) return { name, verdict: 'warn', says: `${says}; it is memory, and gone with the next boot`, fix: `${move}, one that is kept` };
  return { name, verdict: 'ok', says };
}

/** What an image build writes at its peak, and what an overlay and a snapshot take beside a copy of the guest's memory. */
const BUILD_MIB = 4096;
const OVERLAY_MIB = 2048;

export const disks: Check = {
  name: 'disk',
  run: (machine, place) => {
    const { paths, lab } = place;
    const wishes: readonly DiskWish[] = [
      { what: 'the state', path: paths.state, wantedMiB: OVERLAY_MIB + lab.outer.memory, variable: 'XDG_STATE_HOME' },
      { what: 'the cache', path: paths.home.cache, wantedMiB: lab.outer.source.type === 'image' ? BUILD_MIB : 0, variable: 'XDG_CACHE_HOME' },
    ];
    return Promise.all(wishes.map(async (wish) => judgeDisk(await diskOf(machine, wish.path, place), wish)));
  },
};

const TIGHT_MIB = 64;

/** The root of a machine inside the lab. */
export const rootDisk: Check = {
  name: 'disk',
  run: async (machine, place) => {
    const facts = await diskOf(machine, '/', place);
    if (facts === undefined) return { verdict: 'unknown', says: 'df does not know /' };
    const says = `${facts.fileSystem} on /: ${facts.freeMiB} MiB free`;
    return facts.freeMiB < TIGHT_MIB ? { verdict: 'warn', says, fix: 'remove something there, or reset the lab' } : { verdict: 'ok', says };
  },
};

/** A path that is not there yet will lie where the nearest directory above it lies. */
async function diskOf(machine: Transport, path: string, place: DoctorPlace): Promise<DiskFacts | undefined> {
  const result = await ask(machine, ['df', '-PkT', '--', path], place);
  if (result?.status === 0) return parseDf(result.stdout.toString());
  const above = path.replace(/\/[^/]*$/, '') || '/';
  return result === undefined || above === path ? undefined : diskOf(machine, above, place);
}
