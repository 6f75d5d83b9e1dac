import type { CommandOption, Verb } from './command.ts';

interface GlobalOption extends CommandOption {
  /** The verbs that take it; default all. */
  readonly on?: (verb: Verb) => boolean;
}

/** Options that every verb shares. One table: parsing, help, completion and reference are made from it. */
export const GLOBAL_OPTIONS: readonly GlobalOption[] = [
  { name: 'lab', type: 'text', summary: 'the lab: a name, or the path of a lab file (default: $LABDECK_LAB, then embedded)' },
  { name: 'json', type: 'flag', summary: 'print one JSON document' },
  { name: 'dry-run', type: 'flag', summary: 'print the exact argv per machine, and run none of it', on: (verb) => verb.mutates },
  { name: 'yes', short: 'y', type: 'flag', summary: 'do not ask', on: (verb) => verb.blast !== 'none' },
  { name: 'timeout', type: 'duration', summary: 'give up after this long: 500ms, 3s, 2m' },
  { name: 'max-age', type: 'duration', summary: 'read again what is older than this (default 5s; 0 reads always)', on: (verb) => (verb.reads ?? []).length > 0 },
  { name: 'readonly', type: 'flag', summary: 'look and do not touch: whatever would change something is refused' },
  { name: 'standalone', type: 'flag', summary: 'run everything in this process: no keeper is used or started' },
  { name: 'help', short: 'h', type: 'flag', summary: 'say what this verb does' },
];

/** All options of one verb, its own first. */
export function optionsOf(verb: Verb): readonly CommandOption[] {
  return [...verb.options, ...GLOBAL_OPTIONS.filter(({ on }) => on === undefined || on(verb))];
}
