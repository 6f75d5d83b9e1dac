import { fields, text } from './message.ts';

/** qapi/job.json JobStatus. `concluded` waits for `job-dismiss`; `null` is the last word of a job that is gone. */
export type JobStatus = 'undefined' | 'created' | 'running' | 'paused' | 'ready' | 'standby' | 'waiting' | 'pending' | 'aborting' | 'concluded' | 'null';

export interface Job {
  readonly id: string;
  readonly type: string;
  readonly status: JobStatus;
  /** Set when it failed. */
  readonly error?: string;
}

/** `query-jobs` */
export function parseQueryJobs(value: unknown): Job[] {
  return (Array.isArray(value) ? value : []).map((each) => {
    const { id, type, status, error } = fields(each);
    return { id: text(id), type: text(type), status: text(status) as JobStatus, ...(error === undefined ? {} : { error: text(error) }) };
  });
}
