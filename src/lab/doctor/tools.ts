import { type HostNeed, installLine, MANAGER_PROGRAM, needsOn, PACKAGE_MANAGERS, type PackageManager } from '../host-packages.ts';
import { ask, type Check, type DoctorPlace, type Says, textOf } from './place.ts';
import type { Transport } from '../../transport/transport.ts';

/** How a program tells its version, where it is not `--version`; none = it does not tell. */
const VERSION_ARGV: Readonly<Record<string, readonly string[] | undefined>> = { mke2fs: ['-V'], ip: ['-V'], tc: ['-V'], ssh: ['-V'], newuidmap: undefined, 'debian-archive-keyring': undefined, ping: ['-V'] };

export interface ToolFacts {
  readonly program: string;
  readonly present: boolean;
  /** The first line that the program says of its version. */
  readonly version?: string;
}

/** A program, what for, and the oldest that works where that is known. */
export interface ToolNeed {
  readonly program: string;
  readonly why: string;
  /** What is looked for in place of a program: an absolute path. */
  readonly file?: string;
  readonly oldest?: string;
  /** What to do without it: `bad` when a lab cannot be without. */
  readonly without: 'bad' | 'warn';
  readonly fix?: string;
}

export function judgeTool({ present, version }: ToolFacts, need: ToolNeed): Says {
  const name = `tool ${need.program}`;
  const fix = need.fix === undefined ? {} : { fix: need.fix };
  if (!present) return { name, verdict: need.without, says: `is not there; it ${need.why}`, ...fix };
  const number = /\d+(?:\.\d+)+/.exec(version ?? '')?.[0];
  if (need.oldest !== undefined && number !== undefined && isOlder(number, need.oldest)) return { name, verdict: 'bad', says: `is ${number}, and ${need.oldest} is the oldest that works`, ...fix };
  return { name, verdict: 'ok', says: version === undefined || version === '' ? `${need.why}; it tells no version` : version };
}

function isOlder(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const at = right?.findIndex((number, index) => number !== (left?.[index] ?? 0)) ?? -1;
  return at !== -1 && (left?.[at] ?? 0) < (right?.[at] ?? 0);
}

/** snapshot-save and snapshot-load are QMP jobs since QEMU 6.0 (qapi/migration.json). */
const OLDEST: Readonly<Record<string, string>> = { 'qemu-system-x86_64': '6.0' };

/** Every program that the host needs for this lab, with the line that installs it. */
export const hostTools: Check = {
  name: 'tools',
  run: async (machine, place) => {
    const manager = await managerOf(machine, place);
    const root = (await textOf(machine, ['id', '-u'], place))?.trim() === '0';
    const needs = needsOn(manager).filter(({ program }) => !(root && NOT_FOR_ROOT.has(program))).map((need) => fromHostNeed(need, manager, place));
    return Promise.all(needs.map(async (need) => judgeTool(await toolFacts(machine, need, place), need)));
  },
};

/** Root builds without a user namespace. */
const NOT_FOR_ROOT = new Set(['newuidmap']);

function fromHostNeed(need: HostNeed, manager: PackageManager | undefined, { lab }: DoctorPlace): ToolNeed {
  const { program, why, file } = need;
  const oldest = OLDEST[program];
  const fix = manager === undefined ? `install the package that holds ${program}` : installLine(manager, [need]);
  return { program, why, without: lab.outer.source.type === 'image' ? 'bad' : 'warn', fix, ...(oldest === undefined ? {} : { oldest }), ...(file === undefined ? {} : { file }) };
}

async function managerOf(machine: Transport, place: DoctorPlace): Promise<PackageManager | undefined> {
  const there = await Promise.all(PACKAGE_MANAGERS.map(async (manager) => ((await isThere(machine, MANAGER_PROGRAM[manager], place)) ? manager : undefined)));
  return there.find((manager) => manager !== undefined);
}

async function isThere(machine: Transport, program: string, place: DoctorPlace): Promise<boolean> {
  // `command -v` is the shell's own; the name is an argument and never read as code. Tools of the system lie in sbin.
  const script = 'PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"; case $1 in /*) test -e "$1" ;; *) command -v -- "$1" ;; esac';
  return (await ask(machine, ['sh', '-c', script, 'sh', program], place))?.status === 0;
}

async function toolFacts(machine: Transport, { program, file = program }: Pick<ToolNeed, 'program' | 'file'>, place: DoctorPlace): Promise<ToolFacts> {
  const [present, version] = await Promise.all([isThere(machine, file, place), versionOf(machine, program, place)]);
  return { program, present, ...(version === undefined ? {} : { version }) };
}

async function versionOf(machine: Transport, program: string, place: DoctorPlace): Promise<string | undefined> {
  const words = program in VERSION_ARGV ? VERSION_ARGV[program] : ['--version'];
  if (words === undefined) return undefined;
  const script = 'PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"; exec "$@" 2>&1 </dev/null';
  const text = await textOf(machine, ['sh', '-c', script, 'sh', program, ...words], place);
  return text?.split('\n')[0]?.trim();
}

/** Programs inside the lab. */
export const toolsOf = (needs: readonly Omit<ToolNeed, 'fix'>[], fix: string): Check => ({
  name: 'tools',
  run: (machine, place) => Promise.all(needs.map(async (need) => judgeTool(await toolFacts(machine, need, place), { ...need, fix }))),
});
