import type { LayoutConfig } from '../../config/layout.ts';
import { arrange, needs, type PaneBox, type Size } from '../layout/arrange.ts';
import { NO_TWEAKS, type Tweaks } from '../layout/tweaks.ts';
import type { Pane } from '../pane.ts';
import type { ScreenState } from './state.ts';

/** Rows that are not the panes': the header and the footer. */
export const FRAME_ROWS = 2;

export function shownView({ views }: ScreenState): string {
  return views.at(-1) ?? '';
}

/** The layout of the view that is shown. @throws when there is none at all: the built-in ones are always there */
export function shownLayout(screen: ScreenState): LayoutConfig {
  const layout = screen.layouts[shownView(screen)] ?? Object.values(screen.layouts)[0];
  if (layout === undefined) throw new Error('a screen without layouts');
  return layout;
}

export function shownTweaks(screen: ScreenState): Tweaks {
  return screen.tweaks[shownView(screen)] ?? NO_TWEAKS;
}

let last: { readonly key: readonly unknown[]; readonly boxes: readonly PaneBox[] } | undefined;

/** The boxes of the panes that are shown, below the header; the same array while nothing that places them changes. */
export function shownBoxes(screen: ScreenState): readonly PaneBox[] {
  const key = [screen.size, shownLayout(screen), shownTweaks(screen)];
  if (last === undefined || key.some((part, index) => part !== last?.key[index])) last = { key, boxes: boxesOf(screen) };
  return last.boxes;
}

function boxesOf(screen: ScreenState): readonly PaneBox[] {
  const { width, height } = screen.size;
  return arrange(shownLayout(screen), { width, height: height - FRAME_ROWS }, shownTweaks(screen)).map((box) => ({ ...box, y: box.y + 1 }));
}

/** The smallest terminal on which the view shows anything. */
export function screenNeeds(screen: ScreenState): Size {
  const { width, height } = needs(shownLayout(screen), shownTweaks(screen));
  return { width, height: height + FRAME_ROWS };
}

/** The pane with the focus: always one that is shown, when any is. */
export function focusedPane(screen: ScreenState): string {
  const wanted = [screen.focus[shownView(screen)], shownLayout(screen).focus];
  const boxes = shownBoxes(screen);
  return wanted.find((pane) => boxes.some((box) => box.pane === pane)) ?? boxes[0]?.pane ?? shownLayout(screen).focus;
}

/** What a pane keeps for itself. */
export function ownOf<Own>(screen: ScreenState, { id, initial }: Pick<Pane<Own>, 'id' | 'initial'>): Own {
  return (id in screen.panes ? screen.panes[id] : initial) as Own;
}

/** The view that a digit shows. */
export function viewOfDigit({ layouts }: ScreenState, digit: number): string | undefined {
  return Object.entries(layouts).find(([, layout]) => layout.digit === digit)?.[0];
}
