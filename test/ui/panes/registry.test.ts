import { describe, expect, it } from 'vitest';
import { chainOf, SCOPES } from '../../../src/keymap/scopes.ts';
import { LAYOUTS } from '../../../src/ui/built-in.ts';
import { paneOf, PANES } from '../../../src/ui/panes/registry.ts';
import { drawPane } from './draw-pane.ts';
import { unreadState } from './recorded-state.ts';

describe('the panes', () => {
  it('have each their own name, and keys of a scope that is known', () => {
    expect(new Set(PANES.map(({ id }) => id)).size).toBe(PANES.length);
    for (const { scope } of PANES) expect(SCOPES.map((each) => each.scope)).toContain(scope);
    for (const { id, scope, acts } of PANES) if (chainOf(scope).includes('table')) expect(Object.keys(acts), id).toContain('pane.down');
  });

  it('are never blank, whatever the room: before anything was read they say why', () => {
    for (const pane of PANES) {
      expect(drawPane(pane, unreadState(), { width: 58, height: 6 }).toString().trim(), pane.id).not.toBe('');
      for (const size of [{ width: 1, height: 1 }, { width: 8, height: 2 }, { width: 298, height: 70 }]) expect(() => drawPane(pane, unreadState(), size), pane.id).not.toThrow();
    }
  });

  it('are there for every pane that a built-in layout names, and each is in one of them', () => {
    const named = Object.values(LAYOUTS).flatMap(({ layout, rows, focus }) => [...rows.flatMap(({ panes }) => panes.map(({ pane }) => pane)), focus].map((pane) => `${layout}: ${pane}`));
    const known = PANES.map(({ id }) => id);
    expect(named.filter((each) => !known.includes(each.split(': ')[1] ?? ''))).toEqual([]);
    expect(known.filter((id) => !named.some((each) => each.endsWith(`: ${id}`)))).toEqual([]);
  });

  it('say so in their place when a layout names one that is not there', () => {
    expect(paneOf('nodes')).toBe(PANES.find(({ id }) => id === 'nodes'));
    expect(paneOf('nosuch')).toBe(paneOf('nosuch'));
    expect(drawPane(paneOf('nosuch'), unreadState(), { width: 58, height: 4 }).toString()).toMatch(/^ no pane is called nosuch: the panes are nodes,/);
  });
});
