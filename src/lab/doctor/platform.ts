import { type Check, fileOf, type Says, textOf } from './place.ts';

export interface PlatformFacts {
  /** `uname -s`: Linux, Darwin. */
  readonly kernel: string;
  /** `uname -r` */
  readonly release: string;
  /** `uname -m` */
  readonly arch: string;
  /** /proc/version */
  readonly version?: string;
  /** What WSL puts into the environment of its shells. */
  readonly wslDistro?: string;
}

/**
 * Which kernel this is. WSL2 shows in the environment and in the kernel's own name (`…-microsoft-standard-WSL2`); it reads
 * `nested=Y`, and inner VMs hang there without a word.
 */
export function judgePlatform({ kernel, release, arch, version, wslDistro }: PlatformFacts): Says {
  if (kernel === 'Darwin') return { verdict: 'bad', says: `macOS ${release} on ${arch} has no KVM, and no nested virtualisation that a lab could use`, fix: 'run the lab on a Linux machine and name it in the lab file: host: user@machine' };
  if (wslDistro !== undefined || /microsoft/i.test(`${release} ${version ?? ''}`)) {
    return { verdict: 'bad', says: `WSL2 (${wslDistro ?? release}): VMs inside VMs hang here without a word, even though nested says Y`, fix: 'use native Linux, or a Linux machine named in the lab file: host: user@machine' };
  }
  if (kernel !== 'Linux') return { verdict: 'bad', says: `${kernel} is no Linux`, fix: 'run the lab on a Linux machine and name it in the lab file: host: user@machine' };
  return { verdict: 'ok', says: `Linux ${release} on ${arch}` };
}

export const platform: Check = {
  name: 'platform',
  run: async (machine, place) => {
    const [kernel = '', release = '', arch = ''] = await Promise.all(['-s', '-r', '-m'].map(async (what) => (await textOf(machine, ['uname', what], place))?.trim()));
    const version = await fileOf(machine, '/proc/version', place);
    const wslDistro = place.level === 'host' ? place.env['WSL_DISTRO_NAME'] : undefined;
    return judgePlatform({ kernel, release, arch, ...(version === undefined ? {} : { version }), ...(wslDistro === undefined ? {} : { wslDistro }) });
  },
};
