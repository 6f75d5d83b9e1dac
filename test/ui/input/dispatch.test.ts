import { describe, expect, it } from 'vitest';
import { VERBS } from '../../../src/command/registry.ts';
import { KEYS } from '../../../src/keymap/keys.ts';
import { MENUS } from '../../../src/keymap/menus.ts';
import { isOverPanes, SCOPES } from '../../../src/keymap/scopes.ts';
import { missingArgs } from '../../../src/keymap/words.ts';
import type { CommandArgs, Verb } from '../../../src/command/command.ts';
import { dispatch, rowDisabled, rowEffects } from '../../../src/ui/input/dispatch.ts';
import type { World } from '../../../src/ui/overlays/overlay.ts';
import { PANES } from '../../../src/ui/panes/registry.ts';
import { charKey } from '../../../src/ui/input/events.ts';
import { asked } from '../../../src/ui/overlays/ask.ts';
import { downState } from '../../cli/made-lab.ts';
import { Hands, LAB, worldWith } from '../overlays/world.ts';

const TARGET: CommandArgs = { node: ['n100-1'], name: 'ready', port: 'vnet0', target: 'n100-1' };

describe('the dispatcher', () => {
  it.each([
    ['j', { do: 'act', id: 'pane.down' }],
    ['3', { do: 'act', id: 'screen.view', word: '3' }],
    ['q', { do: 'act', id: 'screen.quit' }],
    ['\x1b[1;3D', { do: 'act', id: 'pane.focus', word: 'left' }],
    [' ', { do: 'act', id: 'table.mark' }],
    ['D', { do: 'act', id: 'screen.dry-run' }],
  ])('%j does %j', (bytes, outcome) => {
    expect(new Hands().type(bytes).take()).toEqual([outcome]);
  });

  it('takes keys that the kernel merged one by one', () => {
    expect(new Hands().type('jj:vm start n100-1\rj').take().map((done) => (done as { id?: string; do: string }).id ?? (done as { do: string }).do)).toEqual(['pane.down', 'pane.down', 'run', 'pane.down']);
  });

  it('does nothing for a key without a meaning, and runs nothing that was pasted', () => {
    expect(new Hands().type('\x1b[24~w\x1bq').take()).toEqual([]);
    expect(new Hands().type('\x1b[200~q\rs\x1b[201~').take()).toMatchObject([{ do: 'notice' }]);
  });

  it('gives the overlay every key first', () => {
    const hands = new Hands().type(':q');
    expect([hands.overlay, hands.take()]).toMatchObject([{ kind: 'palette', line: { text: 'q' } }, []]);
  });

  it('gives clicks to the panes, unless an overlay is there: beside it closes it', () => {
    expect(new Hands().type('\x1b[<0;5;5M').take()).toMatchObject([{ do: 'mouse', mouse: { what: 'click', x: 4, y: 4 } }]);
    expect(new Hands().type('?\x1b[<0;5;5M').overlay).toMatchObject({ kind: 'help', list: { at: 2 } });
    expect(new Hands().type('?\x1b[<0;1;1M').overlay).toBeUndefined();
    expect(new Hands().type('?\x1b[<65;5;5M').overlay).toMatchObject({ list: { at: 3 } });
    expect(new Hands().type('x\x1b[I\x1b[<35;1;1M').overlay).toMatchObject({ kind: 'list' });
  });

  it('says why a command does nothing, and leaves it out of the footer', () => {
    const world = worldWith({ lab: downState() });
    expect(new Hands(world).type('s').take()).toEqual([{ do: 'notice', tone: 'warn', text: 'vm start: lab embedded is down: labdeck up' }]);
    const row = { scope: 'nodes', chord: 's', id: 'vm.start' };
    expect(rowDisabled({ ...row, id: 'table.sort' }, worldWith({ acts: ['pane.down'] }))).toBe('nothing in this pane does that');
    expect([rowDisabled(row, world), rowDisabled(row, worldWith()), rowDisabled({ ...row, id: 'pane.zoom' }, world)]).toEqual(['lab embedded is down: labdeck up', 'it runs already', undefined]);
  });

  it('leaves out of the footer what would change nothing, and menus of which nothing can be done', () => {
    const disabled = (id: string, world: Partial<World>) => rowDisabled({ scope: 'nodes', chord: 's', id }, worldWith(world));
    const [off, on] = [{ target: { node: ['jetson-1'] } }, { target: { node: ['n100-1'] } }];
    expect(['vm.start', 'menu.stop', 'machine.ssh', 'vm.resume'].map((id) => disabled(id, off))).toEqual([undefined, 'nothing of it can be done now', 'it is off', 'it is not paused']);
    expect(['vm.start', 'menu.stop', 'machine.ssh', 'vm.resume'].map((id) => disabled(id, on))).toEqual(['it runs already', undefined, undefined, 'it is not paused']);
    expect(['menu.stop', 'menu.node', 'menu.lab-stop', 'port.up', 'outer.serial', 'fabric.fdb', 'snapshot.restore', 'snapshot.delete'].filter((id) => disabled(id, { lab: downState(), target: {} }) === undefined)).toEqual(['menu.lab-stop']);
    expect([disabled('lab.up', {}), disabled('lab.up', { lab: downState() })]).toEqual(['the lab is up', undefined]);
  });

  it('runs nothing that changes anything on a screen that only looks, and copies it all the same', () => {
    const [reason] = new Hands(worldWith({ readonly: true })).type('s').take();
    expect(reason).toMatchObject({ do: 'notice', text: expect.stringContaining('read-only') as string });
    expect(new Hands(worldWith({ readonly: true })).type(':vm list\r').take()).toMatchObject([{ do: 'run' }]);
    for (const armed of ['copy', 'dry-run'] as const) expect(new Hands(worldWith({ readonly: true, armed })).type('s').take()).toMatchObject([{ do: 'run', request: { how: armed } }]);
  });

  it('takes the last command back where it has an opposite', () => {
    const last = { id: 'vm.suspend', args: { node: ['n100-1'] }, how: 'run' } as const;
    expect(new Hands(worldWith({ last })).type('u').take()).toEqual([{ do: 'run', request: { id: 'vm.resume', args: { node: ['n100-1'] }, how: 'run' } }]);
    expect(new Hands(worldWith({ last: { ...last, id: 'vm.destroy' } })).type('u').take()).toMatchObject([{ text: 'vm destroy n100-1 cannot be taken back' }]);
    expect(new Hands().type('u').take()).toMatchObject([{ do: 'notice' }]);
  });
});

/** What a verb loses with what the cursor is on; the words of one that cannot say so without more do not count. */
function loses(verb: Verb, args: CommandArgs): boolean {
  return missingArgs(verb, args).length === 0 && verb.blast !== 'none' && verb.loses?.(LAB, args) !== undefined;
}

describe('the panes', () => {
  it('have scopes that the key table knows, and do what their own keys ask of panes', () => {
    for (const { id, scope, acts, opens, input, writes = {}, columns } of PANES) {
      expect(SCOPES.map((each) => each.scope), id).toContain(scope);
      const own = [...Object.keys(acts), ...Object.keys(writes), ...(opens ?? input ? ['pane.open'] : []), ...(columns ? ['table.columns'] : [])];
      for (const row of KEYS.filter((each) => each.scope === scope && each.id.startsWith('pane.') && scope === id)) expect(own, `${id} ${row.chord}`).toContain(row.id);
    }
  });
});

describe('what can be lost', () => {
  it('is never lost by one key: it opens a question at most', () => {
    const rows = [...KEYS.filter(({ scope }) => !isOverPanes(scope)), ...MENUS.flatMap(({ rows: each }) => each.map((row) => ({ ...row, scope: 'overlay.menu' })))];
    let asking = 0;
    for (const row of rows) {
      for (const { scope } of SCOPES.filter((each) => !isOverPanes(each.scope))) {
        const effects = rowEffects(row, worldWith({ scope, target: TARGET }));
        const verb = VERBS.find(({ id }) => id === row.id);
        if (verb === undefined || !loses(verb, { ...TARGET, ...row.args })) continue;
        expect(effects, `${row.scope} ${row.chord}`).toMatchObject([{ do: 'show', overlay: { kind: expect.stringMatching(/^(confirm|prompt)$/) as string } }]);
        asking += 1;
      }
    }
    expect(asking).toBeGreaterThan(0);
  });

  it('is asked about whichever way a command comes', () => {
    for (const verb of VERBS) {
      const args = { ...Object.fromEntries(verb.args.map(({ name, many, kind }) => [name, many === true || kind === 'argv' ? ['x'] : 'x'])), ...(verb.id === 'lab.down' ? { force: true } : {}) };
      if (!loses(verb, args)) continue;
      expect(asked({ id: verb.id, args, how: 'run' }, worldWith()), verb.id).toMatchObject([{ do: 'show', overlay: { kind: 'confirm' } }]);
      expect(asked({ id: verb.id, args, how: 'dry-run' }, worldWith()), verb.id).toMatchObject([{ do: 'run' }]);
    }
  });

  it('comes to something for every command of the registry', () => {
    for (const { id } of VERBS.filter((verb) => verb.id !== 'screen.open')) expect(rowEffects({ scope: 'nodes', chord: '', id }, worldWith({ target: {} })).map((effect) => effect.do), id).toHaveLength(1);
    expect(dispatch(charKey('s'), worldWith({ keymap: { rows: [], byKey: new Map() } }))).toEqual([]);
  });
});
