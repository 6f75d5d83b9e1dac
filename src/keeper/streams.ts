import { lineExec } from '../console/line-exec.ts';
import type { SharedLine } from '../console/shared-line.ts';
import type { LabParts } from './parts.ts';
import { targetNamed, type Targets } from './targets.ts';

/** The word for the outer VM's serial line in place of a machine; it takes no argv. */
export const SERIAL = 'serial';

/** Starts what a front end wants streamed: a process on a machine of the lab, or a seat on the outer VM's serial line. */
export function createStreams(targets: Targets, serial: SharedLine): LabParts['streams'] {
  return ({ target, argv, timeoutMs }, { signal }) => {
    if (target === SERIAL && argv.length === 0) return lineExec(() => serial.join(), signal);
    return targetNamed(target, targets).spawn({ argv, signal, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
  };
}
