import { describe, expect, it } from 'vitest';
import { VERBS } from '../../src/command/registry.ts';
import { SCREEN_VERBS } from '../../src/command/screen-verbs.ts';
import { chordFault, chordOf, chordSign } from '../../src/keymap/chord.ts';
import { faultsOf } from '../../src/keymap/faults.ts';
import { FIXED, fixedFaults } from '../../src/keymap/fixed.ts';
import { helpRows } from '../../src/keymap/help.ts';
import { BUILT_IN, chordFor, keymapOf, lookup, rowsIn } from '../../src/keymap/keymap.ts';
import { KEYS } from '../../src/keymap/keys.ts';
import { MENUS } from '../../src/keymap/menus.ts';
import { named } from '../../src/keymap/named.ts';
import { OVERLAY_VERBS } from '../../src/keymap/overlay-verbs.ts';
import { isOverPanes, SCOPES } from '../../src/keymap/scopes.ts';

const row = (scope: string, chord: string, id: string) => ({ scope, chord, id });

describe('the key table', () => {
  it('has no key with two meanings, no command that does not exist, no key that cannot be typed', () => {
    expect(faultsOf(KEYS)).toEqual([]);
  });

  it('gives a fixed key one meaning wherever it is pressed', () => {
    expect(fixedFaults(KEYS)).toEqual([]);
    for (const { scope } of SCOPES.filter((each) => !isOverPanes(each.scope))) {
      for (const [chord, ids] of Object.entries(FIXED)) expect(ids, `${chord} in ${scope}`).toContain(lookup(BUILT_IN, scope, chord)?.id ?? ids[0]);
    }
    for (const chord of ['j', 'k', 'h', 'l']) expect(lookup(BUILT_IN, 'nodes', chord)?.id).toMatch(/^pane\.(down|up|left|right)$/);
  });

  it('has a key for every command of the screen, or leaves none without the palette', () => {
    const bound = new Set(KEYS.map(({ id }) => id));
    expect(SCREEN_VERBS.map(({ id }) => id).filter((id) => !bound.has(id))).toEqual([]);
    expect(OVERLAY_VERBS.map(({ id }) => id).filter((id) => !bound.has(id))).toEqual([]);
    expect(VERBS.map(({ id }) => id).filter((id) => named(id)?.kind !== 'lab')).toEqual([]);
  });

  it('says of every menu what is in it, a letter each that the list itself does not use', () => {
    for (const { id, rows } of MENUS) {
      expect(rows.map((each) => named(each.id)?.kind), id).toEqual(rows.map(() => 'lab'));
      expect(new Set(rows.map(({ chord }) => chord)).size, id).toBe(rows.length);
      expect(rows.filter(({ chord }) => lookup(BUILT_IN, 'overlay.menu', chord) !== undefined), id).toEqual([]);
    }
  });

  it.each([
    ['two meanings', [row('nodes', 's', 'vm.start'), row('nodes', 's', 'vm.resume')], 'has two meanings: vm.start and vm.resume'],
    ['no such command', [row('nodes', 's', 'vm.strat')], 'is bound to a command that does not exist: vm.strat; did you mean "vm.start"?'],
    ['no such scope', [row('node-s', 's', 'vm.start')], 'is in a scope that does not exist; did you mean "nodes"?'],
    ['a key of the profiles', [row('nodes', 'F2', 'vm.start')], 'is kept for network profiles (F2 to F12)'],
    ['an overlay verb in a pane', [row('nodes', 's', 'overlay.close')], 'is of a pane, where overlay.close does nothing'],
    ['a pane verb in an overlay', [row('overlay.list', 's', 'vm.start')], 'is in front of the panes, where vm.start does nothing'],
    ['a word too many', [{ ...row('nodes', 's', 'screen.quit'), word: 'now' }], 'is bound to screen.quit with a word, and it takes none'],
    ['an argument of another verb', [{ ...row('nodes', 's', 'vm.start'), args: { name: 'x' } }], 'is bound to vm.start with a name, which it does not take'],
  ])('refuses %s', (_what, rows, message) => {
    expect(faultsOf(rows)[0]).toEqual({ scope: rows[0]?.scope, chord: rows[0]?.chord, message });
  });

  it('refuses a fixed key with another meaning', () => {
    expect(fixedFaults([...KEYS, row('nodes', 'j', 'vm.start')])).toEqual([{ scope: 'nodes', chord: 'j', message: 'is vm.start here, and pane.down everywhere' }]);
    expect(fixedFaults(KEYS.filter(({ chord }) => chord !== 'z')).map(({ chord }) => chord)).toEqual(['z']);
  });
});

describe('a chord', () => {
  it.each([
    [{ name: 'p', ctrl: true, alt: false, shift: false }, 'ctrl-p'],
    [{ name: 'left', ctrl: true, alt: true, shift: true }, 'ctrl-alt-shift-left'],
    [{ name: '-', ctrl: false, alt: true, shift: false }, 'alt--'],
    [{ name: 'G', ctrl: false, alt: false, shift: false }, 'G'],
  ])('of %j is %s, which is how it is written', (parts, chord) => {
    expect([chordOf(parts), chordFault(chord)]).toEqual([chord, undefined]);
  });

  it.each([
    ['Ctrl-p', 'is not a key: "Ctrl" is none of ctrl, alt, shift'],
    ['shift-s', 'is written S'],
    ['alt-ctrl-x', 'is written ctrl-alt-x'],
    ['ctrl-P', 'is no key that every terminal can tell from ctrl-p'],
    ['f2', 'is not a key; did you mean F2?'],
    ['entre', 'is not a key; did you mean enter?'],
    [' ', 'is not a key: write space, enter, tab or esc'],
    ['gg', 'is not a key'],
    ['', 'is not a key'],
  ])('%j %s', (chord, fault) => {
    expect(chordFault(chord)).toBe(fault);
  });

  it('is shown with a sign where there is one', () => {
    expect(['enter', 'alt-left', 'ctrl-p', ':', 'page-up'].map(chordSign)).toEqual(['⏎', 'alt-←', 'ctrl-p', ':', 'PgUp']);
  });
});

describe('a lookup', () => {
  it('goes from the focused pane outward', () => {
    const at = (scope: string, chord: string) => lookup(BUILT_IN, scope, chord)?.id;
    expect([at('nodes', 's'), at('nodes', 'space'), at('nodes', 'z'), at('nodes', 'q'), at('serial', 's'), at('a-pane-of-somebody', 'j')]).toEqual(['vm.start', 'table.mark', 'pane.zoom', 'screen.quit', undefined, 'pane.down']);
    expect([at('serial', '/'), at('nodes', '/'), at('overlay.confirm', 'enter'), at('overlay.list', 'q'), at('overlay.palette', 'q')]).toEqual(['pane.search', 'pane.filter', undefined, 'overlay.close', undefined]);
  });

  it('hides the row of an outer scope behind an inner one', () => {
    const map = keymapOf([row('pane', 'x', 'pane.zoom'), row('nodes', 'x', 'vm.start')]);
    expect(rowsIn(map, 'nodes')).toEqual([row('nodes', 'x', 'vm.start')]);
    expect([chordFor(map, 'nodes', 'pane.zoom'), chordFor(map, 'serial', 'pane.zoom')]).toEqual([undefined, 'x']);
  });
});

describe('help', () => {
  it('is the key table, innermost first, one row per thing', () => {
    const rows = helpRows(BUILT_IN, 'nodes');
    expect([...new Set(rows.map(({ title }) => title))]).toEqual(['Nodes', 'In tables', 'In every pane', 'Everywhere']);
    expect(rows.find(({ row: { id } }) => id === 'pane.down')?.chords).toBe('j ↓');
    expect(rows.filter(({ row: { id } }) => id === 'screen.view').map(({ chords }) => chords)).toEqual(['1-9']);
    expect(rows.find(({ row: { id, word } }) => id === 'pane.focus' && word === 'up')).toMatchObject({ chords: 'alt-↑', summary: 'focus the pane to the left, right, above or below (up)' });
  });
});
