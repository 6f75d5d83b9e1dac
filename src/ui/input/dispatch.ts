import { chordOf } from '../../keymap/chord.ts';
import type { KeyRow } from '../../keymap/key-row.ts';
import { lookup } from '../../keymap/keymap.ts';
import { named } from '../../keymap/named.ts';
import { chainOf } from '../../keymap/scopes.ts';
import type { Size } from '../layout/arrange.ts';
import { asked, doesSomething, refusal, withTarget } from '../overlays/ask.ts';
import { CALLABLES } from '../overlays/callables.ts';
import { writtenOut } from '../overlays/confirm.ts';
import { idle } from '../overlays/idle.ts';
import { opened } from '../overlays/open.ts';
import { type Effect, notice, type OverlayKind, type OverlayMouse, type Press, type Step, type Wish, type World } from '../overlays/overlay.ts';
import { overlayKindOf } from '../overlays/registry.ts';
import { undoOf } from '../overlays/undo.ts';
import type { Overlay } from '../screen/state.ts';
import type { InputEvent, Key, Mouse } from './events.ts';

/** What lies over the panes, and the inside of its box on the screen. */
export interface Front {
  readonly overlay: Overlay;
  readonly x: number;
  readonly y: number;
  readonly room: Size;
}

/** What an event comes to: effects in their order. A click that no overlay takes is the panes' own. */
export type Outcome = Effect | { readonly do: 'mouse'; readonly mouse: Mouse };

/** The one dispatcher: an overlay has every event first; else the chord is looked up from the focused pane outward. */
export function dispatch(event: InputEvent, world: World, front?: Front): readonly Outcome[] {
  if (event.kind === 'key') return front === undefined ? keyed(event, world) : pressed(event, world, front);
  if (event.kind === 'paste') return pasted(event.text, world, front);
  if (event.kind === 'mouse') return front === undefined ? [{ do: 'mouse', mouse: event }] : pointed(event, world, front);
  return [];
}

function keyed(key: Key, world: World): readonly Effect[] {
  const row = lookup(world.keymap, world.scope, chordOf(key));
  return row === undefined ? [] : rowEffects(row, world);
}

function pressed(key: Key, world: World, front: Front): readonly Effect[] {
  const kind = overlayKindOf(front.overlay.kind);
  const chord = chordOf(key);
  const act = lookup(world.keymap, kind.scope(front.overlay), chord)?.id;
  return stepped(kind, { text: key.text, chord, ...(act === undefined ? {} : { act }) }, world, front);
}

/** Pasted text is never keys: it is written where a line is, and taken nowhere else. */
function pasted(text: string, world: World, front: Front | undefined): readonly Effect[] {
  const kind = front === undefined ? undefined : overlayKindOf(front.overlay.kind);
  if (front === undefined || kind === undefined || !chainOf(kind.scope(front.overlay)).includes('line')) return [notice('info', 'pasted text is taken where a line is written, as in the palette')];
  return stepped(kind, { text, chord: '' }, world, front);
}

const POINTS: readonly string[] = ['click', 'double', 'wheel-up', 'wheel-down'];

/** A click beside an overlay closes it, as Escape does. */
function pointed({ what, x, y }: Mouse, world: World, front: Front): readonly Effect[] {
  if (!POINTS.includes(what)) return [];
  const kind = overlayKindOf(front.overlay.kind);
  const at = { x: x - front.x, y: y - front.y, what: what as OverlayMouse['what'] };
  const isInside = at.x >= 0 && at.y >= 0 && at.x < front.room.width && at.y < front.room.height;
  if (isInside) return kind.mouse === undefined ? [] : resolved(kind.mouse(front.overlay, at, world, front.room), world, front);
  return what === 'click' ? stepped(kind, { act: 'overlay.close', text: '', chord: '' }, world, front) : [];
}

function stepped(kind: OverlayKind, press: Press, world: World, front: Front): readonly Effect[] {
  return resolved(kind.key(front.overlay, press, world, front.room), world, front);
}

/** The overlay as it is now comes first: what it wished may open another. */
function resolved({ overlay, wishes = [] }: Step<Overlay>, world: World, front: Front): readonly Effect[] {
  const own: readonly Effect[] = overlay === undefined ? [{ do: 'close' }] : overlay === front.overlay ? [] : [{ do: 'show', overlay }];
  return [...own, ...wishes.flatMap((wish) => granted(wish, world))];
}

function granted(wish: Wish, world: World): readonly Effect[] {
  if (wish.do === 'ask') return asked(wish.request, world);
  return wish.do === 'row' ? rowEffects(wish.row, world) : [wish];
}

/** What a row of the key table comes to, whoever chose it: a key, the palette, help. */
export function rowEffects(row: KeyRow, world: World): readonly Effect[] {
  const { id, word, args = {} } = row;
  const overlay = opened(id, word, world);
  if (overlay !== undefined) return [{ do: 'show', overlay }];
  if (id === 'screen.undo') return undone(world);
  const callable = CALLABLES.find((each) => each.id === id && each.what === 'lab');
  if (callable !== undefined) return asked({ id, args: withTarget(callable, args, world, true), how: world.armed }, world);
  return named(id)?.kind === 'screen' ? [{ do: 'act', id, ...(word === undefined ? {} : { word }) }] : [];
}

function undone(world: World): readonly Effect[] {
  const back = world.last === undefined ? undefined : undoOf(world.last);
  if (back !== undefined) return asked({ ...back, how: world.armed }, world);
  return [notice('info', world.last === undefined ? 'nothing was done here that could be taken back' : `${writtenOut(world.last)} cannot be taken back`)];
}

/** Why a key would do nothing now: for the footer, which leaves such a key out. */
export function rowDisabled({ id, args = {} }: KeyRow, world: World): string | undefined {
  if (!doesSomething(id, world)) return 'nothing in this pane does that';
  const what = named(id);
  if (what?.kind === 'menu') return what.menu.rows.every((row) => rowDisabled({ ...row, scope: '' }, world) !== undefined) ? 'nothing of it can be done now' : undefined;
  const callable = CALLABLES.find((each) => each.id === id && each.what === 'lab');
  if (callable === undefined) return undefined;
  const all = withTarget(callable, args, world, true);
  return refusal(callable, { args: all, how: world.armed }, world) ?? idle(id, world.lab, all);
}
