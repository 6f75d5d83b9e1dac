import type { Command, FrontVerb, Verb } from './command.ts';
import { FABRIC_TABLES } from './fabric-tables.ts';
import { FABRIC_VERBS } from './fabric-verb.ts';
import { FRONT_VERBS, SSH_ACCESS } from './front-verbs.ts';
import { LAB_VERBS } from './lab-verbs.ts';
import { MONITOR_VERBS } from './monitor-verbs.ts';
import { PORT_VERBS } from './port-verbs.ts';
import { SNAPSHOT_VERBS } from './snapshot-verbs.ts';
import { VM_DETAILS } from './vm-details.ts';
import { VM_SAVED } from './vm-saved.ts';
import { VM_SETTINGS } from './vm-settings.ts';
import { VM_VERBS } from './vm-verbs.ts';

const SHOWN: readonly Command[] = [...LAB_VERBS, ...VM_VERBS, VM_DETAILS, ...VM_SETTINGS, ...VM_SAVED, ...FABRIC_VERBS, ...FABRIC_TABLES, ...PORT_VERBS, ...SNAPSHOT_VERBS, ...MONITOR_VERBS];

/** Everything a keeper can be asked to run. */
export const COMMANDS: readonly Command[] = [...SHOWN, SSH_ACCESS];

/** Every verb of the command line, in the order of the help. */
export const VERBS: readonly (Command | FrontVerb)[] = [...SHOWN, ...FRONT_VERBS];

/** The command of an id, for dispatch. */
export function commandById(id: string): Command | undefined {
  return COMMANDS.find((command) => command.id === id);
}

export function isFrontVerb(verb: Verb): verb is FrontVerb {
  return 'where' in verb;
}
