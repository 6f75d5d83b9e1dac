/** Why something did not work, as plain data: it crosses the wire and must survive JSON. */
export type FailureKind =
  | 'refused' // unsafe or not allowed here; nothing was done
  | 'timeout' // a time limit ran out
  | 'exit' // a process ended with a status that is not 0
  | 'lost' // the other end went away or cannot be reached
  | 'parse' // an answer that could not be understood
  | 'unsupported' // the tool or driver cannot do this
  | 'usage' // the operator asked for something that cannot be meant
  | 'check' // a check was made and did not hold
  | 'cancelled'; // the operator took the request back

export interface Failure {
  readonly kind: FailureKind;
  /** What failed, one line, in the operator's words. */
  readonly what: string;
  /** The next step, one line: a command or a place to look. */
  readonly next?: string;
  readonly argv?: readonly string[];
  /** Evidence: stderr, the raw text, what was sent and received. May have many lines. */
  readonly detail: string;
}

/** A failure on one or two lines, for a terminal without colours. */
export function failureLine(failure: Failure): string {
  const why = failure.detail.trim().split('\n').at(-1) ?? '';
  const reason = why === '' || failure.what.includes(why) ? failure.what : `${failure.what}: ${why}`;
  return failure.next === undefined ? reason : `${reason}\n  next: ${failure.next}`;
}
