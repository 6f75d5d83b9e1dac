import type { Lease } from '../model/link.ts';
import { exitError } from '../transport/run.ts';
import { parseLeases } from '../parse/dnsmasq/leases.ts';
import { READ_LIMIT_MS, type Runner, TOOL_ENV } from './run.ts';

/** Where Debian and NixOS have it. */
export const LEASE_FILES = ['/var/lib/misc/dnsmasq.leases', '/var/lib/dnsmasq/dnsmasq.leases'] as const;

export class Dnsmasq {
  readonly #read: Runner;
  readonly #files: readonly string[];

  /** @param files the first that is there counts */
  constructor({ read, files = LEASE_FILES }: { readonly read: Runner; readonly files?: readonly string[] }) {
    this.#read = read;
    this.#files = files;
  }

  /** @throws ExitError when there is no lease file: dnsmasq makes it before the first lease */
  async leases(): Promise<Lease[]> {
    const result = await this.#read.run({ argv: ['cat', '--', ...this.#files], env: TOOL_ENV, timeoutMs: READ_LIMIT_MS });
    const missing = result.stderr.toString('utf8').match(/No such file or directory/g)?.length ?? 0;
    if (result.status !== 0 && missing >= this.#files.length) throw exitError(this.#read.machine, result);
    return parseLeases(result.stdout.toString('utf8'));
  }
}
