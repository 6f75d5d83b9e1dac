export type Verdict = 'ok' | 'warn' | 'bad' | 'unknown';

/** What a check of the doctor found on one machine. */
export interface Finding {
  /** Which check: `kvm`, `memory`, `tool qemu-img`, … */
  readonly name: string;
  readonly level: 'host' | 'outer' | 'inner';
  /** The machine, where there are several. */
  readonly machine?: string;
  readonly verdict: Verdict;
  /** What is so, one line. */
  readonly says: string;
  /** What to do about it, one line. */
  readonly fix?: string;
}

/** What `doctor --json` prints. */
export interface DoctorDocument {
  readonly level: Finding['level'];
  readonly findings: readonly Finding[];
  /** Nothing is bad. */
  readonly holds: boolean;
}
