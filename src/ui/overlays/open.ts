import { named } from '../../keymap/named.ts';
import type { Overlay } from '../screen/state.ts';
import { FIRST_HELP } from './help.ts';
import { paneLine } from './line.ts';
import { choicesOf, menuChoices } from './list.ts';
import type { World } from './overlay.ts';
import { FIRST_PALETTE } from './palette.ts';

const OPENS: Readonly<Record<string, (world: World) => Overlay>> = {
  'screen.palette': () => FIRST_PALETTE,
  'screen.help': () => FIRST_HELP,
  'screen.theme': ({ themes, theme: now = '' }) => choicesOf('Themes', themes.map((theme) => ({ text: theme, wish: { do: 'act', id: 'screen.theme', word: theme } })), { at: themes.indexOf(now), live: true }),
  'screen.view': ({ views, view }) => choicesOf('Views', views.map(({ name, title }) => ({ text: name, right: title, wish: { do: 'act', id: 'screen.view', word: name } })), { at: views.findIndex(({ name }) => name === view) }),
};

/** `pane.open` in a pane that takes a line is the line. */
function paneInput({ input }: World): Overlay | undefined {
  return input === undefined ? undefined : paneLine(input);
}

const DIRECTED = ['pane.focus', 'pane.grow', 'pane.move'];

/** What an id opens when it stands alone: palette, help, a menu, or a list of the words it takes. Undefined: it opens nothing. */
export function opened(id: string, word: string | undefined, world: World): Overlay | undefined {
  if (word !== undefined) return undefined;
  const what = named(id);
  if (id === 'pane.open') return paneInput(world);
  if (what?.kind === 'menu') return menuChoices(what.menu, world);
  if (!DIRECTED.includes(id)) return OPENS[id]?.(world);
  return choicesOf(what?.short ?? id, ['left', 'right', 'up', 'down'].map((direction) => ({ text: direction, wish: { do: 'act', id, word: direction } })));
}
