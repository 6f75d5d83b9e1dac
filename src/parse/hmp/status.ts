import { ParseError } from '../../model/errors.ts';

/**
 * `VM status: running`, `VM status: paused (prelaunch)`: the word in brackets is the run state, where it says more than paused.
 * @throws ParseError
 */
export function parseInfoStatus(output: string): { readonly running: boolean; readonly status: string } {
  const match = /^VM status: (running|paused)(?: \(([^)]*)\))?/m.exec(output);
  if (match === null) throw new ParseError({ what: 'info status of the monitor was not understood', detail: output });
  const running = match[1] === 'running';
  return { running, status: running ? 'running' : (match[2] ?? 'paused') };
}

/** `info version`: `7.2.22Debian 1:7.2+dfsg-7+deb12u18+b3`, the package stuck to the number. */
export function parseInfoVersion(output: string): { readonly version: string; readonly package: string } {
  const match = /^(\d+(?:\.\d+)*)(.*)$/m.exec(output.trim());
  if (match === null) throw new ParseError({ what: 'info version of the monitor was not understood', detail: output });
  return { version: match[1] ?? '', package: (match[2] ?? '').trim() };
}

export interface HmpCpu {
  readonly index: number;
  /** The thread on the host; absent under some accelerators. */
  readonly threadId?: number;
  /** The one that `info registers` and the like speak of. */
  readonly current: boolean;
}

/** `* CPU #0: thread_id=29808` */
export function parseInfoCpus(output: string): HmpCpu[] {
  return [...output.matchAll(/^([* ]) CPU #(\d+):(?:.*\bthread_id=(\d+))?/gm)].map(([, mark, index, thread]) => ({
    index: Number(index),
    current: mark === '*',
    ...(thread === undefined ? {} : { threadId: Number(thread) }),
  }));
}
