import type { Verb } from '../command/command.ts';
import { VERBS } from '../command/registry.ts';
import { SCREEN_VERBS, type ScreenVerb } from '../command/screen-verbs.ts';
import { type Menu, MENUS } from './menus.ts';
import { OVERLAY_VERBS } from './overlay-verbs.ts';

/** What an id in the key table names. */
export type Named = { readonly id: string; readonly short: string; readonly summary: string } & (
  | { readonly kind: 'lab'; readonly verb: Verb }
  | { readonly kind: 'screen' | 'overlay'; readonly verb: ScreenVerb }
  | { readonly kind: 'menu'; readonly menu: Menu }
);

const EVERYTHING: readonly Named[] = [
  ...VERBS.map((verb): Named => ({ kind: 'lab', id: verb.id, short: verb.cli.split(' ').at(-1) ?? verb.cli, summary: verb.summary, verb })),
  ...SCREEN_VERBS.map((verb): Named => ({ kind: 'screen', id: verb.id, short: verb.short, summary: verb.summary, verb })),
  ...OVERLAY_VERBS.map((verb): Named => ({ kind: 'overlay', id: verb.id, short: verb.short, summary: verb.summary, verb })),
  ...MENUS.map((menu): Named => ({ kind: 'menu', id: menu.id, short: menu.short, summary: menu.summary, menu })),
];

const BY_ID: ReadonlyMap<string, Named> = new Map(EVERYTHING.map((each) => [each.id, each]));

export const IDS: readonly string[] = EVERYTHING.map(({ id }) => id);

export function named(id: string): Named | undefined {
  return BY_ID.get(id);
}
