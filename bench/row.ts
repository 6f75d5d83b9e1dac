/** One measurement. `npm run bench` prints them with the machine's baseline beside. */
export interface BenchRow {
  /** What was measured: `QMP commands, one after the other`. */
  readonly name: string;
  readonly value: number;
  /** `/s`, `ms`, `MB/s`, … */
  readonly unit: string;
  /** The same thing done the plainest way on this machine, in the same unit. */
  readonly baseline?: number;
  /** value / baseline. */
  readonly ratio?: number;
}

/** What each file in bench/ exports as `bench`. Rows come out in the order of the page. */
export type Bench = () => Promise<readonly BenchRow[]>;

/** A row with its ratio worked out. */
export function row(name: string, value: number, unit: string, baseline?: number): BenchRow {
  return baseline === undefined ? { name, value, unit } : { name, value, unit, baseline, ratio: value / baseline };
}
