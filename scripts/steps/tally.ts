/** How many checks held. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 };

export const add = (...tallies: readonly Tally[]): Tally =>
  tallies.reduce((sum, each) => ({ passed: sum.passed + each.passed, failed: sum.failed + each.failed, skipped: sum.skipped + each.skipped }), NOTHING);

/** The line that closes a run, alone on its line. */
export const closingLine = ({ passed, failed, skipped }: Tally): string => `${passed} passed, ${failed} failed, ${skipped} skipped`;

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

/**
 * What vitest's JSON report says. A run that ended with another status than 0 has failed at least once, though no test of it may
 * have: a file that cannot be loaded, a setup that throws.
 */
export function vitestTally(report: VitestReport | undefined, status: number): Tally {
  const tally = { passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0, skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0) };
  return status !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}
