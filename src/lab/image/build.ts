import { mkdir, mkdtemp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnProgress, Progress } from '../../model/progress.ts';
import { runOk } from '../../transport/run.ts';
import type { Transport } from '../../transport/transport.ts';
import { readBuilding, readTimes, recordTime, StepLine, writeBuilding } from './build-progress.ts';
import { type Lock, tryLock, waitForLock } from './lock.ts';
import { type Manifest, seal } from './manifest.ts';
import { checkRoom, noRoom } from './room.ts';
import { dropOlder, finished, place, shelfDir } from './shelf.ts';
import { type KeyedStep, keySteps, type Step, type StepRun } from './step.ts';
import { DiskFullError, leashedRoot, runTool } from './tool.ts';

export interface BuildContext {
  readonly host: Transport;
  /** Holds steps, logs and times; shared by all labs and clones. */
  readonly cache: string;
  /** Directory of the full logs, one file per step. */
  readonly logs: string;
  readonly onProgress: OnProgress;
  /** Who runs this; not root builds in a user namespace. */
  readonly uid: number;
  readonly signal?: AbortSignal;
}

/** The last step's output, complete and checked. */
export interface Built {
  readonly key: string;
  readonly dir: string;
  readonly manifest: Manifest;
}

/**
 * Runs the steps of a recipe that have not been run with these inputs, and gives the output of the last. Whenever it is killed, what is
 * finished stays and what is not has no name that anything would take for finished. Of two at once one builds and the other watches.
 * @throws RefusedError without room on the disk, ExitError with a tool's last words, CancelledError
 */
export async function build(recipe: readonly Step[], ctx: BuildContext): Promise<Built> {
  const steps = keySteps(recipe);
  await mkdir(join(ctx.cache, 'steps'), { recursive: true, mode: 0o700 });
  await mkdir(ctx.logs, { recursive: true, mode: 0o700 });
  const ready = await lastOf(steps, ctx.cache);
  if (ready !== undefined) return ready;
  const lock = await takeTurn(ctx);
  try {
    return await buildLocked(steps, ctx);
  } finally {
    await lock.release();
  }
}

async function lastOf(steps: readonly KeyedStep[], cache: string): Promise<Built | undefined> {
  const last = steps.at(-1);
  if (last === undefined) throw new Error('a recipe has at least one step');
  const dir = shelfDir(cache, last);
  const manifest = await finished(dir);
  return manifest === undefined ? undefined : { key: last.key, dir, manifest };
}

async function buildLocked(steps: readonly KeyedStep[], ctx: BuildContext): Promise<Built> {
  await sweep(ctx);
  const times = await readTimes(ctx.cache);
  for (const step of steps) await buildStep(step, steps, times[step.name], ctx);
  await dropOlder(ctx.cache, steps, Date.now());
  const built = await lastOf(steps, ctx.cache);
  if (built === undefined) throw new Error('the last step is gone from the cache as soon as it was made');
  return built;
}

async function buildStep(step: KeyedStep, steps: readonly KeyedStep[], expectedMs: number | undefined, ctx: BuildContext): Promise<void> {
  const line = new StepLine(step.name, expectedMs, (progress) => tell(progress, ctx));
  if ((await finished(shelfDir(ctx.cache, step))) !== undefined) return line.end('skipped', 'unchanged since it was built');
  line.begin();
  try {
    await checkRoom(ctx.cache, step.roomBytes, step.name);
    await runStep(step, steps, line, ctx);
  } catch (error) {
    const failure = await withRoom(error, step, ctx);
    line.end('failed', failure instanceof Error ? failure.message : String(failure));
    throw failure;
  }
  await recordTime(ctx.cache, step.name, line.elapsedMs);
  line.end('done');
}

const SCRATCH = '.building-';

async function runStep(step: KeyedStep, steps: readonly KeyedStep[], line: StepLine, ctx: BuildContext): Promise<void> {
  const scratch = await mkdtemp(join(ctx.cache, 'steps', SCRATCH));
  const [out, work] = [join(scratch, 'out'), join(scratch, 'work')];
  await Promise.all([mkdir(out), mkdir(work)]);
  try {
    await step.run(stepRun(step, steps, { out, work }, line, ctx));
    line.says('checksums');
    await seal(out, { step: step.name, key: step.key, elapsedMs: Math.round(line.elapsedMs) });
    await place(out, shelfDir(ctx.cache, step));
  } finally {
    await discard(scratch, ctx);
  }
}

function stepRun(step: KeyedStep, steps: readonly KeyedStep[], dirs: Pick<StepRun, 'out' | 'work'>, line: StepLine, ctx: BuildContext): StepRun {
  const log = join(ctx.logs, `${step.name.replaceAll(' ', '-')}.log`);
  const signal = ctx.signal === undefined ? {} : { signal: ctx.signal };
  const needed = (name: string) => steps.find((each) => each.name === name && step.needs.includes(name));
  return {
    ...dirs,
    ...signal,
    host: ctx.host,
    from: (name) => shelfDir(ctx.cache, needed(name) ?? unneeded(step.name, name)),
    tool: (argv, env) => runTool(ctx.host, argv, { log, uid: ctx.uid, onLine: (text) => line.says(text), ...(env === undefined ? {} : { env }), ...signal }),
    says: (text) => line.says(text),
  };
}

function unneeded(step: string, name: string): never {
  throw new Error(`step "${step}" reads "${name}" and does not name it among its needs`);
}

function tell(progress: Progress, { cache, onProgress }: BuildContext): void {
  onProgress(progress);
  try {
    writeBuilding(cache, { pid: process.pid, progress });
  } catch (error) {
    // Others may watch through this file; a disk that is full must not hide what the step itself says about it.
    if (!isNoSpace(error)) throw error;
  }
}

async function takeTurn(ctx: BuildContext): Promise<Lock> {
  const file = join(ctx.cache, 'build.lock');
  const lock = await tryLock(ctx.host, file, ctx.signal);
  if (lock !== undefined) return lock;
  const watch = setInterval(() => void retell(ctx), 500);
  try {
    return await waitForLock(ctx.host, file, ctx.signal);
  } finally {
    clearInterval(watch);
  }
}

/** Shows the other's progress as our own while we wait for it. */
async function retell({ cache, onProgress }: BuildContext): Promise<void> {
  const building = await readBuilding(cache).catch(() => undefined);
  if (building === undefined) return;
  onProgress({ ...building.progress, says: `built by another labdeck (pid ${building.pid}): ${building.progress.says ?? building.progress.state}` });
}

/** Scratch of builds that were killed. We hold the lock: nobody uses it. */
async function sweep(ctx: BuildContext): Promise<void> {
  const left = (await readdir(join(ctx.cache, 'steps'))).filter((name) => name.startsWith(SCRATCH));
  for (const name of left) await discard(join(ctx.cache, 'steps', name), ctx);
}

/** Files in it may belong to subordinate ids of ours, and what is mounted in it is not ours to empty. */
async function discard(dir: string, { host, uid }: BuildContext): Promise<void> {
  await runOk(host, { argv: leashedRoot(['rm', '-rf', '--one-file-system', '--', dir], uid) });
}

/** A disk that ran full below a tool or below us, told with the path, the need and what is free. */
async function withRoom(error: unknown, step: KeyedStep, ctx: BuildContext): Promise<unknown> {
  if (!(error instanceof DiskFullError) && !isNoSpace(error)) return error;
  return noRoom(ctx.cache, step.roomBytes, step.name, error);
}

const isNoSpace = (error: unknown): error is Error => error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
