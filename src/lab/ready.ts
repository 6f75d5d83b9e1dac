import { createHash } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { ReadyNode } from './nodes.ts';

/** What a machine state can only be loaded with: the same devices at the same addresses, under the same QEMU, on the same disk. */
export interface ReadyInputs {
  readonly qemuVersion: string;
  readonly argv: readonly string[];
  /** The base image's key. */
  readonly image: string;
  /** The lab file's meaning, as it was validated. */
  readonly lab: unknown;
}

/** A snapshot that labdeck saved, with what QEMU's own list does not tell. */
export interface SavedSnapshot {
  readonly name: string;
  readonly key: string;
  /** Unix milliseconds. */
  readonly savedAt: number;
  /** Nodes that ran in it. */
  readonly nodes: readonly string[];
  /** Those of them that have a clock of their own, which stands still with them; absent in older records. */
  readonly machines?: readonly string[];
  /** All nodes as they were defined in it: whoever starts from it has nothing to define. Absent for a snapshot that `up` did not save. */
  readonly ready?: readonly ReadyNode[];
  /** What those were made from (`madeFrom`): another labdeck may make others of the same lab file. */
  readonly made?: string;
}

/** Names of the snapshots that `up` saves and restores by itself. */
export const READY = 'ready';
export const READY_ALL = 'ready-all';

export function readyKey(inputs: ReadyInputs): string {
  const { qemuVersion, argv, image, lab } = inputs;
  return createHash('sha256').update(JSON.stringify([qemuVersion, argv, image, lab])).digest('hex').slice(0, 16);
}

/** Why a cold start cannot load a snapshot, or undefined when it can. */
export function staleBecause(saved: SavedSnapshot | undefined, key: string): string | undefined {
  if (saved === undefined) return 'labdeck did not save it: what it was started with is not known';
  return saved.key === key ? undefined : 'the lab file, the QEMU version or the command line changed since it was saved';
}

/** The record of snapshots beside the overlay that holds them. It is written whole, under another name first. */
export class SnapshotRecord {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  async list(): Promise<readonly SavedSnapshot[]> {
    try {
      return JSON.parse(await readFile(this.#file, 'utf8')) as SavedSnapshot[];
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  async find(name: string): Promise<SavedSnapshot | undefined> {
    return (await this.list()).find((each) => each.name === name);
  }

  async add(saved: SavedSnapshot): Promise<void> {
    const others = (await this.list()).filter((each) => each.name !== saved.name);
    await this.#write([...others, saved]);
  }

  async remove(name: string): Promise<void> {
    await this.#write((await this.list()).filter((each) => each.name !== name));
  }

  /** The overlay is gone, and all snapshots with it. */
  async clear(): Promise<void> {
    await rm(this.#file, { force: true });
  }

  async #write(all: readonly SavedSnapshot[]): Promise<void> {
    await writeFile(`${this.#file}.new`, `${JSON.stringify(all, undefined, 2)}\n`, { mode: 0o600 });
    await rename(`${this.#file}.new`, this.#file);
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
