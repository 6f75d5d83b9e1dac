import type { FailureKind } from '../model/failure.ts';

interface ExitCode {
  readonly code: number;
  readonly name: string;
  readonly meaning: string;
  /** The failures that end with it. */
  readonly kinds: readonly FailureKind[];
}

/** The one table of exit codes; docs/reference is made from it. */
export const EXIT_CODES: readonly ExitCode[] = [
  { code: 0, name: 'done', meaning: 'done', kinds: [] },
  { code: 1, name: 'failed', meaning: 'failed, wholly or in part: each failure is named', kinds: ['exit', 'parse', 'unsupported'] },
  { code: 2, name: 'usage', meaning: 'the words cannot be meant: unknown verb, option or name, or a file that does not validate', kinds: ['usage'] },
  { code: 3, name: 'unreachable', meaning: 'unreachable, or timed out', kinds: ['lost', 'timeout'] },
  { code: 4, name: 'refused', meaning: 'refused as unsafe: nothing was done', kinds: ['refused'] },
  { code: 5, name: 'check', meaning: 'a check was made and did not hold', kinds: ['check'] },
  { code: 130, name: 'cancelled', meaning: 'cancelled with Ctrl-C', kinds: ['cancelled'] },
];

/** The exit code of a kind of failure. `exec` alone has its own: the exit status of what it ran. */
export function exitCodeOf(kind: FailureKind | 'done'): number {
  return EXIT_CODES.find(({ kinds, name }) => name === kind || kinds.some((each) => each === kind))?.code ?? 1;
}
