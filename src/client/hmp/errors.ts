import { LabdeckError } from '../../model/errors.ts';
import type { FailureKind } from '../../model/failure.ts';
import type { HmpRefusal } from '../../parse/hmp/refusal.ts';

const KIND_OF: Readonly<Record<HmpRefusal['kind'], FailureKind>> = { unknown: 'unsupported', usage: 'usage', error: 'exit' };

/** The human monitor answered with a refusal. */
export class HmpCommandError extends LabdeckError {
  readonly line: string;
  readonly refusal: HmpRefusal;

  constructor(line: string, refusal: HmpRefusal) {
    super(KIND_OF[refusal.kind], { what: `QEMU refused \`${line}\`: ${refusal.text.split('\n')[0]}`, argv: ['hmp', line], detail: refusal.text });
    this.line = line;
    this.refusal = refusal;
  }
}
