import type { LabdeckError } from '../../model/errors.ts';
import { ExitError, LostError, RefusedError, UnsupportedError, UsageError } from '../../model/errors.ts';
import { missingFreezer, unsupportedCall, virshFault, virshReason, type VirshFault } from '../../parse/virsh/fault.ts';

export interface VirshFailure {
  readonly machine: string;
  readonly uri: string;
  readonly argv: readonly string[];
  readonly status: number;
  readonly stderr: string;
  /** The domain that was meant, when it was one. */
  readonly domain?: string;
}

/** `lxc:///system` -> `lxc` */
export function driverOf(uri: string): string {
  return /^([a-z0-9]+)[:+]/.exec(uri)?.[1] ?? uri;
}

type Make = (failure: VirshFailure, evidence: { readonly argv: readonly string[]; readonly detail: string }) => LabdeckError;

const MAKE: Readonly<Record<VirshFault, Make>> = {
  'no-domain': ({ domain = '', uri }, evidence) => new UsageError({ what: `${uri} knows no domain '${domain}'`, next: 'labdeck vm list', ...evidence }),
  'already-active': ({ domain = '' }, evidence) => exit(`${domain} runs already`, evidence),
  'not-running': ({ domain = '' }, evidence) => exit(`${domain} is not running`, evidence),
  'console-held': ({ domain = '' }, evidence) => new RefusedError({ what: `somebody is at the console of ${domain}`, ...evidence }),
  unsupported: (failure, evidence) => new UnsupportedError({ what: unsupportedWhat(failure), ...evidence }),
  'no-connection': ({ machine, uri }, evidence) =>
    new LostError({ what: `libvirtd on ${machine} does not answer (${uri})`, next: 'labdeck exec outer -- systemctl status libvirtd', ...evidence }),
  other: ({ machine, argv, stderr, status }, evidence) => exit(virshReason(stderr) || `${argv.join(' ')} on ${machine} ended with status ${status}`, evidence),
};

function exit(what: string, evidence: { readonly argv: readonly string[]; readonly detail: string }): ExitError {
  return new ExitError({ what, status: 1, ...evidence });
}

function unsupportedWhat({ argv, uri, stderr }: VirshFailure): string {
  const verb = argv[3] ?? argv.join(' ');
  const call = unsupportedCall(stderr) ?? missingFreezer(stderr);
  return call === undefined ? `${verb}: ${virshReason(stderr)}` : `${verb} is not supported by the ${driverOf(uri)} driver (${call})`;
}

/** What virsh said, as the error it is: lost, unsupported, usage or exit. */
export function virshError(failure: VirshFailure): LabdeckError {
  return MAKE[virshFault(failure.stderr)](failure, { argv: failure.argv, detail: failure.stderr.trim() });
}
