import type { Failure, FailureKind } from './failure.ts';

interface Evidence {
  /** Message for the operator: what failed. */
  readonly what: string;
  readonly next?: string;
  readonly argv?: readonly string[];
  readonly detail?: string;
  readonly cause?: unknown;
}

/**
 * The root of every error that labdeck throws on purpose. It carries evidence and becomes a `Failure` in four places only:
 * the probe scheduler, dispatch, the config watcher and a suite's step.
 */
export class LabdeckError extends Error {
  readonly kind: FailureKind;
  readonly evidence: Evidence;

  constructor(kind: FailureKind, evidence: Evidence) {
    super(evidence.what, { cause: evidence.cause });
    this.name = new.target.name;
    this.kind = kind;
    this.evidence = evidence;
  }
}

/** A process ran and ended with a status other than 0. */
export class ExitError extends LabdeckError {
  readonly status: number;

  constructor(evidence: Evidence & { readonly argv: readonly string[]; readonly status: number }) {
    super('exit', evidence);
    this.status = evidence.status;
  }
}

/** A time limit ran out. `what` names the limit. */
export class TimeoutError extends LabdeckError {
  constructor(evidence: Evidence) {
    super('timeout', evidence);
  }
}

/** The other end went away or cannot be reached. */
export class LostError extends LabdeckError {
  constructor(evidence: Evidence) {
    super('lost', evidence);
  }
}

/** An answer that could not be understood; `detail` holds the raw text. */
export class ParseError extends LabdeckError {
  constructor(evidence: Evidence & { readonly detail: string }) {
    super('parse', evidence);
  }
}

/** Unsafe or not allowed here: nothing was done. */
export class RefusedError extends LabdeckError {
  constructor(evidence: Evidence) {
    super('refused', evidence);
  }
}

/** The tool, driver or machine cannot do this at all. */
export class UnsupportedError extends LabdeckError {
  constructor(evidence: Evidence) {
    super('unsupported', evidence);
  }
}

/** The operator's words cannot be meant: an unknown node, a bad option, a file that does not validate. */
export class UsageError extends LabdeckError {
  constructor(evidence: Evidence) {
    super('usage', evidence);
  }
}

/** A check was made and did not hold. */
export class CheckError extends LabdeckError {
  constructor(evidence: Evidence) {
    super('check', evidence);
  }
}

/** The operator took the request back. */
export class CancelledError extends LabdeckError {
  constructor(evidence: Evidence) {
    super('cancelled', evidence);
  }
}

/** An error as plain data. An error that is not ours is a defect and keeps its stack as evidence, under kind `lost`. */
export function toFailure(error: unknown): Failure {
  if (error instanceof LabdeckError) return fromEvidence(error);
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { kind: 'lost', what: 'labdeck met an error it did not expect', next: 'labdeck keeper log', detail };
}

function fromEvidence({ kind, message, evidence }: LabdeckError): Failure {
  const { next, argv, detail } = evidence;
  return {
    kind,
    what: message,
    ...(next === undefined ? {} : { next }),
    ...(argv === undefined ? {} : { argv }),
    detail: detail ?? '',
  };
}

const ERROR_OF_KIND = {
  refused: RefusedError,
  timeout: TimeoutError,
  lost: LostError,
  unsupported: UnsupportedError,
  usage: UsageError,
  check: CheckError,
  cancelled: CancelledError,
} as const;

/** The error that a failure from the other side of the wire stands for; the inverse of {@link toFailure}. */
export function fromFailure(failure: Failure): LabdeckError {
  if (failure.kind === 'exit' || failure.kind === 'parse') return new LabdeckError(failure.kind, failure);
  return new ERROR_OF_KIND[failure.kind](failure);
}
