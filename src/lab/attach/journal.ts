import { closeSync, existsSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { ParseError } from '../../model/errors.ts';

/** One thing done to a VM that is not ours. Each is written down before it is done, and undone in the opposite order. */
export type AttachStep =
  | { readonly step: 'chardev'; readonly id: string; readonly socket: string }
  | { readonly step: 'device'; readonly id: string }
  /** A directory of ours in the guest with all that was put there; its shells end with it. */
  | { readonly step: 'guest'; readonly dir: string; readonly lanes: readonly (readonly [io: number, errors: number])[] }
  /** A kernel module that was not loaded before. */
  | { readonly step: 'module'; readonly name: string };

/** What the VM was before anything was done to it. */
export interface Before {
  readonly monitor: string;
  readonly serial?: string;
  /** `info qtree` and `info chardev`, word for word. */
  readonly qtree: string;
  readonly chardev: string;
}

export interface JournalContents {
  readonly before: Before;
  readonly steps: readonly AttachStep[];
}

/**
 * The record of an attachment on disk, one JSON line per entry, each synced before the act it announces. What a killed keeper left in the VM can be taken out
 * by the next one.
 */
export class AttachJournal {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** @throws the system's error when there is one already: two attachments to one lab would undo each other's steps */
  begin(before: Before): void {
    append(this.path, before, 'wx');
  }

  note(step: AttachStep): void {
    append(this.path, step, 'a');
  }

  /** All is undone. */
  clear(): void {
    rmSync(this.path, { force: true });
  }

  /**
   * What an attachment that did not end left behind, or undefined. A last line that was cut off announced an act that never began.
   * @throws ParseError when the file is no journal
   */
  read(): JournalContents | undefined {
    if (!existsSync(this.path)) return undefined;
    const [first, ...rest] = readFileSync(this.path, 'utf8').split('\n').slice(0, -1).map((line) => this.#parse(line));
    return first === undefined ? undefined : { before: first as Before, steps: rest as AttachStep[] };
  }

  #parse(line: string): unknown {
    try {
      return JSON.parse(line);
    } catch (error) {
      throw new ParseError({ what: `${this.path} is not the record of an attachment`, detail: line, cause: error });
    }
  }
}

function append(path: string, entry: unknown, flags: 'wx' | 'a'): void {
  const file = openSync(path, flags, 0o600);
  try {
    writeSync(file, `${JSON.stringify(entry)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
