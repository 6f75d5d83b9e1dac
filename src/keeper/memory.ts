import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { toFailure } from '../model/errors.ts';
import type { LabStore } from '../store/lab-store.ts';
import type { LabState } from '../store/state.ts';

/** What a keeper leaves to the next one: what operators did and what happened. Everything else is read from the lab again. */
type Memory = Pick<LabState, 'acts' | 'events'>;

export interface Remembering {
  /** Writes the memory down a last time. */
  readonly close: () => void;
}

/**
 * Fills the store with what the keeper before it remembered, and writes it down whenever an operator did something: a killed
 * keeper loses no act.
 */
export function rememberAcross(file: string, store: LabStore, log: (line: string) => void): Remembering {
  const { acts, events } = read(file, log);
  store.update('acts', (since) => [...acts, ...since]);
  store.update('events', (since) => [...events, ...since]);
  const write = (): void => save(file, store.get(), log);
  const stop = store.subscribe(({ slot }) => {
    if (slot === 'acts') write();
  });
  return {
    close: () => {
      stop();
      write();
    },
  };
}

function read(file: string, log: (line: string) => void): Memory {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return { acts: [], events: [] };
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Memory;
  } catch (error) {
    log(`the memory of the keeper before is lost: ${String(error)}`);
    return { acts: [], events: [] };
  }
}

function save(file: string, { acts, events }: LabState, log: (line: string) => void): void {
  try {
    writeFileSync(`${file}.tmp`, JSON.stringify({ acts, events } satisfies Memory), { mode: 0o600 });
    renameSync(`${file}.tmp`, file);
  } catch (error) {
    log(`the command log could not be written down: ${toFailure(error).detail.split('\n')[0]}`);
  }
}
