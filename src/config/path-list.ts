import { inMemory } from './dirs.ts';
import type { LabPaths } from './paths.ts';

export interface NamedPath {
  readonly what: string;
  readonly path: string;
  /** The file system, where it is memory: what lies there is gone with the next boot. */
  readonly inMemory?: string;
}

type PlainPath = { [K in keyof LabPaths]: LabPaths[K] extends string ? K : never }[keyof LabPaths];

/** What `labdeck paths` prints, in its order. */
const ROWS: readonly (readonly [what: string, key: PlainPath])[] = [
  ['state', 'state'],
  ['sockets', 'runtime'],
  ['images', 'images'],
  ['downloads', 'downloads'],
  ['build logs', 'buildLogs'],
  ['outer disk', 'overlay'],
  ['seed disk', 'seedDisk'],
  ['launch record', 'launchRecord'],
  ['qemu pid', 'qemuPid'],
  ['qemu log', 'qemuLog'],
  ['serial log', 'serialLog'],
  ['console logs', 'consoleLogs'],
  ['ssh key', 'sshKey'],
  ['known hosts', 'knownHosts'],
  ['QMP, for other tools', 'qmpExport'],
  ['HMP, for other tools', 'hmpExport'],
  ['serial, for other tools', 'serialExport'],
  ['QMP, held by the keeper', 'qmpSocket'],
  ['HMP, held by the keeper', 'hmpSocket'],
  ['serial, held by the keeper', 'serialSocket'],
  ['guest agent', 'agentSocket'],
  ['keeper socket', 'keeperSocket'],
  ['keeper lock', 'keeperLock'],
  ['keeper record', 'keeperRecord'],
  ['keeper log', 'keeperLog'],
  ['keeper memory', 'keeperMemory'],
  ['journal', 'journal'],
];

/** Every path of a lab with its name, for `labdeck paths`. */
export function listPaths(paths: LabPaths): readonly NamedPath[] {
  const homes = [
    { what: 'cache', path: paths.home.cache },
    { what: 'config', path: paths.home.config },
  ];
  return [...ROWS.map(([what, key]) => ({ what, path: paths[key] })), ...homes].map((named) => ({ ...named, ...memoryOf(named.path) }));
}

function memoryOf(path: string): Pick<NamedPath, 'inMemory'> {
  const memory = inMemory(path);
  return memory === undefined ? {} : { inMemory: memory };
}
