import { helpRows, type HelpRow } from '../../keymap/help.ts';
import type { Canvas } from '../canvas.ts';
import { fitted } from '../widgets/cells.ts';
import { inset } from '../widgets/inset.ts';
import { drawInput, EMPTY_LINE, type InputLine } from '../widgets/input-line.ts';
import { drawList, FIRST_LIST, type ListItem, type ListState } from '../widgets/list-box.ts';
import { doesSomething } from './ask.ts';
import { hasWords } from './fuzzy.ts';
import { listMoved, listPointed } from './list-keys.ts';
import { CLOSED, overlayKind, type OverlayMouse, type Press, type Step, type World } from './overlay.ts';
import { writtenInto } from './typing.ts';

/** The keys that work where the focus is. Enter does what the row says. */
export interface Help {
  readonly kind: 'help';
  readonly list: ListState;
  readonly filter: InputLine;
  /** The filter is being written. */
  readonly writing: boolean;
  readonly [field: string]: unknown;
}

export const FIRST_HELP: Help = { kind: 'help', list: FIRST_LIST, filter: EMPTY_LINE, writing: false };

const CHORDS = 20;

function rowsOf({ filter }: Help, world: World): readonly HelpRow[] {
  return helpRows(world.keymap, world.scope).filter(({ chords, summary, row }) => doesSomething(row.id, world) && hasWords(filter.text, `${chords} ${summary} ${row.id}`));
}

function chosen(state: Help, world: World): Step<Help> {
  const rows = rowsOf(state, world);
  const row = rows[Math.min(state.list.at, rows.length - 1)];
  return row === undefined ? { overlay: state } : { wishes: [{ do: 'row', row: row.row }] };
}

const page = (state: Help, height: number): number => height - (isFiltered(state) ? 1 : 0);
const isFiltered = ({ writing, filter }: Help): boolean => writing || filter.text !== '';

function key(state: Help, press: Press, world: World, room: { readonly height: number }): Step<Help> {
  const list = listMoved(state.list, press.act, rowsOf(state, world).length, page(state, room.height));
  if (list !== undefined) return { overlay: { ...state, list } };
  if (state.writing) return written(state, press);
  if (press.act === 'overlay.filter') return { overlay: { ...state, writing: true } };
  if (press.act === 'overlay.accept') return chosen(state, world);
  return press.act === 'overlay.close' ? CLOSED : { overlay: state };
}

/** Enter keeps the filter, Escape takes it away. */
function written(state: Help, press: Press): Step<Help> {
  if (press.act === 'overlay.accept') return { overlay: { ...state, writing: false } };
  if (press.act === 'overlay.close') return { overlay: { ...FIRST_HELP } };
  return { overlay: { ...state, filter: writtenInto(state.filter, press), list: FIRST_LIST } };
}

function draw(canvas: Canvas, state: Help, world: World): void {
  const top = isFiltered(state) ? 1 : 0;
  if (top > 0) drawInput(canvas, canvas.text(1, 0, '/ ', 'key'), 0, canvas.width - 4, state.filter);
  const items = rowsOf(state, world).map(({ chords, summary, title }): ListItem => ({ text: `${fitted(chords, CHORDS)} ${summary}`, right: title }));
  if (items.length === 0) canvas.text(2, top, 'no key does that', 'dim');
  drawList(inset(canvas, 0, top, canvas.width, canvas.height - top), items, state.list);
}

function mouse(state: Help, { what, y }: OverlayMouse, world: World, room: { readonly height: number }): Step<Help> {
  const top = isFiltered(state) ? 1 : 0;
  const moved = { ...state, list: listPointed(state.list, what, y - top, rowsOf(state, world).length, page(state, room.height)) };
  return what === 'double' ? chosen(moved, world) : { overlay: moved };
}

export const helpOverlay = overlayKind<Help>({
  kind: 'help',
  scope: ({ writing }) => (writing ? 'overlay.line' : 'overlay.help'),
  title: () => 'Help · ⏎ does it · / find',
  place: 'centre',
  size: (state, world, screen) => ({ width: Math.min(110, screen.width - 4), height: Math.max(3, Math.min(rowsOf({ ...state, filter: EMPTY_LINE }, world).length + 1, screen.height - 4)) }),
  key,
  draw,
  idle: () => ['overlay.mark'],
  mouse,
});
