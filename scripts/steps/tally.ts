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

export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly { readonly status: string }[] }[];
}

/**
 * What vitest's JSON report says. A file that failed without a failed test (it cannot be loaded, its setup threw) counts as one
 * failure, and a run that ended with another status than 0 has failed at least once, whatever the report says.
 */
export function vitestTally(report: VitestReport | undefined, status: number): Tally {
  if (report === undefined) return { ...NOTHING, failed: status === 0 ? 0 : 1 };
  const broken = report.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'));
  const failed = report.numFailedTests + broken.length;
  return { passed: report.numPassedTests, failed: status !== 0 && failed === 0 ? 1 : failed, skipped: report.numPendingTests + report.numTodoTests };
}
