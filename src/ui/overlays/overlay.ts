import type { CommandArgs } from '../../command/command.ts';
import type { KeyRow } from '../../keymap/key-row.ts';
import type { Keymap } from '../../keymap/keymap.ts';
import type { LabState } from '../../store/state.ts';
import type { Canvas } from '../canvas.ts';
import type { Size } from '../layout/arrange.ts';
import type { PaneInput } from '../pane.ts';
import type { Armed, Notice, Overlay } from '../screen/state.ts';

/** A command of the lab that somebody wants. */
export interface Request {
  readonly id: string;
  readonly args: CommandArgs;
  readonly how: Armed;
  /** Of a pane that waits for the answer. */
  readonly key?: string;
}

/** What a key comes to. Plain data: whoever holds stores, wire and terminal does it. */
export type Effect =
  /** A verb of the screen: `src/ui/acts/` has what it does. */
  | { readonly do: 'act'; readonly id: string; readonly word?: string }
  /** Everything was asked that has to be: the keeper gets it, dry or not, or its argv is copied. */
  | { readonly do: 'run'; readonly request: Request }
  /** It was not run, and a pane waits for it: its answer is a failure of kind `cancelled`. */
  | { readonly do: 'cancelled'; readonly key: string; readonly why: string }
  | { readonly do: 'show'; readonly overlay: Overlay }
  | { readonly do: 'close' }
  | { readonly do: 'notice'; readonly tone: Notice['tone']; readonly text: string }
  | { readonly do: 'copy'; readonly text: string };

/** What an overlay may want besides: it is looked at again before anything is done. */
export type Wish = Effect | { readonly do: 'ask'; readonly request: Request } | { readonly do: 'row'; readonly row: KeyRow };

export interface View {
  readonly name: string;
  readonly title: string;
}

/** What keys and overlays see of everything else. */
export interface World {
  readonly lab: LabState;
  readonly keymap: Keymap;
  /** Of the focused pane. */
  readonly scope: string;
  /** What the focused pane's cursor or marks are on, as arguments. */
  readonly target: CommandArgs;
  readonly readonly: boolean;
  readonly armed: Armed;
  readonly views: readonly View[];
  readonly themes: readonly string[];
  /** The one that is shown. */
  readonly theme?: string;
  /** The view that is shown. */
  readonly view?: string;
  /** Lines that were run from the palette, the newest first. */
  readonly recent: readonly string[];
  /** What was run last and went well: what `undo` takes back. */
  readonly last?: Request;
  /** Ids of the verbs of panes and tables that do something in the focused one; absent: all. */
  readonly acts?: readonly string[];
  /** The line that can be written into the focused pane. */
  readonly input?: PaneInput;
}

/** A key as an overlay sees it: what its scope says of it, or the text it writes. */
export interface Press {
  readonly act?: string;
  readonly text: string;
  readonly chord: string;
}

/** What comes of a key: the overlay as it is now (none: it is closed), and what is wanted. */
export interface Step<S> {
  readonly overlay?: S;
  readonly wishes?: readonly Wish[];
}

export const CLOSED: Step<never> = {};

/** One kind of overlay: pure functions over its own plain state. `room` is the inside of its box, in cells. */
export interface OverlayKind<S extends Overlay = Overlay> {
  readonly kind: S['kind'];
  /** Where its keys are looked up. */
  readonly scope: (state: S) => string;
  readonly title: (state: S, world: World) => string;
  /** `centre` floats; `bottom` is one line in the footer's place; `pane` covers the focused pane. */
  readonly place: 'centre' | 'bottom' | 'pane';
  /** The inside it would like on a screen of this size; it gets less where there is less. */
  readonly size: (state: S, world: World, screen: Size) => Size;
  readonly key: (state: S, press: Press, world: World, room: Size) => Step<S>;
  readonly draw: (canvas: Canvas, state: S, world: World) => void;
  /** Ids of its keys that do nothing in this state: they are not in the footer. */
  readonly idle?: (state: S) => readonly string[];
  /** A click or a wheel step inside it. */
  readonly mouse?: (state: S, at: OverlayMouse, world: World, room: Size) => Step<S>;
}

export interface OverlayMouse {
  readonly x: number;
  readonly y: number;
  readonly what: 'click' | 'double' | 'wheel-up' | 'wheel-down';
}

/** Keeps the type of its own state between its functions, and forgets it at the registry. */
export function overlayKind<S extends Overlay>(record: OverlayKind<S>): OverlayKind {
  return record as unknown as OverlayKind;
}

/** What a pane is told that waits for a command which nobody runs now. */
export function cancelled({ key }: Request, why: string): readonly Effect[] {
  return key === undefined ? [] : [{ do: 'cancelled', key, why }];
}

export const notice = (tone: Notice['tone'], text: string): Effect => ({ do: 'notice', tone, text });
