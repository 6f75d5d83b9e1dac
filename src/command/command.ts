import type { LabState } from '../store/state.ts';
import type { CommandContext } from './context.ts';

/** What kind of word an argument is: completion, validation and help follow from it. */
export type ArgKind = 'node' | 'target' | 'snapshot' | 'port' | 'text' | 'path' | 'argv' | 'json' | 'event';

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

/** A verb as data: help, completion, palette, reference and argument parsing are made from it. */
export interface Verb {
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
  /** What the confirmation says will be lost, or undefined when nothing is; only for a blast radius that is not `none`. */
  readonly loses?: (state: LabState, args: CommandArgs) => string | undefined;
  /** What takes it back, where something does. A verb that loses something and has none is not reversible. */
  readonly undo?: (args: CommandArgs) => { readonly id: string; readonly args: CommandArgs };
  /** Why it cannot be done now, or undefined. The front end shows it before it asks. */
  readonly disabled?: (state: LabState, args: CommandArgs) => string | undefined;
  /** Probes whose readings it makes old. */
  readonly stales: readonly string[];
  /** Probes that have to have read before it runs. */
  readonly reads?: readonly string[];
  /** How long it may take unless `--timeout` says otherwise; 0 = it has limits of its own. Default: a minute. */
  readonly limitMs?: number;
}

/** A verb that the keeper runs. `run` takes everything it needs from its context. */
export interface Command extends Verb {
  /** The answer is plain data, the document that `--json` prints. */
  readonly run: (ctx: CommandContext, args: CommandArgs) => Promise<unknown>;
  /** For verbs that only show: the same document from a replica, so that a front end need not ask the keeper for it. */
  readonly view?: (state: LabState, nowMs: number, args: CommandArgs) => unknown;
  /** What an answered document means for the exit code: some of several failed, or a check did not hold. Default: done. */
  readonly outcome?: (document: unknown) => 'done' | 'exit' | 'check';
}

/** What verbs that only show have in common. */
export const SHOWS = { args: [], options: [], mutates: false, blast: 'none', stales: [] } as const satisfies Partial<Verb>;

/** A verb that the front end does itself, with its own terminal and streams: `ssh`, `serial`, `exec`, `keeper status`. */
export interface FrontVerb extends Verb {
  readonly where: 'front';
}
