import type { LabState } from '../../store/state.ts';
import type { Direction } from '../layout/tweaks.ts';
import { didYouMean } from '../../model/nearest.ts';
import { viewOfDigit } from '../screen/look.ts';
import type { Screen, Transition } from '../screen/screen.ts';
import { arm, back, closeOverlay, focusNext, focusTo, freeze, growPane, movePane, notify, setMouse, setTheme, showView, thaw, zoom } from '../screen/transitions.ts';

/** What the screen's own verbs act on besides its store. */
export interface ScreenDeck {
  readonly screen: Screen;
  /** The replica as it is now, frozen or not. */
  readonly state: () => LabState;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly themes: () => readonly string[];
  readonly terminal: {
    /** Ends the cockpit; the lab goes on. */
    readonly quit: () => void;
    /** Back to the shell; `fg` comes back. */
    readonly suspend: () => void;
    /** Every cell anew. */
    readonly redraw: () => void;
    readonly mouse: (ours: boolean) => void;
  };
}

/** `word` is what the key or the palette gives along. */
export type ScreenAct = (deck: ScreenDeck, word: string) => void;

const DIRECTIONS: readonly string[] = ['left', 'right', 'up', 'down'] satisfies readonly Direction[];

const directed = (act: (direction: Direction) => Transition): ScreenAct => ({ screen }, word) => {
  if (DIRECTIONS.includes(word)) screen.apply(act(word as Direction));
};

/** What each verb of the screen does; verbs of the panes are in the panes' own tables. */
export const SCREEN_ACTS: Readonly<Record<string, ScreenAct>> = {
  'screen.quit': ({ terminal }) => terminal.quit(),
  'screen.suspend': ({ terminal }) => terminal.suspend(),
  'screen.redraw': ({ terminal }) => terminal.redraw(),
  'screen.view': view,
  'screen.back': ({ screen }) => screen.apply(back),
  'screen.freeze': ({ screen, state, now }) => screen.apply(screen.get().frozen === undefined ? freeze(state(), now()) : thaw),
  'screen.mouse': mouse,
  'screen.theme': theme,
  'screen.dry-run': ({ screen }) => screen.apply(arm('dry-run')),
  'screen.copy-command': ({ screen }) => screen.apply(arm('copy')),
  'pane.next': ({ screen }) => screen.apply(focusNext(1)),
  'pane.previous': ({ screen }) => screen.apply(focusNext(-1)),
  'pane.focus': directed(focusTo),
  'pane.zoom': ({ screen }) => screen.apply(zoom),
  'pane.grow': directed(growPane),
  'pane.move': directed(movePane),
};

/** A view by its digit or its name. */
function view({ screen, now }: ScreenDeck, word: string): void {
  const name = /^\d$/.test(word) ? viewOfDigit(screen.get(), Number(word)) : word;
  if (name !== undefined && name in screen.get().layouts) return screen.apply(closeOverlay, showView(name));
  screen.apply(notify({ at: now(), tone: 'warn', text: `there is no view ${word}: ${Object.keys(screen.get().layouts).join(', ')}` }));
}

function mouse({ screen, terminal, now }: ScreenDeck): void {
  const ours = !screen.get().mouse;
  terminal.mouse(ours);
  const text = ours ? 'the mouse is ours: click, wheel, drag' : "the mouse is the terminal's: it selects text";
  screen.apply(setMouse(ours), notify({ at: now(), tone: 'info', text }));
}

function theme({ screen, themes, now }: ScreenDeck, word: string): void {
  if (themes().includes(word)) return screen.apply(setTheme(word));
  screen.apply(notify({ at: now(), tone: 'warn', text: `there is no theme ${word}${didYouMean(word, themes()) || `: ${themes().join(', ')}`}` }));
}
