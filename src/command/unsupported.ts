import { LostError, RefusedError, type LabdeckError, UnsupportedError } from '../model/errors.ts';
import { valueOf } from '../model/reading.ts';
import type { LabState } from '../store/state.ts';
import { isDown, outerSilent } from './reachable.ts';
import type { CommandArgs } from './command.ts';

/** libvirt's LXC driver has no call for these (src/lxc/lxc_driver.c of libvirt 9.0: lxcHypervisorDriver). */
const LXC_LACKS: Readonly<Record<string, string>> = {
  'vm.vcpus': 'virDomainSetVcpusFlags',
  'vm.cdrom': 'virDomainUpdateDeviceFlags for a disk',
  'vm.eject': 'virDomainUpdateDeviceFlags for a disk',
  'vm.save': 'virDomainManagedSave',
  'vm.restore': 'virDomainManagedSave',
  'vm.snapshots': 'virDomainSnapshotNum',
  'vm.snapshot-save': 'virDomainSnapshotCreateXML',
  'vm.snapshot-restore': 'virDomainRevertToSnapshot',
  'vm.snapshot-delete': 'virDomainSnapshotDelete',
};

const BY_DRIVER = 'unsupported by the lxc driver';

/**
 * Why a verb on nodes cannot be done: nothing answers, or every node that is meant is a container and its driver has no such call.
 * With others among them it is done to those, and the containers are told of one by one.
 */
export function nodeVerbDisabled(id: string): (state: LabState, args: CommandArgs) => string | undefined {
  return (state, args) => outerSilent(state) ?? lacking(id, state, args);
}

function lacking(id: string, state: LabState, { node }: CommandArgs): string | undefined {
  const call = LXC_LACKS[id];
  const names = typeof node === 'string' ? [node] : Array.isArray(node) ? (node as readonly string[]) : [];
  const domains = valueOf(state.domains) ?? [];
  const areContainers = names.length > 0 && names.every((name) => domains.find((domain) => domain.name === name)?.driver === 'lxc');
  return call !== undefined && areContainers ? `${BY_DRIVER}: ${names.join(', ')} (${call})` : undefined;
}

/** The error that a reason of {@link Verb.disabled} stands for; what follows `: labdeck` in it is the next step. */
export function disabledError(cli: string, why: string, state: LabState): LabdeckError {
  const [reason = why, step] = why.split(/: (?=labdeck )/);
  const evidence = { what: why.startsWith(BY_DRIVER) ? `${cli} is ${why}` : reason, ...(step === undefined ? {} : { next: step }) };
  if (why.startsWith(BY_DRIVER)) return new UnsupportedError(evidence);
  return isDown(state) ? new LostError(evidence) : new RefusedError(evidence);
}
