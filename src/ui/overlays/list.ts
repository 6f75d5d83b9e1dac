import { named } from '../../keymap/named.ts';
import type { Menu } from '../../keymap/menus.ts';
import type { Canvas } from '../canvas.ts';
import type { Armed } from '../screen/state.ts';
import { cellsOf, fitted } from '../widgets/cells.ts';
import { drawList, FIRST_LIST, type ListItem, type ListState } from '../widgets/list-box.ts';
import { refusal, withTarget } from './ask.ts';
import { CALLABLES } from './callables.ts';
import { listMoved, listPointed } from './list-keys.ts';
import { CLOSED, overlayKind, type OverlayMouse, type Press, type Step, type Wish, type World } from './overlay.ts';

/** One of a list to pick from. */
export interface Choice {
  readonly text: string;
  readonly right?: string;
  /** The key that picks it at once. */
  readonly letter?: string;
  /** In a list of marks: whether it has one. */
  readonly marked?: boolean;
  /** Why it cannot be picked now. */
  readonly disabled?: string;
  readonly wish: Wish;
}

/** A list to pick from: a menu, the themes, the views, the columns. */
export interface Choices {
  readonly kind: 'list';
  readonly title: string;
  readonly choices: readonly Choice[];
  readonly list: ListState;
  /** Several can be marked, and it stays until it is closed. */
  readonly marks: boolean;
  /** Letters pick: a menu. */
  readonly menu: boolean;
  /** What the cursor is on is tried at once; this is what it began on, and what Escape goes back to. */
  readonly back?: Wish;
  readonly [field: string]: unknown;
}

/**
 * @param at the row that is the present one
 * @param live each row that the cursor comes to is tried
 */
export function choicesOf(title: string, choices: readonly Choice[], { at = 0, marks = false, menu = false, live = false } = {}): Choices {
  const first = Math.max(0, at);
  const back = live ? choices[first]?.wish : undefined;
  return { kind: 'list', title, choices, list: { ...FIRST_LIST, at: first }, marks, menu, ...(back === undefined ? {} : { back }) };
}

/** A menu of the key table, each row with the reason why it does nothing now. */
export function menuChoices(menu: Menu, world: World): Choices {
  const choices = menu.rows.map(({ chord, id, args = {} }): Choice => {
    const verb = CALLABLES.find((each) => each.id === id);
    const all = verb === undefined ? args : withTarget(verb, args, world, true);
    const why = verb === undefined ? undefined : refusal(verb, { args: all, how: world.armed }, world);
    const text = [verb?.cli ?? id, ...Object.keys(args).map((name) => `--${name}`)].join(' ');
    return { text, right: named(id)?.summary ?? '', letter: chord, wish: { do: 'ask', request: { id, args: all, how: world.armed } }, ...(why === undefined ? {} : { disabled: why }) };
  });
  const on = Object.values(world.target).flat().map(String).join(', ');
  return choicesOf(on === '' ? menu.short : `${menu.short.replace('…', '')} ${on}`, choices, { menu: true });
}

/** Columns of a table: each key press tells the pane's `table.columns` which one to show or hide. */
export function columnChoices(columns: readonly { readonly name: string; readonly shown: boolean }[]): Choices {
  return choicesOf('Columns', columns.map(({ name, shown }) => ({ text: name, marked: shown, wish: { do: 'act', id: 'table.columns', word: name } })), { marks: true });
}

function picked(state: Choices, at: number, how?: Armed): Step<Choices> {
  const choice = state.choices[at];
  if (choice === undefined) return { overlay: state };
  if (choice.disabled !== undefined && how !== 'copy') return { overlay: state, wishes: [{ do: 'notice', tone: 'warn', text: `${choice.text}: ${choice.disabled}` }] };
  const wish = how === undefined || choice.wish.do !== 'ask' ? choice.wish : { ...choice.wish, request: { ...choice.wish.request, how } };
  if (!state.marks) return { wishes: [wish] };
  const choices = state.choices.map((each) => (each === choice ? { ...each, marked: each.marked !== true } : each));
  return { overlay: { ...state, choices, list: { ...state.list, at } }, wishes: [wish] };
}

/** What the cursor comes to is tried where that can be taken back. */
function moved(state: Choices, list: ListState): Step<Choices> {
  const choice = state.choices[list.at];
  return { overlay: { ...state, list }, ...(state.back === undefined || choice === undefined ? {} : { wishes: [choice.wish] }) };
}

const HOW: Readonly<Record<string, Armed>> = { 'overlay.dry-run': 'dry-run', 'overlay.copy-command': 'copy' };

function key(state: Choices, press: Press, _world: World, room: { readonly height: number }): Step<Choices> {
  const { act, chord } = press;
  const list = listMoved(state.list, act, state.choices.length, room.height);
  if (list !== undefined) return moved(state, list);
  if (act === 'overlay.close') return state.back === undefined ? CLOSED : { wishes: [state.back] };
  if (act === 'overlay.accept') return state.marks ? CLOSED : picked(state, state.list.at);
  if (act === 'overlay.mark') return picked(state, state.list.at);
  if (act !== undefined && HOW[act] !== undefined) return picked(state, state.list.at, HOW[act]);
  const lettered = state.choices.findIndex(({ letter }) => act === undefined && letter === chord);
  return lettered === -1 ? { overlay: state } : picked(state, lettered);
}

/** What it is in one column, what it says of itself in the next. */
function item({ text, right, letter, marked, disabled }: Choice, column: number): ListItem {
  const sign = marked === undefined ? '' : marked ? '✓ ' : '· ';
  const shown = disabled ?? right;
  const said = shown === undefined ? text : `${fitted(text, column)}   ${shown}`;
  return { text: `${letter === undefined ? '' : `${letter}  `}${sign}${said}`, style: disabled === undefined ? 'text' : 'dim', ...(letter === undefined ? {} : { found: [0] }) };
}

const columnOf = ({ choices }: Choices): number => Math.max(0, ...choices.map(({ text }) => cellsOf(text)));

function widest(state: Choices): number {
  return Math.max(30, ...state.choices.map((choice) => cellsOf(item(choice, columnOf(state)).text) + 4));
}

function mouse(state: Choices, { what, y }: OverlayMouse, _world: World, room: { readonly height: number }): Step<Choices> {
  const list = listPointed(state.list, what, y, state.choices.length, room.height);
  return what === 'double' ? picked({ ...state, list }, list.at) : moved(state, list);
}

export const listOverlay = overlayKind<Choices>({
  kind: 'list',
  scope: ({ menu }) => (menu ? 'overlay.menu' : 'overlay.list'),
  title: ({ title }) => title,
  place: 'centre',
  size: (state, _world, screen) => ({ width: Math.min(widest(state), screen.width - 4), height: Math.max(1, Math.min(state.choices.length, screen.height - 4)) }),
  key,
  idle: ({ marks }) => (marks ? [] : ['overlay.mark']),
  draw: (canvas: Canvas, state) => drawList(canvas, state.choices.map((choice) => item(choice, columnOf(state))), state.list),
  mouse,
});
