import { spawn } from 'node:child_process';
import { closeSync, existsSync, lstatSync, openSync } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makePrivate } from '../config/dirs.ts';
import { expandPath } from '../config/expand.ts';
import type { LabConfig } from '../config/lab.ts';
import type { Env, LabPaths } from '../config/paths.ts';
import { ifAbsent } from '../model/absent.ts';
import { CancelledError, ExitError, RefusedError, UsageError } from '../model/errors.ts';
import type { OnProgress } from '../model/progress.ts';
import { socketHolders } from '../transport/socket-holder.ts';
import { findQemu, type QemuProcess } from './outer/qemu-process.ts';
import { diskPlace } from './script/disk-place.ts';
import { findScript } from './script/find-script.ts';
import { qemuOpts, type ScriptSockets } from './script/qemu-opts.ts';
import { createSteps, type Steps } from './steps.ts';

/** A start of an outer VM by a script of somebody else's making, worked out and not yet done. */
export interface ScriptLaunch {
  readonly script: string;
  readonly sockets: ScriptSockets;
  readonly disk: string;
  /** The first start makes the disk image, which can take minutes. */
  readonly first: boolean;
  /** The whole environment of the script. */
  readonly env: Readonly<Record<string, string>>;
  /** What the script and QEMU print. */
  readonly log: string;
  readonly notes: readonly string[];
}

type ScriptSource = Extract<LabConfig['outer']['source'], { type: 'script' }>;

/**
 * Works out how the script of a lab would be started. Nothing is made or changed.
 * @param cwd where the lab file's relative paths begin
 * @throws UsageError (no such script, a path that is not there), RefusedError (disk in memory, a path that QEMU_OPTS cannot carry)
 */
export function planScriptLaunch(lab: LabConfig, paths: LabPaths, env: Env, cwd: string): ScriptLaunch {
  const source = scriptSource(lab);
  const sockets = scriptSockets(lab, source, paths, env);
  const wanted = source.disk ?? source.env['NIX_DISK_IMAGE'] ?? env['NIX_DISK_IMAGE'];
  const disk = diskPlace({ wanted: wanted === undefined ? undefined : expandPath(wanted, env), state: paths.state, socketDir: dirname(sockets.monitor) });
  const netOpts = [env['QEMU_NET_OPTS'], source.env['QEMU_NET_OPTS'], lab.outer.network.restrict ? 'restrict=on' : undefined];
  const more = [env['QEMU_OPTS'], source.env['QEMU_OPTS']].filter((each) => each !== undefined).join(' ');
  return {
    script: findScript(expandPath(source.command, env), cwd, source.build),
    sockets,
    disk: disk.path,
    first: !disk.exists,
    env: { ...defined(env), ...source.env, NIX_DISK_IMAGE: disk.path, QEMU_OPTS: qemuOpts(sockets, more), QEMU_NET_OPTS: netOpts.filter((each) => each !== undefined && each !== '').join(',') },
    log: paths.qemuLog,
    notes: disk.notes,
  };
}

function defined(env: Env): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function scriptSource({ lab, outer: { source } }: LabConfig): ScriptSource {
  if (source.type === 'script') return source;
  throw new UsageError({ what: `the lab ${lab} is not started by a script: its source is ${source.type}` });
}

/** The lab's own rule for its sockets, so that the tools that know it find them; QMP and the agent, which it lacks, lie with ours. */
function scriptSockets({ outer }: LabConfig, source: ScriptSource, paths: LabPaths, env: Env): ScriptSockets {
  const at = (rule: string | undefined, ours: string): string => (rule === undefined ? ours : expandPath(rule, env));
  return {
    monitor: at(outer.monitor, paths.hmpSocket),
    serial: at(outer.serial, paths.serialSocket),
    pidFile: at(source.pidFile, paths.qemuPid),
    qmp: paths.qmpSocket,
    agent: paths.agentSocket,
  };
}

export interface LaunchScriptOptions {
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
  readonly uid: number;
}

/**
 * Starts the script and waits until its QEMU has detached itself, however long that takes: as long as the script lives it is at work, and the first start makes a disk image of
 * tens of GB. A QEMU of this lab that runs already is given back as it is.
 * @throws ExitError with the end of the log, CancelledError (the script is ended)
 */
export async function launchScript(launch: ScriptLaunch, { onProgress, signal, uid }: LaunchScriptOptions): Promise<QemuProcess> {
  const running = await findQemu(launch.sockets.pidFile);
  if (running !== undefined) return running;
  const steps = createSteps('launch', onProgress);
  for (const note of launch.notes) steps.skip('disk', note);
  await clearStale(launch.sockets, uid, steps);
  await steps.run(launch.first ? 'first start' : 'start', (says) => runScript(launch, signal, says));
  const started = await findQemu(launch.sockets.pidFile);
  if (started !== undefined) return started;
  throw new ExitError({ what: `${launch.script} ended well, but its QEMU does not run`, argv: [launch.script], status: 0, detail: await tail(launch.log), next: `its log: ${launch.log}` });
}

/** Removes what a QEMU that is gone left in the socket directory, and says so: a pid file of a dead process would be taken for a running lab. */
async function clearStale(sockets: ScriptSockets, uid: number, steps: Steps): Promise<void> {
  for (const dir of new Set(Object.values(sockets).map((path) => dirname(path)))) makeSocketDir(dir, uid);
  const stale = Object.values(sockets).filter((path) => existsSync(path));
  await refuseServed(stale);
  if (stale.length > 0) steps.skip('leftovers', `of a QEMU that is gone: ${stale.join(' ')}`);
  await Promise.all(stale.map((path) => rm(path)));
}

/** n3x makes its directory with the usual mode; under $XDG_RUNTIME_DIR the directory above keeps others out. */
function makeSocketDir(dir: string, uid: number): void {
  if (existsSync(dir) && isPrivate(dirname(dir), uid)) return;
  makePrivate(dir, uid);
}

function isPrivate(dir: string, uid: number): boolean {
  const stats = lstatSync(dir);
  return stats.isDirectory() && stats.uid === uid && (stats.mode & 0o077) === 0;
}

/** A socket that somebody serves is no leftover, whatever the pid file says. */
async function refuseServed(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const server = (await socketHolders(path)).find(({ end }) => end === 'listener');
    if (server === undefined) continue;
    throw new RefusedError({ what: `${path} is served by ${server.command} (pid ${server.pid}), which no pid file of this lab names`, next: `labdeck attach --monitor ${path}, or end that process` });
  }
}

const LOOK_MS = 1_000;

async function runScript(launch: ScriptLaunch, signal: AbortSignal, says: (text: string) => void): Promise<void> {
  const log = openSync(launch.log, 'a', 0o600);
  const child = spawn(launch.script, [], { detached: true, stdio: ['ignore', log, log], cwd: dirname(launch.disk), env: launch.env });
  closeSync(log);
  const ended = Promise.withResolvers<number>();
  child.once('error', ended.reject);
  child.once('exit', (code, by) => ended.resolve(code ?? (by === null ? 1 : 128)));
  const cancel = (): void => void process.kill(-(child.pid ?? 0), 'SIGTERM');
  signal.addEventListener('abort', cancel, { once: true });
  const timer = setInterval(() => void size(launch.disk).then((bytes) => says(`disk image: ${Math.round(bytes / 2 ** 20)} MiB`)), LOOK_MS);
  try {
    await finish(launch, await ended.promise, signal);
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', cancel);
  }
}

async function finish({ script, log }: ScriptLaunch, status: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new CancelledError({ what: `the start by ${script} was cancelled`, argv: [script] });
  if (status !== 0) throw new ExitError({ what: `${script} ended with status ${status}`, argv: [script], status, detail: await tail(log), next: `its log: ${log}` });
}

async function size(path: string): Promise<number> {
  const found = await stat(path).catch(ifAbsent(undefined));
  return (found?.blocks ?? 0) * 512;
}

const TAIL_LINES = 20;

async function tail(log: string): Promise<string> {
  return (await readFile(log, 'utf8')).trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
}
