import type { OnProgress } from '../model/progress.ts';

/** Progress lines of one long job, in the order its steps are run. */
export interface Steps {
  /** Runs a step between its lines: running, then done or failed. What it throws is thrown on. */
  run<T>(step: string, work: (says: (text: string) => void) => Promise<T>): Promise<T>;
  /** A step that has nothing to do, and why. */
  skip(step: string, why: string): void;
}

/** @param times milliseconds that each step took the last time, where known */
export function createSteps(job: string, onProgress: OnProgress, times: Readonly<Record<string, number>> = {}): Steps {
  return {
    skip: (step, why) => onProgress({ job, step, state: 'skipped', elapsedMs: 0, says: why }),
    run: async (step, work) => {
      const startedAt = performance.now();
      const line = (state: 'running' | 'done' | 'failed', says?: string): void => {
        const elapsedMs = Math.round(performance.now() - startedAt);
        const expected = times[step];
        const eta = state !== 'running' || expected === undefined ? {} : { etaMs: Math.max(0, expected - elapsedMs) };
        onProgress({ job, step, state, elapsedMs, ...eta, ...(says === undefined ? {} : { says }) });
      };
      line('running');
      try {
        let last: string | undefined;
        const result = await work((text) => line('running', (last = text)));
        line('done', last);
        return result;
      } catch (error) {
        line('failed', error instanceof Error ? error.message : String(error));
        throw error;
      }
    },
  };
}
