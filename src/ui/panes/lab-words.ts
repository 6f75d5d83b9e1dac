import { type Failure, failureLine } from '../../model/failure.ts';
import type { Reading } from '../../model/reading.ts';
import { labIsDown } from '../../store/select/layers.ts';
import type { LabState } from '../../store/state.ts';
import type { Empty } from '../widgets/empty.ts';

/** Why there is nothing to show of a reading, and what to press. */
export function emptyOf(state: LabState, reading: Reading<unknown>, what: string): Empty {
  const underWay = state.progress.find((each) => each.state === 'running');
  if (underWay !== undefined) return { why: `no ${what} yet: ${underWay.job} is at ${underWay.step}` };
  if (state.outer.state === 'failed' && state.outer.last === undefined) return failedOf(state.outer.failure);
  if (labIsDown(state)) return { why: state.outer.state === 'unknown' ? `no ${what} yet: the outer VM was not read` : `no ${what}: the outer VM is off`, press: UP };
  if (reading.state === 'failed') return failedOf(reading.failure);
  if (reading.state === 'unknown') return { why: `no ${what} yet: not read` };
  return { why: `no ${what}` };
}

function failedOf(failure: Failure): Empty {
  return { why: failureLine(failure), press: DOCTOR, style: 'warn' };
}

export const UP = ': up boots the lab';
const DOCTOR = ': doctor looks for the reason';
