import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ifAbsent } from '../../model/absent.ts';
import { findQemu } from '../outer/qemu-process.ts';
import { ask, type Check, type DoctorPlace, fileOf, type Says } from './place.ts';
import type { Transport } from '../../transport/transport.ts';

export interface LeftoverFacts {
  /** Sockets in the runtime directory that nobody listens on. */
  readonly deadSockets: readonly string[];
  /** What the pid file says, where its process is not our QEMU. */
  readonly stalePid?: string;
  /** Half-written files: they have never been taken for whole ones. */
  readonly halfWritten: readonly string[];
  /** Scratch of builds that were killed, with nobody building now. */
  readonly scratch: readonly string[];
}

/** What an earlier run left behind, a line per kind. None of it is ever taken for something good, so none of it is bad. */
export function judgeLeftovers({ deadSockets, stalePid, halfWritten, scratch }: LeftoverFacts): readonly Says[] {
  const found: readonly (Says | undefined)[] = [
    lineFor(deadSockets, 'sockets that nobody listens on', 'the next up replaces them'),
    stalePid === undefined ? undefined : { verdict: 'warn', says: `a pid file of a QEMU that is gone (pid ${stalePid})`, fix: 'nothing: the next up replaces it' },
    lineFor(halfWritten, 'files that were never finished', 'remove them'),
    lineFor(scratch, 'scratch of a build that was killed', 'the next build sweeps it'),
  ];
  const lines = found.filter((each) => each !== undefined);
  return lines.length === 0 ? [{ verdict: 'ok', says: 'nothing of an earlier run lies about' }] : lines;
}

const NAMED = 3;

function lineFor(paths: readonly string[], what: string, mend: string): Says | undefined {
  if (paths.length === 0) return undefined;
  const more = paths.length > NAMED ? ` and ${paths.length - NAMED} more there` : '';
  return { verdict: 'warn', says: `${what}: ${paths.slice(0, NAMED).join(', ')}${more}`, fix: mend };
}

export const leftovers: Check = {
  name: 'leftovers',
  run: async (machine, place) => judgeLeftovers(await gather(machine, place)),
};

async function gather(machine: Transport, place: DoctorPlace): Promise<LeftoverFacts> {
  const { paths } = place;
  const [deadSockets, pid, qemu, halfWritten, scratch] = await Promise.all([
    socketsIn(paths.runtime, machine, place),
    pidIn(paths.qemuPid),
    findQemu(paths.qemuPid),
    namesIn(paths.state, (name) => name.endsWith('.new')),
    isBuilding(machine, place).then((building) => (building ? [] : namesIn(join(paths.home.cache, 'steps'), (name) => name.startsWith('.building-')))),
  ]);
  return { deadSockets, halfWritten, scratch, ...(pid === undefined || qemu !== undefined ? {} : { stalePid: pid }) };
}

/** proc_net_unix: a listening socket has the flag __SO_ACCEPTCON (1 << 16); its path is the rest of the line. */
export function listeningSockets(procNetUnix: string): ReadonlySet<string> {
  const lines = procNetUnix.split('\n').map((line) => /^\S+: \S+ \S+ (\S+) \S+ \S+ +\d+ (.*)$/.exec(line));
  return new Set(lines.filter((match) => match !== null && (Number.parseInt(match[1] ?? '0', 16) & 0x10000) !== 0).map((match) => match?.[2] ?? ''));
}

async function socketsIn(dir: string, machine: Transport, place: DoctorPlace): Promise<readonly string[]> {
  const listening = listeningSockets((await fileOf(machine, '/proc/net/unix', place)) ?? '');
  const paths = await namesIn(dir, () => true);
  const sockets = await Promise.all(paths.map(async (path) => ((await stat(path)).isSocket() ? path : undefined)));
  return sockets.filter((path) => path !== undefined && !listening.has(path)) as readonly string[];
}

/** flock(1) says 75 here when somebody holds the lock of the builds. */
const HELD = 75;

async function isBuilding(machine: Transport, place: DoctorPlace): Promise<boolean> {
  const lock = join(place.paths.home.cache, 'build.lock');
  if ((await namesIn(place.paths.home.cache, (name) => name === 'build.lock')).length === 0) return false;
  return (await ask(machine, ['flock', '--nonblock', '--conflict-exit-code', String(HELD), lock, 'true'], place))?.status === HELD;
}

async function pidIn(file: string): Promise<string | undefined> {
  return (await readFile(file, 'utf8').catch(ifAbsent(''))).trim() || undefined;
}

/** Paths in a directory; none where it is not there. */
async function namesIn(dir: string, wanted: (name: string) => boolean): Promise<readonly string[]> {
  return (await readdir(dir).catch(ifAbsent([]))).filter(wanted).map((name) => join(dir, name));
}
