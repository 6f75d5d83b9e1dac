import { lstatSync, mkdirSync, readFileSync, type Stats, statfsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { RefusedError } from '../model/errors.ts';
import { type Env, type LabPaths, labPaths, runtimeRecord } from './paths.ts';

/**
 * The paths of a lab with its directories made, 0700 and ours. The runtime directory first chosen is remembered in the state
 * directory: a login with another XDG_RUNTIME_DIR meets the same keeper, not a second one.
 * @throws RefusedError when a directory belongs to somebody else or lets others in
 */
export function openLab(lab: string, env: Env, uid: number): LabPaths {
  const paths = findLab(lab, env, uid);
  makePrivate(paths.state, uid);
  makePrivate(dirname(paths.runtime), uid);
  makePrivate(paths.runtime, uid);
  rememberRuntime(paths);
  return paths;
}

/** As {@link openLab}, but makes nothing: for verbs that only look. */
export function findLab(lab: string, env: Env, uid: number): LabPaths {
  const remembered = readRecord(runtimeRecord(lab, env, uid));
  const usable = remembered !== undefined && statOf(remembered)?.isDirectory() === true;
  return labPaths(lab, env, uid, usable ? remembered : undefined);
}

/**
 * Makes a directory, and those above it, for this user alone.
 * @throws RefusedError when it is there and is a link, somebody else's, or open to others
 */
export function makePrivate(dir: string, uid: number): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  checkPrivate(dir, uid);
}

/** @throws RefusedError with what is wrong and the command that mends it */
export function checkPrivate(dir: string, uid: number): void {
  const stats = lstatSync(dir);
  const fault = faultOf(stats, uid);
  if (fault === undefined) return;
  const [why, mend] = fault;
  throw new RefusedError({ what: `${dir} ${why}: it would not be private`, next: `${mend} ${dir}`, detail: describe(stats) });
}

function faultOf(stats: Stats, uid: number): readonly [why: string, mend: string] | undefined {
  if (!stats.isDirectory()) return ['is not a directory', 'look who made it, then remove'];
  if (stats.uid !== uid) return [`belongs to uid ${stats.uid}, not to uid ${uid}`, 'set another XDG_RUNTIME_DIR, or have its owner remove'];
  const mode = stats.mode & 0o777;
  return mode === 0o700 ? undefined : [`has mode 0${mode.toString(8)}, not 0700`, 'chmod 0700'];
}

function describe(stats: Stats): string {
  return `uid ${stats.uid}, mode 0${(stats.mode & 0o7777).toString(8)}`;
}

/** Writes down which runtime directory this lab uses. Whose keeper listens there has the last word. */
export function rememberRuntime(paths: LabPaths): void {
  if (readRecord(paths.runtimeRecord) !== paths.runtime) writeFileSync(paths.runtimeRecord, `${paths.runtime}\n`, { mode: 0o600 });
}

function readRecord(file: string): string | undefined {
  if (statOf(file) === undefined) return undefined;
  return readFileSync(file, 'utf8').trim();
}

function statOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

/** statfs(2): TMPFS_MAGIC and RAMFS_MAGIC. */
const IN_MEMORY: ReadonlyMap<number, string> = new Map([[0x01021994, 'tmpfs'], [0x858458f6, 'ramfs']]);

/** The name of the in-memory file system that `path` (or the nearest directory above it that exists) lies on, or undefined. */
export function inMemory(path: string): string | undefined {
  const near = nearest(path);
  return IN_MEMORY.get(statfsSync(near).type);
}

function nearest(path: string): string {
  return statOf(path) !== undefined || dirname(path) === path ? path : nearest(dirname(path));
}
