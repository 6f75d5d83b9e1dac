import { describe, expect, test } from 'vitest';
import { ensureHostPackages, type Host } from '../../scripts/steps/host-packages.ts';
import type { Ran } from '../../scripts/steps/run.ts';
import { HOST_NEEDS } from '../../src/lab/host-packages.ts';

interface FakeHost extends Host {
  readonly ran: string[];
  readonly said: string[];
}

/** A host with these programs; `answers` are what commands do, by their beginning. */
function fakeHost(programs: readonly string[], uid: number, answers: Readonly<Record<string, () => Ran>> = {}): FakeHost & { readonly programs: Set<string> } {
  const there = new Set(programs);
  const ran: string[] = [];
  const said: string[] = [];
  const run = (argv: readonly string[]): Promise<Ran> => {
    ran.push(argv.join(' '));
    const answer = Object.entries(answers).find(([start]) => argv.join(' ').startsWith(start))?.[1];
    return Promise.resolve(answer?.() ?? { status: 0, output: '' });
  };
  return { programs: there, ran, said, uid, run, has: (program) => there.has(program), say: (line) => said.push(line) };
}

const all = HOST_NEEDS.map(({ program, file = program }) => file);
const fresh = all.filter((program) => !program.startsWith('qemu') && program !== 'mmdebstrap');

test('a host that has everything is left alone', async () => {
  const host = fakeHost([...all, 'apt-get'], 0);
  expect(await ensureHostPackages(host)).toBe(true);
  expect([host.ran, host.said]).toEqual([[], []]);
});

describe('with the right to install', () => {
  test('root: one line, then apt', async () => {
    const host = fakeHost([...fresh, 'apt-get'], 0, { 'apt-get install': () => installAll() });
    const installAll = (): Ran => {
      for (const program of all) host.programs.add(program);
      return { status: 0, output: '' };
    };
    expect(await ensureHostPackages(host)).toBe(true);
    expect(host.said).toEqual(['host packages: installing qemu-system-x86 qemu-system-arm qemu-utils mmdebstrap with apt']);
    expect(host.ran).toEqual(['apt-get update', 'apt-get install -y --no-install-recommends qemu-system-x86 qemu-system-arm qemu-utils mmdebstrap']);
  });

  test('sudo that asks for no password goes before each command', async () => {
    const host = fakeHost([...fresh, 'dnf', 'sudo'], 1000);
    await ensureHostPackages(host);
    expect(host.ran).toEqual(['sudo -n true', 'sudo -n DEBIAN_FRONTEND=noninteractive dnf install -y qemu-system-x86 qemu-system-aarch64 qemu-img mmdebstrap']);
  });

  test('what no package holds is named, and nothing is begun that could not be finished', async () => {
    const host = fakeHost([...fresh, 'pacman'], 0);
    expect(await ensureHostPackages(host)).toBe(false);
    expect(host.ran).toEqual([]);
    expect(host.said).toEqual(['host packages are missing; install them with:\n  sudo pacman -S --needed --noconfirm qemu-system-x86 qemu-system-aarch64 qemu-img; by hand: mmdebstrap from the AUR']);
  });

  test.each([
    ['apt-get', 'debian-archive-keyring'],
    ['dnf', 'debian-keyring'],
    ['pacman', 'debian-archive-keyring'],
  ])('Debian’s keys are needed where the host is not Debian (%s)', async (program, name) => {
    const host = fakeHost([...all.filter((each) => !each.startsWith('/')), program], 0);
    await ensureHostPackages(host);
    expect(host.ran.at(-1)).toMatch(new RegExp(` ${name}$`));
  });

  test('on nix they come with mmdebstrap', async () => {
    expect(await ensureHostPackages(fakeHost([...all.filter((each) => !each.startsWith('/')), 'nix'], 1000))).toBe(true);
  });

  test('an installer that failed is shown with its last words and the line to try by hand', async () => {
    const host = fakeHost([...fresh, 'apt-get'], 0, { 'apt-get install': () => ({ status: 100, output: 'E: Unable to locate package qemu-utils\n' }) });
    expect(await ensureHostPackages(host)).toBe(false);
    expect(host.said[1]).toBe('E: Unable to locate package qemu-utils');
    expect(host.said[2]).toMatch(/apt ended with status 100; missing: qemu-system-x86_64, .*\n {2}sudo apt-get update && sudo apt-get install/);
  });

  test('an installer that says 0 and installed nothing is not believed', async () => {
    expect(await ensureHostPackages(fakeHost([...fresh, 'apt-get'], 0))).toBe(false);
  });
});

describe('without the right to install, nothing is run and the exact command is said', () => {
  test.each([
    ['apt-get', 'sudo apt-get update && sudo apt-get install -y --no-install-recommends qemu-system-x86 qemu-system-arm qemu-utils mmdebstrap'],
    ['dnf', 'sudo dnf install -y qemu-system-x86 qemu-system-aarch64 qemu-img mmdebstrap'],
    ['pacman', 'sudo pacman -S --needed --noconfirm qemu-system-x86 qemu-system-aarch64 qemu-img; by hand: mmdebstrap from the AUR'],
    ['zypper', "sudo zypper --non-interactive install qemu-x86 qemu-arm qemu-img; by hand: mmdebstrap from its author's page"],
    ['nix', 'nix profile install nixpkgs#qemu nixpkgs#mmdebstrap'],
  ])('%s', async (program, line) => {
    const host = fakeHost([...fresh, program], 1000);
    expect(await ensureHostPackages(host)).toBe(false);
    expect(host.said).toEqual([`host packages are missing; install them with:\n  ${line}`]);
    expect(host.ran).toEqual([]);
  });

  test('sudo that wants a password', async () => {
    const host = fakeHost([...fresh, 'apt-get', 'sudo'], 1000, { 'sudo -n true': () => ({ status: 1, output: 'sudo: a password is required' }) });
    expect(await ensureHostPackages(host)).toBe(false);
    expect(host.ran).toEqual(['sudo -n true']);
  });

  test('a host with no package manager that we know', async () => {
    const host = fakeHost(fresh, 0);
    expect(await ensureHostPackages(host)).toBe(false);
    expect(host.said[0]).toMatch(/qemu-system-x86_64, .* missing, and none of apt, dnf, pacman, zypper, nix is here/);
  });
});
