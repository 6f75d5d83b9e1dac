/** Who installs packages on a host, and in the order in which they are looked for. */
export const PACKAGE_MANAGERS = ['apt', 'dnf', 'pacman', 'zypper', 'nix'] as const;
export type PackageManager = (typeof PACKAGE_MANAGERS)[number];

/** The program whose presence shows that a package manager is the host's own. */
export const MANAGER_PROGRAM: Readonly<Record<PackageManager, string>> = { apt: 'apt-get', dnf: 'dnf', pacman: 'pacman', zypper: 'zypper', nix: 'nix' };

/** A program that the embedded lab needs on the host, what for, and the package that holds it. */
export interface HostNeed {
  readonly program: string;
  /** What is looked for in place of a program: an absolute path. */
  readonly file?: string;
  readonly why: string;
  /** A package's name; or where to get it, where the distribution has none; absent: comes with another one. */
  readonly packages: Readonly<Partial<Record<PackageManager, string | { readonly byHand: string }>>>;
}

/** util-linux, everywhere of that name. */
const utilLinux = (program: string, why: string): HostNeed => ({ program, why, packages: everywhere('util-linux') });

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
  {
    program: 'mmdebstrap',
    why: "builds the lab's images from Debian packages",
    packages: { ...everywhere('mmdebstrap'), pacman: { byHand: 'mmdebstrap from the AUR' }, zypper: { byHand: "mmdebstrap from its author's page" } },
  },
  {
    program: 'debian-archive-keyring',
    file: '/usr/share/keyrings/debian-archive-keyring.gpg',
    why: 'tells that the packages are Debian’s',
    // mmdebstrap of nixpkgs brings it along.
    packages: { apt: 'debian-archive-keyring', dnf: 'debian-keyring', pacman: 'debian-archive-keyring', zypper: { byHand: 'debian-archive-keyring.gpg from Debian' } },
  },
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
  { program: 'tar', why: 'unpacks what images are made of', packages: { ...everywhere('tar'), nix: 'gnutar' } },
  utilLinux('flock', 'keeps two builds apart'),
  utilLinux('setpriv', 'ends a build with the labdeck that runs it'),
  utilLinux('unshare', 'gives a build a namespace of its own'),
  { program: 'ss', why: 'tells who holds a socket or a port', packages: { ...everywhere('iproute2'), dnf: 'iproute' } },
];

/** The host's own package manager. */
export function managerOf(has: (program: string) => boolean): PackageManager | undefined {
  return PACKAGE_MANAGERS.find((each) => has(MANAGER_PROGRAM[each]));
}

/** What the host lacks. `has` answers whether a program, or the file at an absolute path, is there. */
export function missingNeeds(has: (program: string) => boolean): HostNeed[] {
  return needsOn(managerOf(has)).filter(({ program, file = program }) => !has(file));
}

/** What a host with this package manager needs: what comes with something else is not named. */
export function needsOn(manager: PackageManager | undefined): readonly HostNeed[] {
  return HOST_NEEDS.filter(({ packages }) => manager === undefined || packages[manager] !== undefined);
}

/** The packages that hold what is missing, each once, and what no package of this manager holds. */
export function packagesFor(manager: PackageManager, missing: readonly HostNeed[]): { readonly packages: string[]; readonly byHand: string[] } {
  const wanted = missing.flatMap(({ packages }) => packages[manager] ?? []);
  return { packages: [...new Set(wanted.filter((each) => typeof each === 'string'))], byHand: wanted.flatMap((each) => (typeof each === 'string' ? [] : each.byHand)) };
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

/** What an operator types, and gets by hand, for all that is missing; every name in it is one of the table's, so that no word needs quotes. */
export function installLine(manager: PackageManager, missing: readonly HostNeed[]): string {
  const { packages, byHand } = packagesFor(manager, missing);
  const sudo = needsRoot(manager) ? 'sudo ' : '';
  const typed = packages.length === 0 ? [] : [installArgv(manager, packages).map((argv) => sudo + argv.join(' ')).join(' && ')];
  return [...typed, ...byHand.map((each) => `by hand: ${each}`)].join('; ');
}
