import type { OnProgress, Progress } from '../model/progress.ts';
import type { LabStore } from '../store/lab-store.ts';

/** Steps that a screen may look back on. */
const KEPT = 40;

/** Shows the progress of one command to everybody who looks at the lab, not only to who asked for it. */
export interface ProgressBoard {
  readonly show: OnProgress;
  /** The command is over: a step that never said how it ended did not end well. */
  readonly end: () => void;
}

/** @param now Unix milliseconds */
export function progressBoard(store: Pick<LabStore, 'update'>, now: () => number): ProgressBoard {
  const jobs = new Set<string>();
  return {
    show: (progress) => {
      const isNew = !jobs.has(progress.job);
      jobs.add(progress.job);
      const said = { ...progress, since: Math.round(now() - progress.elapsedMs) };
      // What the job did the last time is old with its first step.
      store.update('progress', (all) => placed(isNew ? all.filter(({ job }) => job !== said.job) : all, said));
    },
    end: () => void store.update('progress', (all) => all.map((each) => (jobs.has(each.job) && each.state === 'running' ? { ...each, state: 'failed' } : each))),
  };
}

/** A step's line takes the place of the one it said before, and keeps the moment at which it began. */
function placed(all: readonly Progress[], said: Progress): readonly Progress[] {
  const at = all.findIndex(({ job, step }) => job === said.job && step === said.step);
  const before = all[at]?.since;
  return at === -1 ? [...all, said].slice(-KEPT) : all.with(at, before === undefined ? said : { ...said, since: before });
}
