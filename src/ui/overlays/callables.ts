import type { CommandArg, Verb } from '../../command/command.ts';
import { nodeNames } from '../../command/known-nodes.ts';
import { portNames } from '../../command/port-verbs.ts';
import { COCKPIT } from '../../command/front-verbs.ts';
import { VERBS } from '../../command/registry.ts';
import { SCREEN_VERBS } from '../../command/screen-verbs.ts';
import { MENUS } from '../../keymap/menus.ts';
import { valueOf } from '../../model/reading.ts';
import type { World } from './overlay.ts';

/** Anything that a person can call by name: a command of the lab, a verb of the screen, a menu. A verb of the screen has its word for an argument. */
export type Callable = Verb & { readonly what: 'lab' | 'screen' | 'menu' };

const NONE = { args: [], options: [], mutates: false, blast: 'none', stales: [] } as const;

/** Arguments that name something new: never taken from what the cursor is on, and no name that is there is wanted. */
const NEW: Readonly<Record<string, readonly string[]>> = { 'snapshot.save': ['name'], 'vm.snapshot-save': ['name'] };

export const CALLABLES: readonly Callable[] = [
  ...VERBS.filter(({ id }) => id !== COCKPIT).map((verb): Callable => ({ ...verb, what: 'lab' })),
  ...SCREEN_VERBS.map(({ id, summary, word }): Callable => ({
    ...NONE,
    what: 'screen',
    id,
    cli: id.replace('.', ' '),
    summary,
    args: word === undefined ? [] : [{ name: word, kind: 'text', summary: word }],
  })),
  ...MENUS.map(({ id, summary }): Callable => ({ ...NONE, what: 'menu', id, cli: id.replace('.', ' '), summary })),
];

const DIRECTIONS = ['left', 'right', 'up', 'down'];

/** Names for words of screen verbs, by what they are called. */
const WORDS: Readonly<Record<string, (world: World) => readonly string[]>> = {
  view: ({ views }) => views.map(({ name }) => name),
  theme: ({ themes }) => themes,
  direction: () => DIRECTIONS,
};

const KINDS: Partial<Readonly<Record<CommandArg['kind'], (world: World) => readonly string[]>>> = {
  node: ({ lab }) => nodeNames(lab),
  target: ({ lab }) => ['outer', 'host', ...nodeNames(lab)],
  port: ({ lab }) => portNames(lab),
  snapshot: ({ lab }) => (valueOf(lab.snapshots) ?? []).map(({ name }) => name),
};

export function isNew(id: string, arg: string): boolean {
  return NEW[id]?.includes(arg) === true;
}

/** Names that an argument can have, from the replica. None where anything can be written. */
export function namesFor(callable: Callable, arg: CommandArg, world: World): readonly string[] {
  if (isNew(callable.id, arg.name)) return [];
  return (callable.what === 'screen' ? WORDS[arg.name] : KINDS[arg.kind])?.(world) ?? [];
}
