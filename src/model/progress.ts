/** One line of progress of something long: a build, a boot, a save. */
export interface Progress {
  /** `build`, `boot`, `snapshot`, … */
  readonly job: string;
  readonly step: string;
  readonly state: 'running' | 'done' | 'skipped' | 'failed';
  /** Milliseconds since the step began. */
  readonly elapsedMs: number;
  /** Unix milliseconds at which the step began, by the keeper's clock; set in the store. */
  readonly since?: number;
  /** Milliseconds still to go, from the times of earlier runs; absent when nothing is known. */
  readonly etaMs?: number;
  /** One line of detail: bytes, a reason, a log's path. */
  readonly says?: string;
}

export type OnProgress = (progress: Progress) => void;
