import type { LabConfig } from '../config/lab.ts';
import type { Env, LabPaths } from '../config/paths.ts';
import { doctor } from '../lab/doctor/doctor.ts';
import type { DoctorDocument, Finding } from '../model/finding.ts';
import { valueOf } from '../model/reading.ts';
import { targetNamed, type Targets } from './targets.ts';

export type DoctorOf = (level: Finding['level'], signal: AbortSignal) => Promise<DoctorDocument>;

/** The doctor of one lab: at level `inner` it asks the nodes that run. */
export function doctorOf(lab: LabConfig, paths: LabPaths, env: Env, targets: Targets): DoctorOf {
  return (level, signal) => {
    const running = (valueOf(targets.state().domains) ?? []).filter(({ state }) => state === 'running').map(({ name }) => name);
    return doctor({ level, machine: (target) => targetNamed(target, targets), lab, paths, env, signal }, running);
  };
}
