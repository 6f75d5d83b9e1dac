import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { installArgv, installLine, managerOf, missingNeeds, needsRoot, PACKAGE_MANAGERS, type HostNeed, type PackageManager, packagesFor } from '../../src/lab/host-packages.ts';
import { isExecutable } from '../../src/lab/script/find-script.ts';
import { run, type Ran } from './run.ts';

/** What the installer asks of the host; tests hand over one of their own. */
export interface Host {
  /** A program, or a file at an absolute path. */
  readonly has: (name: string) => boolean;
  readonly uid: number;
  readonly run: (argv: readonly [string, ...string[]]) => Promise<Ran>;
  readonly say: (line: string) => void;
}

/** Programs of the administrator lie outside an ordinary PATH on some distributions. */
const SYSTEM_DIRS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

function isThere(program: string): boolean {
  if (isAbsolute(program)) return existsSync(program);
  return [...(process.env['PATH'] ?? '').split(':'), ...SYSTEM_DIRS].some((dir) => dir !== '' && isExecutable(join(dir, program)));
}

export const thisHost = (): Host => ({
  has: isThere,
  uid: process.getuid?.() ?? -1,
  run: (argv) => run(argv, { env: { DEBIAN_FRONTEND: 'noninteractive' } }),
  say: (line) => console.log(line),
});

/**
 * Installs the host packages that are missing, as root or with sudo that asks for no password; else says the exact command and
 * does nothing. True when nothing is missing afterwards.
 */
export async function ensureHostPackages(host: Host): Promise<boolean> {
  const missing = missingNeeds(host.has);
  if (missing.length === 0) return true;
  const manager = managerOf(host.has);
  if (manager === undefined) {
    host.say(`host packages: ${missing.map(({ program }) => program).join(', ')} missing, and none of ${PACKAGE_MANAGERS.join(', ')} is here to install them`);
    return false;
  }
  const { byHand } = packagesFor(manager, missing);
  // What cannot be finished is not begun.
  const prefix = byHand.length > 0 ? undefined : await privilege(host, manager);
  if (prefix === undefined) {
    host.say(`host packages are missing; install them with:\n  ${installLine(manager, missing)}`);
    return false;
  }
  return install(host, manager, missing, prefix);
}

/** What goes before a command so that it may install, or undefined when nothing does. */
async function privilege(host: Host, manager: PackageManager): Promise<readonly string[] | undefined> {
  if (!needsRoot(manager)) return undefined; // a person's own nix profile is theirs to change
  if (host.uid === 0) return [];
  if (!host.has('sudo')) return undefined;
  const { status } = await host.run(['sudo', '-n', 'true']);
  return status === 0 ? ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive'] : undefined;
}

async function install(host: Host, manager: PackageManager, missing: readonly HostNeed[], prefix: readonly string[]): Promise<boolean> {
  const { packages } = packagesFor(manager, missing);
  host.say(`host packages: installing ${packages.join(' ')} with ${manager}`);
  const last = await inTurn(host, installArgv(manager, packages).map((argv) => [...prefix, ...argv]));
  const stillMissing = missingNeeds(host.has);
  if (last.status === 0 && stillMissing.length === 0) return true;
  host.say(last.output.trimEnd().split('\n').slice(-15).join('\n'));
  const lacking = stillMissing.map(({ program }) => program).join(', ');
  host.say(`host packages: ${manager} ended with status ${last.status}; missing: ${lacking}. By hand:\n  ${installLine(manager, missing)}`);
  return false;
}

async function inTurn(host: Host, commands: readonly (readonly string[])[]): Promise<Ran> {
  let last: Ran = { status: 0, output: '' };
  for (const argv of commands) last = await host.run(argv as readonly [string, ...string[]]);
  return last;
}
