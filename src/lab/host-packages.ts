/** Who installs packages on a host, and in the order in which they are looked for. */
export const PACKAGE_MANAGERS = ['apt', 'dnf', 'pacman', 'zypper', 'nix'] as const;
export type PackageManager = (typeof PACKAGE_MANAGERS)[number];

/** The program whose presence shows that a package manager is the host's own. */
export const MANAGER_PROGRAM: Readonly<Record<PackageManager, string>> = { apt: 'apt-get', dnf: 'dnf', pacman: 'pacman', zypper: 'zypper', nix: 'nix' };

/** A program that the embedded lab needs on the host, what for, and the package that holds it. */
export interface HostNeed {
  readonly program: string;
  readonly why: string;
  readonly packages: Readonly<Record<PackageManager, string>>;
}

const everywhere = (name: string): HostNeed['packages'] => ({ apt: name, dnf: name, pacman: name, zypper: name, nix: name });

export const HOST_NEEDS: readonly HostNeed[] = [
  {
    program: 'qemu-system-x86_64',
    why: 'runs the outer VM',
    packages: { apt: 'qemu-system-x86', dnf: 'qemu-system-x86', pacman: 'qemu-system-x86', zypper: 'qemu-x86', nix: 'qemu' },
  },
  {
    program: 'qemu-system-aarch64',
    why: 'runs aarch64 machines',
    packages: { apt: 'qemu-system-arm', dnf: 'qemu-system-aarch64', pacman: 'qemu-system-aarch64', zypper: 'qemu-arm', nix: 'qemu' },
  },
  {
    program: 'qemu-img',
    why: 'makes disk overlays',
    packages: { apt: 'qemu-utils', dnf: 'qemu-img', pacman: 'qemu-img', zypper: 'qemu-img', nix: 'qemu' },
  },
  { program: 'mmdebstrap', why: "builds the lab's images from Debian packages", packages: everywhere('mmdebstrap') },
  {
    program: 'newuidmap',
    why: 'lets mmdebstrap work without root',
    packages: { apt: 'uidmap', dnf: 'shadow-utils', pacman: 'shadow', zypper: 'shadow', nix: 'shadow' },
  },
  { program: 'mke2fs', why: 'makes a disk out of a tree, without a mount', packages: everywhere('e2fsprogs') },
  {
    program: 'ssh',
    why: 'is what `labdeck ssh` becomes',
    packages: { apt: 'openssh-client', dnf: 'openssh-clients', pacman: 'openssh', zypper: 'openssh-clients', nix: 'openssh' },
  },
  { program: 'zstd', why: 'packs images', packages: everywhere('zstd') },
];

/** What the host lacks. `has` answers whether a program is there. */
export function missingNeeds(has: (program: string) => boolean, needs: readonly HostNeed[] = HOST_NEEDS): HostNeed[] {
  return needs.filter(({ program }) => !has(program));
}

/** The packages that hold what is missing, each once. */
export function packagesFor(manager: PackageManager, missing: readonly HostNeed[]): string[] {
  return [...new Set(missing.map(({ packages }) => packages[manager]))];
}

const INSTALL: Readonly<Record<PackageManager, (packages: readonly string[]) => readonly string[]>> = {
  apt: (packages) => ['apt-get', 'install', '-y', '--no-install-recommends', ...packages],
  dnf: (packages) => ['dnf', 'install', '-y', ...packages],
  pacman: (packages) => ['pacman', '-S', '--needed', '--noconfirm', ...packages],
  zypper: (packages) => ['zypper', '--non-interactive', 'install', ...packages],
  nix: (packages) => ['nix', 'profile', 'install', ...packages.map((name) => `nixpkgs#${name}`)],
};

/** Lists that are months old name versions that are gone. */
const REFRESH: Partial<Readonly<Record<PackageManager, readonly string[]>>> = { apt: ['apt-get', 'update'] };

/** nix installs into the user's own profile; all others write to the system. */
export const needsRoot = (manager: PackageManager): boolean => manager !== 'nix';

/** The commands that install `packages`, in order, as root or to be put behind sudo. The last one decides. */
export function installArgv(manager: PackageManager, packages: readonly string[]): readonly (readonly string[])[] {
  const refresh = REFRESH[manager];
  return [...(refresh === undefined ? [] : [refresh]), INSTALL[manager](packages)];
}

/** The line that an operator types to install `packages`; every name in it is one of the table's, so that no word needs quotes. */
export function installLine(manager: PackageManager, packages: readonly string[]): string {
  const sudo = needsRoot(manager) ? 'sudo ' : '';
  return installArgv(manager, packages).map((argv) => sudo + argv.join(' ')).join(' && ');
}
