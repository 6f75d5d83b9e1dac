import { LabdeckError, LostError, ParseError } from '../../model/errors.ts';
import type { FailureKind } from '../../model/failure.ts';

/*
 * What can go wrong with a QMP connection, as a tree:
 *   LabdeckError
 *     LostError           the socket is gone, or was never there
 *       QmpStateError     the connection is in a state that cannot do this
 *     TimeoutError        QEMU did not answer within the limit
 *     ParseError
 *       QmpGreetingError  the peer is no QMP server
 *     QmpCommandError     QEMU answered with an error
 *     QmpJobError         a job concluded with an error
 */

export class QmpStateError extends LostError {}

export class QmpGreetingError extends ParseError {}

/** QEMU says no: its error class (qapi/error.json QapiErrorClass) and its text. */
export class QmpCommandError extends LabdeckError {
  readonly command: string;
  readonly errorClass: string;
  readonly desc: string;

  constructor(command: string, errorClass: string, desc: string) {
    super(KIND_OF_CLASS[errorClass] ?? 'exit', { what: `QEMU refused ${command}: ${desc}`, argv: ['qmp', command], detail: `${errorClass}: ${desc}` });
    this.command = command;
    this.errorClass = errorClass;
    this.desc = desc;
  }
}

const KIND_OF_CLASS: Readonly<Record<string, FailureKind>> = { CommandNotFound: 'unsupported' };

/** A job that ended badly; `detail` is the job's own error text, and what became of the VM where that is known. */
export class QmpJobError extends LabdeckError {
  readonly job: string;

  constructor(job: string, command: string, detail: string, next?: string) {
    super('exit', { what: `${command} failed: ${detail.split('\n')[0]}`, argv: ['qmp', command], detail, ...(next === undefined ? {} : { next }) });
    this.job = job;
  }
}
