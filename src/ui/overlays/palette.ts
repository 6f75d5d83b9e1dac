import { chordSign } from '../../keymap/chord.ts';
import { chordFor } from '../../keymap/keymap.ts';
import { MENUS } from '../../keymap/menus.ts';
import { argsOf, missingArgs, wordsOf } from '../../keymap/words.ts';
import type { Canvas } from '../canvas.ts';
import { cellsOf } from '../widgets/cells.ts';
import { inset } from '../widgets/inset.ts';
import { drawInput, EMPTY_LINE, type InputLine, lineOf } from '../widgets/input-line.ts';
import { drawList, FIRST_LIST, type ListItem, type ListState } from '../widgets/list-box.ts';
import { withTarget } from './ask.ts';
import { type Callable, namesFor } from './callables.ts';
import { listMoved, listPointed } from './list-keys.ts';
import { CLOSED, notice, overlayKind, type OverlayMouse, type Press, type Step, type Wish, type World } from './overlay.ts';
import { calledBy, type Entry, paletteEntries } from './palette-entries.ts';
import { writtenInto } from './typing.ts';

/** Find and run any command. */
export interface Palette {
  readonly kind: 'palette';
  readonly line: InputLine;
  readonly list: ListState;
  readonly [field: string]: unknown;
}

export const FIRST_PALETTE: Palette = { kind: 'palette', line: EMPTY_LINE, list: FIRST_LIST };

const HEAD = 2;
/** Cells of the column of commands, at least: it does not jump about while one is searched. */
const LEAST = 20;

let last: { readonly key: readonly unknown[]; readonly entries: readonly Entry[] } | undefined;

/** The entries, made once per line and state of the lab: a key looks at them and the frame after it draws them. */
function entriesOf({ line: { text } }: Palette, world: World): readonly Entry[] {
  const key = [text, world.lab, world.recent, world.armed, world.scope, JSON.stringify(world.target)];
  if (last === undefined || key.some((part, index) => part !== last?.key[index])) last = { key, entries: paletteEntries(text, world) };
  return last.entries;
}

function entryAt(state: Palette, world: World): Entry | undefined {
  const entries = entriesOf(state, world);
  return entries[Math.min(state.list.at, entries.length - 1)];
}

/** Runs what is under the cursor, or writes it into the line where a word is still missing that has names to choose from. */
function accepted(state: Palette, world: World): Step<Palette> {
  const entry = entryAt(state, world);
  if (entry === undefined) return { overlay: state, wishes: [notice('warn', `there is no command ${JSON.stringify(state.line.text.trim())}`)] };
  const callable = calledBy(wordsOf(entry.text), `${entry.text} `);
  if (callable === undefined) return { overlay: state };
  const { args, fault } = argsOf(callable, wordsOf(entry.text).slice(callable.cli.split(' ').length));
  if (fault !== undefined) return { overlay: state, wishes: [notice('warn', fault)] };
  const missing = missingArgs(callable, withTarget(callable, args, world))[0];
  if (missing !== undefined && (callable.what === 'screen' || namesFor(callable, missing, world).length > 0)) return completed(state, entry);
  return { wishes: [wish(callable, args, entry, world)] };
}

function wish(callable: Callable, args: Wanted, entry: Entry, world: World): Wish {
  if (callable.what === 'lab') return { do: 'ask', request: { id: callable.id, args: withTarget(callable, args, world), how: world.armed } };
  const word = Object.values(args)[0];
  return { do: 'row', row: { scope: world.scope, chord: '', id: callable.id, ...(typeof word === 'string' ? { word } : {}) } };
}

type Wanted = ReturnType<typeof argsOf>['args'];

function completed(state: Palette, entry: Entry | undefined): Step<Palette> {
  return { overlay: entry === undefined ? state : { ...state, line: lineOf(`${entry.text} `), list: FIRST_LIST } };
}

function key(state: Palette, press: Press, world: World, room: { readonly height: number }): Step<Palette> {
  if (press.act === 'overlay.close') return CLOSED;
  if (press.act === 'overlay.accept') return accepted(state, world);
  if (press.act === 'overlay.complete') return completed(state, entryAt(state, world));
  const list = listMoved(state.list, press.act, entriesOf(state, world).length, room.height - HEAD);
  if (list !== undefined) return { overlay: { ...state, list } };
  const line = writtenInto(state.line, press);
  return { overlay: line === state.line ? state : { ...state, line, list: FIRST_LIST } };
}

/** The key that does it here, or the two that lead to it through a menu: for a command that stands alone. */
function keyOf({ text }: Entry, { keymap, scope }: World): string {
  const callable = calledBy(wordsOf(text), `${text} `);
  if (callable === undefined || callable.cli !== text) return '';
  const chord = chordFor(keymap, scope, callable.id);
  if (chord !== undefined) return chordSign(chord);
  const [first = ''] = MENUS.flatMap(({ id, rows }) => {
    const opens = chordFor(keymap, scope, id);
    const row = rows.find((each) => each.id === callable.id && each.args === undefined);
    return opens === undefined || row === undefined ? [] : [`${chordSign(opens)} ${row.chord}`];
  });
  return first;
}

/** Commands, the keys that do them here, and what they do, each in a column; commands take no more than half. */
function itemsOf(entries: readonly Entry[], world: World, width: number): readonly ListItem[] {
  const keys = entries.map((each) => keyOf(each, world));
  const names = Math.min(Math.floor(width / 2), Math.max(LEAST, ...entries.map(({ text }) => cellsOf(text))));
  const says = 2 + names + 2 + Math.max(1, ...keys.map(cellsOf)) + 2;
  return entries.map((each, index) => ({
    text: each.text,
    found: each.found,
    style: each.disabled === undefined ? 'text' : 'dim',
    cells: [{ x: 2 + names + 2, text: keys[index] ?? '', style: 'key' }, { x: says, text: each.disabled === undefined ? each.says : `– ${each.disabled}`, style: 'dim' }],
  }));
}

function draw(canvas: Canvas, state: Palette, world: World): void {
  const at = canvas.text(1, 0, world.armed === 'run' ? '> ' : `${world.armed} > `, 'key');
  drawInput(canvas, at, 0, canvas.width - at - 1, state.line);
  canvas.fill(0, 1, canvas.width, 1, 'border', '─');
  const entries = entriesOf(state, world);
  if (entries.length === 0) canvas.text(2, HEAD, 'no command like that', 'dim');
  drawList(inset(canvas, 0, HEAD, canvas.width, canvas.height - HEAD), itemsOf(entries, world, canvas.width), state.list);
}

function mouse(state: Palette, { what, y }: OverlayMouse, world: World, room: { readonly height: number }): Step<Palette> {
  const list = listPointed(state.list, what, y - HEAD, entriesOf(state, world).length, room.height - HEAD);
  const moved = { ...state, list };
  return what === 'double' ? accepted(moved, world) : { overlay: y < HEAD && what === 'click' ? state : moved };
}

export const paletteOverlay = overlayKind<Palette>({
  kind: 'palette',
  scope: () => 'overlay.palette',
  title: () => 'Palette',
  place: 'centre',
  size: (_state, _world, screen) => ({ width: Math.min(100, screen.width - 4), height: Math.max(4, Math.min(20, screen.height - 6)) }),
  key,
  draw,
  mouse,
});
