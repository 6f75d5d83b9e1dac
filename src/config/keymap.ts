import { z } from 'zod';

const SCOPE = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?$/;
const COMMAND = /^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*( \S+)*$/;

/** A command id with the words it takes, as `screen.view nodes`; `null` takes the key away. */
const command = z.string().regex(COMMAND, 'is not a command (noun.verb, and words after it)').nullable();

/** A keymap file: what keys do, by scope and chord; what it does not name stays as it is built in. */
export const keymapSchema = z.strictObject({
  $schema: z.string().optional(),
  /** scope (`global`, `pane`, or a pane's own) -> chord -> command */
  keys: z.record(z.string().regex(SCOPE, 'is not a scope (lower case letters, digits and -)'), z.record(z.string().min(1), command)),
});

export type KeymapConfig = z.infer<typeof keymapSchema>;

/** One key that cannot be; `message` is written to follow its name. */
export interface KeyComplaint {
  readonly scope: string;
  readonly chord: string;
  readonly message: string;
}

/**
 * The schema with a check of what the keys mean: whether the commands are there, and no key has two meanings. The check is the
 * keymap's own (`userFaults`), so that a fault is told with its line in the file.
 */
export function checkedKeymapSchema(faultsOf: (keys: KeymapConfig['keys']) => readonly KeyComplaint[]) {
  return keymapSchema.superRefine(({ keys }, ctx) => {
    for (const { scope, chord, message } of faultsOf(keys)) ctx.addIssue({ code: 'custom', path: ['keys', scope, chord], message });
  });
}
