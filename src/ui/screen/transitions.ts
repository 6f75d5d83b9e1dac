import type { LayoutConfig } from '../../config/layout.ts';
import type { LabState } from '../../store/state.ts';
import type { Size } from '../layout/arrange.ts';
import { neighbour, nextPane } from '../layout/neighbour.ts';
import { type Direction, grown, moved, type Tweaks, zoomed } from '../layout/tweaks.ts';
import { focusedPane, shownBoxes, shownLayout, shownTweaks, shownView } from './look.ts';
import type { Transition } from './screen.ts';
import type { Armed, Notice, Overlay, ScreenState } from './state.ts';

const VIEWS_KEPT = 20;
const NOTICES_KEPT = 50;

/** Shows a view by its name; one that no layout has, or that is shown already, changes nothing. */
export function showView(view: string): Transition {
  return (screen) => (view in screen.layouts && view !== shownView(screen) ? { ...screen, views: [...screen.views, view].slice(-VIEWS_KEPT) } : screen);
}

/** The view before; the first one stays. */
export const back: Transition = (screen) => (screen.views.length < 2 ? screen : { ...screen, views: screen.views.slice(0, -1) });

/** Puts the focus on a pane that is shown. In a zoomed view the pane takes the zoom over. */
export function focusPane(pane: string): Transition {
  return (screen) => {
    if (pane === focusedPane(screen) || !panesOf(screen).includes(pane)) return screen;
    const focus = { ...screen.focus, [shownView(screen)]: pane };
    return shownTweaks(screen).zoom === undefined ? { ...screen, focus } : withTweaks((tweaks) => ({ ...tweaks, zoom: pane }))({ ...screen, focus });
  };
}

/** The next or the last pane in reading order; a zoomed one gives its place to it. */
export function focusNext(step: 1 | -1): Transition {
  return (screen) => {
    const boxes = shownTweaks(screen).zoom === undefined ? shownBoxes(screen) : panesOf(screen).map((pane) => ({ pane, x: 0, y: 0, width: 0, height: 0 }));
    return focusPane(nextPane(boxes, focusedPane(screen), step))(screen);
  };
}

export function focusTo(direction: Direction): Transition {
  return (screen) => focusPane(neighbour(shownBoxes(screen), focusedPane(screen), direction) ?? focusedPane(screen))(screen);
}

/** The focused pane alone, or with the others again. */
export const zoom: Transition = (screen) => withTweaks((tweaks) => zoomed(tweaks, focusedPane(screen)))(withFocus(screen));

export function growPane(direction: Direction): Transition {
  return (screen) => withTweaks((tweaks) => grown(shownLayout(screen), tweaks, focusedPane(screen), direction))(screen);
}

/** Swaps the focused pane with its neighbour; the focus goes with it. */
export function movePane(direction: Direction): Transition {
  return (screen) => {
    const other = neighbour(shownBoxes(screen), focusedPane(screen), direction);
    return other === undefined ? screen : withTweaks((tweaks) => moved(tweaks, focusedPane(screen), other))(withFocus(screen));
  };
}

function panesOf(screen: ScreenState): readonly string[] {
  return shownLayout(screen).rows.flatMap(({ panes }) => panes.map(({ pane }) => pane));
}

function withTweaks(change: (tweaks: Tweaks) => Tweaks): Transition {
  return (screen) => ({ ...screen, tweaks: { ...screen.tweaks, [shownView(screen)]: change(shownTweaks(screen)) } });
}

/** Writes down where the focus is, so that it stays there when the boxes change. */
const withFocus: Transition = (screen) => ({ ...screen, focus: { ...screen.focus, [shownView(screen)]: focusedPane(screen) } });

/** What a pane keeps for itself, as its act gave it back. */
export function keepOwn(pane: string, own: unknown): Transition {
  return (screen) => (pane in screen.panes && screen.panes[pane] === own ? screen : { ...screen, panes: { ...screen.panes, [pane]: own } });
}

/** Holds what is shown still. @param at Unix milliseconds */
export function freeze(state: LabState, at: number): Transition {
  return (screen) => ({ ...screen, frozen: { state, at } });
}

export const thaw: Transition = ({ frozen: _, ...screen }) => screen;

export function resize({ width, height }: Size): Transition {
  return (screen) => (screen.size.width === width && screen.size.height === height ? screen : { ...screen, size: { width, height } });
}

/** The node that panes about one node show. */
export function showAbout(about: string): Transition {
  return (screen) => (screen.about === about ? screen : { ...screen, about });
}

export function setMouse(mouse: boolean): Transition {
  return (screen) => (screen.mouse === mouse ? screen : { ...screen, mouse });
}

export function setTheme(theme: string): Transition {
  return (screen) => (screen.theme === theme ? screen : { ...screen, theme });
}

/** Arms what the next command does; arming the same again takes it back. */
export function arm(armed: Armed): Transition {
  return (screen) => ({ ...screen, armed: screen.armed === armed ? 'run' : armed });
}

/** A command took the armed mode with it: the next one runs again. */
export const disarm: Transition = (screen) => (screen.armed === 'run' ? screen : { ...screen, armed: 'run' });

export function openOverlay(overlay: Overlay): Transition {
  return (screen) => ({ ...screen, overlay });
}

export const closeOverlay: Transition = (screen) => {
  if (screen.overlay === undefined) return screen;
  const { overlay: _, ...rest } = screen;
  return rest;
};

/** Says something; the oldest of many is forgotten. */
export function notify(notice: Notice): Transition {
  return (screen) => ({ ...screen, notices: [...screen.notices, notice].slice(-NOTICES_KEPT) });
}

/** Layout files changed. Views whose layout is gone are left. */
export function useLayouts(layouts: Readonly<Record<string, LayoutConfig>>): Transition {
  return (screen) => {
    const views = screen.views.filter((view) => view in layouts);
    const first = Object.keys(layouts)[0];
    return first === undefined ? screen : { ...screen, layouts, views: views.length === 0 ? [first] : views };
  };
}
