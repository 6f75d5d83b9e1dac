import type { LabState } from '../store/state.ts';
import type { CommandContext } from './context.ts';

/** What kind of word an argument is: completion, validation and help follow from it. */
export type ArgKind = 'node' | 'target' | 'snapshot' | 'text' | 'path' | 'argv' | 'json' | 'event';

export interface CommandArg {
  readonly name: string;
  readonly kind: ArgKind;
  readonly summary: string;
  /** Default: required, one. */
  readonly optional?: true;
  readonly many?: true;
}

export interface CommandOption {
  /** Long name without dashes: `for`, `keep`, `all`. */
  readonly name: string;
  readonly short?: string;
  readonly type: 'flag' | 'text' | 'number' | 'duration' | 'path' | 'choice';
  readonly choices?: readonly string[];
  readonly summary: string;
}

/** What is lost if this goes wrong: nothing, a node's state, the whole lab. The way of asking follows from it. */
export type BlastRadius = 'none' | 'node' | 'lab';

export type CommandArgs = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/**
 * An operator's verb: data, and a `run` that takes everything it needs from its context. Keys, help, palette, completion,
 * CLI and reference are made from the data.
 */
export interface Command {
  /** `noun.verb` */
  readonly id: string;
  /** The words on the command line: `vm start`. */
  readonly cli: string;
  readonly summary: string;
  /** Examples for the help, without the leading `labdeck`. */
  readonly examples?: readonly string[];
  readonly args: readonly CommandArg[];
  readonly options: readonly CommandOption[];
  readonly mutates: boolean;
  readonly blast: BlastRadius;
  /** What the confirmation says will be lost; only for a blast radius that is not `none`. */
  readonly loses?: (state: LabState, args: CommandArgs) => string;
  /** Why it cannot be done now, or undefined. The front end shows it before it asks. */
  readonly disabled?: (state: LabState, args: CommandArgs) => string | undefined;
  /** Probes whose readings it makes old. */
  readonly stales: readonly string[];
  /** Probes that have to have read before it runs: for verbs that only show. */
  readonly reads?: readonly string[];
  /** The answer is plain data, the document that `--json` prints. */
  readonly run: (ctx: CommandContext, args: CommandArgs) => Promise<unknown>;
}
