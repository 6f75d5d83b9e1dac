import { CancelledError, LostError, TimeoutError } from '../../model/errors.ts';
import { fields, type Json, text } from '../../parse/qmp/message.ts';
import { type Job, type JobStatus, parseQueryJobs } from '../../parse/qmp/jobs.ts';
import { type Limits, limited } from '../limits.ts';
import type { QmpPort } from './connection.ts';
import { QmpCommandError, QmpJobError } from './errors.ts';

export interface JobLimits extends Limits {
  readonly onStatus?: (status: JobStatus) => void;
  /** How often `query-jobs` is asked beside the events, which a connection may miss; milliseconds. */
  readonly reconcileMs?: number;
}

const PREFIX = 'labdeck-';
const RECONCILE_MS = 1_000;
let started = 0;

/**
 * Starts a job (`snapshot-save`, …), follows it to its end and dismisses it. Events tell most; `query-jobs` is asked now and then besides.
 * @throws QmpJobError with the job's error text, QmpCommandError when it did not start, TimeoutError (the job goes on), CancelledError (the job was told to stop), LostError
 */
export async function runJob(qmp: QmpPort, command: string, args: Json, limits: JobLimits = {}): Promise<void> {
  const id = `${PREFIX}${process.pid}-${(started += 1)}`;
  const ended = follow(qmp, id, command, limits);
  // The start may fail first; the follower is then told to stop, and its own rejection says nothing new.
  ended.promise.catch(() => undefined);
  try {
    await qmp.execute(command, { 'job-id': id, ...args }, limits.signal === undefined ? {} : { signal: limits.signal });
    await ended.promise;
    await conclude(qmp, id, command);
  } catch (error) {
    if (error instanceof CancelledError) await cancelJob(qmp, id);
    // Not waited for: a QEMU that does not answer would hold its caller past the limit.
    if (error instanceof CancelledError || error instanceof TimeoutError) void dismissInTime(qmp, id);
    throw error;
  } finally {
    ended.stop();
  }
}

/** Dismisses a concluded job. @throws QmpJobError when it ended with an error */
async function conclude(qmp: QmpPort, id: string, command: string): Promise<void> {
  const job = await findJob(qmp, id);
  if (job !== undefined) await qmp.execute('job-dismiss', { id });
  if (job?.error !== undefined) throw new QmpJobError(id, command, job.error);
}

export async function findJob(qmp: QmpPort, id: string): Promise<Job | undefined> {
  return parseQueryJobs(await qmp.execute('query-jobs')).find((job) => job.id === id);
}

/** Dismisses what an earlier keeper started and did not live to dismiss, now or once it concludes; gives back what it found. */
export async function dismissLeftovers(qmp: QmpPort): Promise<Job[]> {
  const left = parseQueryJobs(await qmp.execute('query-jobs')).filter((job) => job.id.startsWith(PREFIX));
  for (const { id } of left) await dismissInTime(qmp, id);
  return left;
}

/** Dismisses a job that nobody follows any more: at once when it has concluded, else when it does. */
async function dismissInTime(qmp: QmpPort, id: string): Promise<void> {
  const dismiss = (): Promise<void> => (off(), unlessGone(qmp.execute('job-dismiss', { id })));
  const off = qmp.onEvent(({ event, data }) => {
    if (event === 'JOB_STATUS_CHANGE' && data['id'] === id && text(fields(data)['status']) === 'concluded') void dismiss();
  });
  await unlessGone(findJob(qmp, id).then((job) => (job === undefined ? off() : job.status === 'concluded' ? dismiss() : undefined)));
}

/** A job may go with its QEMU, or another client of the monitor dismisses it first; a QEMU that is stopped says nothing. */
async function unlessGone(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof LostError || error instanceof TimeoutError || error instanceof QmpCommandError)) throw error;
  }
}

/** Asks a job to stop. Snapshot jobs may already be past the point where they can; QEMU then says so and the job ends by itself. */
async function cancelJob(qmp: QmpPort, id: string): Promise<void> {
  try {
    await qmp.execute('job-cancel', { id });
  } catch (error) {
    if (!(error instanceof QmpCommandError)) throw error;
  }
}

function lostWith({ name }: QmpPort, command: string, cause: Error | undefined): LostError {
  const what = `the monitor ${name} closed the connection while the job of ${command} was under way; what came of it is not known`;
  return new LostError({ what, argv: ['qmp', command], next: 'labdeck snapshot list', ...(cause === undefined ? {} : { detail: cause.message, cause }) });
}

interface Follower {
  readonly promise: Promise<void>;
  readonly stop: () => void;
}

function follow(qmp: QmpPort, id: string, command: string, limits: JobLimits): Follower {
  let stop = (): void => undefined;
  const promise = limited<void>(`the job of ${command}`, limits, ({ resolve, reject }) => {
    let last: JobStatus | undefined;
    let seen = false;
    const take = (status: JobStatus): void => {
      seen = true;
      if (status !== last) limits.onStatus?.(status);
      last = status;
      if (status === 'concluded' || status === 'null') stop();
    };
    const off = qmp.onEvent(({ event, data }) => {
      if (event === 'JOB_STATUS_CHANGE' && data['id'] === id) take(text(fields(data)['status']) as JobStatus);
    });
    const reconcile = (): void => {
      findJob(qmp, id).then((job) => (job === undefined ? seen && take('null') : take(job.status)), reject);
    };
    const timer = setInterval(reconcile, limits.reconcileMs ?? RECONCILE_MS);
    void qmp.closed.then((cause) => reject(lostWith(qmp, command, cause)));
    const release = (): void => (off(), clearInterval(timer));
    stop = () => (release(), resolve());
    return release;
  });
  return { promise, stop };
}
