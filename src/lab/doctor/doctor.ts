import { CancelledError, toFailure } from '../../model/errors.ts';
import type { DoctorDocument, Finding } from '../../model/finding.ts';
import type { Transport } from '../../transport/transport.ts';
import { clock, nodeTools, outerServices, outerTools } from './inside.ts';
import { leftovers } from './leftovers.ts';
import type { Check, DoctorPlace } from './place.ts';
import { platform } from './platform.ts';
import { ports } from './ports.ts';
import { disks, memory, rootDisk } from './resources.ts';
import { hostTools } from './tools.ts';
import { kvm, nested } from './virtualisation.ts';

export type { DoctorPlace } from './place.ts';

/** What is asked of the machines of each level, in the order in which it is shown. */
const CHECKS: Readonly<Record<Finding['level'], readonly Check[]>> = {
  host: [platform, nested, kvm, memory, disks, hostTools, ports, leftovers],
  outer: [platform, kvm, memory, rootDisk, outerTools, outerServices, clock],
  inner: [memory, rootDisk, nodeTools, clock],
};

/**
 * Asks every machine of a level every question of that level, all at once. A question that cannot be asked is `unknown`, with the
 * reason; only a machine's name that is none is an error.
 * @param nodes the nodes to ask at level `inner`: those that run
 * @throws CancelledError
 */
export async function doctor(place: DoctorPlace, nodes: readonly string[]): Promise<DoctorDocument> {
  const targets: Readonly<Record<Finding['level'], readonly string[]>> = { host: ['host'], outer: ['outer'], inner: nodes };
  const findings = (await Promise.all(targets[place.level].map((target) => examine(target, place)))).flat();
  const all = findings.length === 0 ? [noNodes()] : findings;
  return { level: place.level, findings: all, holds: all.every(({ verdict }) => verdict !== 'bad') };
}

async function examine(target: string, place: DoctorPlace): Promise<readonly Finding[]> {
  const machine = place.machine(target);
  const answers = await Promise.all(CHECKS[place.level].map((check) => answersOf(check, machine, place)));
  return answers.flat().map((finding) => (place.level === 'inner' ? { ...finding, machine: target } : finding));
}

async function answersOf(check: Check, machine: Transport, place: DoctorPlace): Promise<readonly Finding[]> {
  const { level } = place;
  try {
    const says = await check.run(machine, place);
    return [says].flat().map((each) => ({ name: check.name, level, ...each }));
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    const { what, next } = toFailure(error);
    return [{ name: check.name, level, verdict: 'unknown', says: what, ...(next === undefined ? {} : { fix: next }) }];
  }
}

function noNodes(): Finding {
  return { name: 'nodes', level: 'inner', verdict: 'unknown', says: 'no node runs that could be asked', fix: 'labdeck up, or labdeck vm start NODE' };
}
