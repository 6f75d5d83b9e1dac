import { describe, expect, it } from 'vitest';
import type { LayoutConfig } from '../../../src/config/layout.ts';
import { focusedPane, ownOf, screenNeeds, shownBoxes, shownTweaks, shownView, viewOfDigit } from '../../../src/ui/screen/look.ts';
import { createScreen, type Screen } from '../../../src/ui/screen/screen.ts';
import * as to from '../../../src/ui/screen/transitions.ts';
import { EMPTY } from '../../store/empty.ts';

const one = (pane: string, keep = 5): LayoutConfig['rows'][number]['panes'][number] => ({ pane, share: 1, minWidth: 20, minHeight: 4, keep });

const LAYOUTS: Readonly<Record<string, LayoutConfig>> = {
  overview: { layout: 'overview', title: 'Overview', digit: 1, focus: 'nodes', rows: [{ share: 1, panes: [one('nodes', 9)] }, { share: 1, panes: [one('outer-vm'), one('fabric')] }] },
  nodes: { layout: 'nodes', title: 'Nodes', digit: 2, focus: 'nodes', rows: [{ share: 1, panes: [one('nodes')] }] },
};

const screenOf = (width = 80, height = 24): Screen => createScreen({ size: { width, height }, layouts: LAYOUTS });

describe('views', () => {
  it('are a stack', () => {
    const screen = screenOf();
    screen.apply(to.showView('nodes'), to.showView('nodes'), to.showView('nowhere'));
    expect(screen.get().views).toEqual(['overview', 'nodes']);
    screen.apply(to.back);
    screen.apply(to.back);
    expect(shownView(screen.get())).toBe('overview');
  });

  it('are found by their digit', () => {
    expect(viewOfDigit(screenOf().get(), 2)).toBe('nodes');
    expect(viewOfDigit(screenOf().get(), 9)).toBeUndefined();
  });

  it('whose layout file is gone are left', () => {
    const screen = screenOf();
    screen.apply(to.showView('nodes'), to.useLayouts({ overview: LAYOUTS['overview'] as LayoutConfig }));
    expect(screen.get().views).toEqual(['overview']);
    screen.apply(to.useLayouts({ nodes: LAYOUTS['nodes'] as LayoutConfig }));
    expect(shownView(screen.get())).toBe('nodes');
  });
});

describe('focus', () => {
  it('moves in reading order and by direction, and is kept per view', () => {
    const screen = screenOf();
    screen.apply(to.focusNext(-1));
    expect(focusedPane(screen.get())).toBe('fabric');
    screen.apply(to.focusTo('left'));
    expect(focusedPane(screen.get())).toBe('outer-vm');
    screen.apply(to.focusTo('left'), to.showView('nodes'));
    expect(focusedPane(screen.get())).toBe('nodes');
    screen.apply(to.back);
    expect(focusedPane(screen.get())).toBe('outer-vm');
  });

  it('is on a pane that is shown, whatever the size', () => {
    const screen = screenOf();
    screen.apply(to.focusPane('fabric'), to.resize({ width: 80, height: 8 }));
    expect(shownBoxes(screen.get()).map(({ pane }) => pane)).toEqual(['nodes']);
    expect(focusedPane(screen.get())).toBe('nodes');
    screen.apply(to.resize({ width: 80, height: 24 }));
    expect(focusedPane(screen.get())).toBe('fabric');
  });

  it('takes the zoom along', () => {
    const screen = screenOf();
    screen.apply(to.zoom, to.focusNext(1));
    expect(shownBoxes(screen.get())).toEqual([{ pane: 'outer-vm', x: 0, y: 1, width: 80, height: 22 }]);
    screen.apply(to.zoom);
    expect(shownBoxes(screen.get())).toHaveLength(3);
    expect(focusedPane(screen.get())).toBe('outer-vm');
  });
});

describe('boxes', () => {
  it('lie between header and footer, and are the same array while nothing places them anew', () => {
    const screen = screenOf();
    const before = shownBoxes(screen.get());
    screen.apply(to.notify({ at: 1, tone: 'info', text: 'hello' }));
    expect(shownBoxes(screen.get())).toBe(before);
    expect(before.map(({ y, height }) => y + height)).toEqual([12, 23, 23]);
    expect(screenNeeds(screen.get())).toEqual({ width: 20, height: 6 });
  });

  it('grow and move, in this view alone', () => {
    const screen = screenOf();
    screen.apply(to.focusPane('fabric'), to.growPane('right'), to.movePane('left'));
    expect(shownBoxes(screen.get()).map(({ pane, width }) => [pane, width])).toEqual([['nodes', 80], ['fabric', 44], ['outer-vm', 36]]);
    expect(focusedPane(screen.get())).toBe('fabric');
    screen.apply(to.showView('nodes'));
    expect(shownTweaks(screen.get()).swaps).toEqual([]);
  });
});

describe('the rest of a screen', () => {
  it('changes nothing when nothing changes', () => {
    const screen = screenOf();
    const told: unknown[] = [];
    screen.subscribe((state) => told.push(state));
    screen.apply(to.disarm, to.closeOverlay, to.setMouse(true), to.resize({ width: 80, height: 24 }), to.back, to.focusPane('nodes'), to.setTheme('default'));
    expect(told).toEqual([]);
  });

  it('keeps what a pane keeps for itself', () => {
    const screen = screenOf();
    const pane = { id: 'nodes', initial: { cursor: 0 } };
    expect(ownOf(screen.get(), pane)).toBe(pane.initial);
    const own = { cursor: 3 };
    screen.apply(to.keepOwn('nodes', own));
    const kept = screen.get();
    screen.apply(to.keepOwn('nodes', own));
    expect(screen.get()).toBe(kept);
    expect(ownOf(kept, pane)).toBe(own);
  });

  it('is frozen with the lab as it was, and thaws', () => {
    const screen = screenOf();
    const state = EMPTY;
    screen.apply(to.freeze(state, 5));
    expect(screen.get().frozen).toEqual({ state, at: 5 });
    screen.apply(to.thaw);
    expect('frozen' in screen.get()).toBe(false);
  });

  it('arms one command, and takes it back', () => {
    const screen = screenOf();
    screen.apply(to.arm('dry-run'), to.arm('copy'));
    expect(screen.get().armed).toBe('copy');
    screen.apply(to.arm('copy'));
    expect(screen.get().armed).toBe('run');
  });

  it('opens and closes an overlay', () => {
    const screen = screenOf();
    screen.apply(to.openOverlay({ kind: 'palette', text: 'vm' }));
    expect(screen.get().overlay).toEqual({ kind: 'palette', text: 'vm' });
    screen.apply(to.closeOverlay);
    expect('overlay' in screen.get()).toBe(false);
  });

  it('keeps the newest fifty notices', () => {
    const screen = screenOf();
    for (let at = 1; at <= 60; at += 1) screen.apply(to.notify({ at, tone: 'info', text: `no ${at}` }));
    expect(screen.get().notices.map(({ at }) => at)).toEqual(Array.from({ length: 50 }, (_, index) => index + 11));
  });
});
