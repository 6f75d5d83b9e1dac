import { readFile, rename, writeFile } from 'node:fs/promises';
import { ifAbsent } from '../../model/absent.ts';
import type { Accelerator } from './qemu-argv.ts';

/** What a running lab was started with. Written before QEMU starts, so that whoever comes after a crash knows. */
export interface LaunchRecord {
  readonly launchedAt: number;
  readonly accelerator: Accelerator;
  readonly qemuVersion: string;
  readonly sshPort: number;
  /** The image's key. */
  readonly image: string;
  /** What a snapshot of this machine can only be loaded with; see `readyKey`. */
  readonly stateArgv: readonly string[];
  readonly seedSha256: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  /** The snapshot it was started from. */
  readonly snapshot?: string;
  readonly argv: readonly string[];
}

export async function readLaunch(file: string): Promise<LaunchRecord | undefined> {
  const text = await readFile(file, 'utf8').catch(ifAbsent(undefined));
  return text === undefined ? undefined : (JSON.parse(text) as LaunchRecord);
}

export async function writeLaunch(file: string, record: LaunchRecord): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
