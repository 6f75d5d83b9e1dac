import type { KeeperStatus } from '../wire/protocol.ts';
import type { RunCommand } from './commands.ts';
import type { FrontEnds } from './front-ends.ts';
import type { KeeperParts } from './parts.ts';
import type { Processes } from './processes.ts';
import type { Running } from './running.ts';

/** What all connections of one keeper share. */
export interface House {
  readonly parts: KeeperParts;
  readonly epoch: string;
  readonly running: Running;
  readonly frontEnds: FrontEnds;
  readonly processes: Processes;
  readonly runCommand: RunCommand;
  readonly ending: AbortSignal;
  readonly status: () => KeeperStatus;
  /** Ends the keeper. Safe to call more than once. */
  readonly stop: (why: string) => void;
}
