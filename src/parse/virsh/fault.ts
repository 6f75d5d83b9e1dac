/** What kind of trouble a message of virsh speaks of. */
export type VirshFault = 'no-domain' | 'already-active' | 'not-running' | 'unsupported' | 'console-held' | 'no-connection' | 'other';

const NO_FREEZER = /operation failed: (?:Suspend|Resume) operation failed/;

/** Messages of libvirt 9 (src/util/virerror.c, tools/virsh.c) in the C locale; the first row that matches counts. */
const FAULTS: readonly (readonly [RegExp, VirshFault])[] = [
  [/this function is not supported by the connection driver/, 'unsupported'],
  [/argument unsupported|Operation not supported|configuration unsupported/i, 'unsupported'],
  // The lxc driver's own words (libvirt 9.0, src/lxc/lxc_driver.c): it freezes by the freezer controller of cgroup v1, which a machine on v2 has not.
  [NO_FREEZER, 'unsupported'],
  [/failed to get domain|Domain not found/i, 'no-domain'],
  [/domain is already (active|running)/i, 'already-active'],
  [/domain is not running/i, 'not-running'],
  // Somebody else is at the console; `virsh console --force` would take it from them. The lxc driver has no such lock.
  [/Active console session exists for this domain/, 'console-held'],
  [/failed to connect to the hypervisor|no valid connection|Failed to connect socket|Cannot recv data|End of file while reading data|client socket is closed/i, 'no-connection'],
];

export function virshFault(stderr: string): VirshFault {
  return FAULTS.find(([pattern]) => pattern.test(stderr))?.[1] ?? 'other';
}

/** The call that a driver does not have, by libvirt's name: `virDomainReset`. */
export function unsupportedCall(stderr: string): string | undefined {
  return /not supported by the connection driver: (vir\w+)/.exec(stderr)?.[1];
}

/** Why a container cannot be suspended, where that is the reason. */
export function missingFreezer(stderr: string): string | undefined {
  return NO_FREEZER.test(stderr) ? 'it knows the freezer of cgroup v1 only' : undefined;
}

/** The message without virsh's own `error: `, the part that says why. */
export function virshReason(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.replace(/^error: ?/, '').trim()).filter((line) => line !== '');
  return lines.at(-1) ?? '';
}
