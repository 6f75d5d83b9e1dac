import { describe, expect, it } from 'vitest';
import { SCREEN_VERBS } from '../../../src/command/screen-verbs.ts';
import { SCREEN_ACTS, type ScreenDeck } from '../../../src/ui/acts/screen-acts.ts';
import type { LayoutConfig } from '../../../src/config/layout.ts';
import { LAYOUTS } from '../../../src/ui/built-in.ts';
import { PANES } from '../../../src/ui/panes/registry.ts';
import { focusedPane, shownView } from '../../../src/ui/screen/look.ts';
import { createScreen } from '../../../src/ui/screen/screen.ts';
import { EMPTY } from '../../store/empty.ts';

const OVERVIEW = LAYOUTS['overview'] as LayoutConfig;
const TWO = { overview: { ...OVERVIEW, digit: 1 }, second: { ...OVERVIEW, layout: 'second', digit: 2 } };

function deck(): ScreenDeck & { readonly did: string[] } {
  const did: string[] = [];
  const screen = createScreen({ size: { width: 120, height: 40 }, layouts: TWO });
  const terminal = { quit: () => did.push('quit'), suspend: () => did.push('suspend'), redraw: () => did.push('redraw'), mouse: (ours: boolean) => did.push(`mouse ${String(ours)}`) };
  return { did, screen, state: () => EMPTY, now: () => 7, themes: () => ['default', 'light'], terminal };
}

const act = (on: ScreenDeck, id: string, word = ''): void => SCREEN_ACTS[id]?.(on, word);

describe('acts of the screen', () => {
  it('each belongs to a verb', () => {
    expect(Object.keys(SCREEN_ACTS).filter((id) => !SCREEN_VERBS.some((verb) => verb.id === id))).toEqual([]);
  });

  it('every verb of the screen is done by somebody', () => {
    const elsewhere = ['screen.palette', 'screen.help', 'screen.copy', 'screen.undo'];
    const done = new Set([...Object.keys(SCREEN_ACTS), ...PANES.flatMap(({ acts }) => Object.keys(acts)), ...elsewhere]);
    expect(SCREEN_VERBS.map(({ id }) => id).filter((id) => !done.has(id))).toEqual([]);
  });

  it('shows a view by digit or name, and goes back', () => {
    const on = deck();
    act(on, 'screen.view', '2');
    expect(shownView(on.screen.get())).toBe('second');
    act(on, 'screen.view', 'overview');
    act(on, 'screen.back');
    expect(shownView(on.screen.get())).toBe('second');
  });

  it('says that a view or a theme is not there', () => {
    const on = deck();
    act(on, 'screen.view', 'nowhere');
    act(on, 'screen.theme', 'pink');
    expect(on.screen.get().notices.map(({ text }) => text)).toEqual([expect.stringContaining('no view nowhere'), 'there is no theme pink: default, light']);
  });

  it('holds the screen still and lets it go on', () => {
    const on = deck();
    act(on, 'screen.freeze');
    expect(on.screen.get().frozen).toEqual({ state: EMPTY, at: 7 });
    act(on, 'screen.freeze');
    expect(on.screen.get().frozen).toBeUndefined();
  });

  it('moves the focus, and takes no word for a direction that is none', () => {
    const on = deck();
    const first = focusedPane(on.screen.get());
    act(on, 'pane.next');
    expect(focusedPane(on.screen.get())).not.toBe(first);
    act(on, 'pane.previous');
    act(on, 'pane.focus', 'sideways');
    expect(focusedPane(on.screen.get())).toBe(first);
  });

  it('gives the mouse away and takes it back', () => {
    const on = deck();
    act(on, 'screen.mouse');
    act(on, 'screen.mouse');
    expect([on.did, on.screen.get().mouse]).toEqual([['mouse false', 'mouse true'], true]);
  });
});
