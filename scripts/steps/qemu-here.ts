import { statfsSync } from 'node:fs';
import { homedir, platform, totalmem } from 'node:os';
import { run } from './run.ts';

const GIB = 1024 ** 3;
/** The outer VM of the default lab has 3 GiB; its images and overlay grow to about 6 GiB. */
const LEAST_MEMORY_GIB = 3.5;
const LEAST_DISK_GIB = 8;

export interface HostFacts {
  readonly platform: string;
  readonly memoryGiB: number;
  readonly diskGiB: number;
  /** Exit status of `qemu-system-x86_64 -version`. */
  readonly qemuStatus: number;
}

/** Why no lab can be run here, or undefined when one can. */
export function whyNoLab({ platform: system, memoryGiB, diskGiB, qemuStatus }: HostFacts): string | undefined {
  if (system !== 'linux') return `the embedded lab is built and run on Linux, and this is ${system}`;
  if (qemuStatus !== 0) return 'qemu-system-x86_64 does not run here';
  if (memoryGiB < LEAST_MEMORY_GIB) return `${memoryGiB.toFixed(1)} GiB of memory, and the lab needs ${LEAST_MEMORY_GIB}`;
  if (diskGiB < LEAST_DISK_GIB) return `${diskGiB.toFixed(1)} GiB free below the home directory, and the lab needs ${LEAST_DISK_GIB}`;
  return undefined;
}

export async function hostFacts(): Promise<HostFacts> {
  const { bavail, bsize } = statfsSync(homedir());
  const { status } = await run(['qemu-system-x86_64', '-version']);
  return { platform: platform(), memoryGiB: totalmem() / GIB, diskGiB: (bavail * bsize) / GIB, qemuStatus: status };
}
