import { describe, expect, it } from 'vitest';
import { COCKPIT } from '../../../src/command/front-verbs.ts';
import { VERBS } from '../../../src/command/registry.ts';
import { SCREEN_VERBS } from '../../../src/command/screen-verbs.ts';
import { fresh } from '../../../src/model/reading.ts';
import { fuzzy, ranked } from '../../../src/ui/overlays/fuzzy.ts';
import { paletteEntries } from '../../../src/ui/overlays/palette-entries.ts';
import { downState } from '../../cli/made-lab.ts';
import { Hands, LAB, worldWith } from './world.ts';

const texts = (text: string, world = worldWith()): readonly string[] => paletteEntries(text, world).map((entry) => entry.text);

describe('fuzzy', () => {
  it.each([
    ['vs', 'vm start', true],
    ['strat', 'start', false],
    ['start vm', 'vm start', true],
    ['', 'anything', true],
    ['xyz', 'vm start', false],
  ])('%j in %j: %s', (typed, text, found) => {
    expect(fuzzy(typed, text) !== undefined).toBe(found);
  });

  it.each([
    ['start', ['lab restart', 'vm start', 'start'], ['start', 'vm start', 'lab restart']],
    ['vst', ['vm suspend it', 'vm start'], ['vm start', 'vm suspend it']],
    ['n1', ['jetson-1', 'n100-1'], ['n100-1', 'jetson-1']],
    ['100-2', ['n100-20', 'n100-2'], ['n100-2', 'n100-20']],
  ])('%j is nearest to the first of %j', (typed, rows, order) => {
    expect(ranked(typed, rows, (row) => row).map(({ row }) => row)).toEqual(order);
  });

  it('says where the letters are', () => {
    expect(fuzzy('vst', 'vm start')?.found).toEqual([0, 3, 4]);
  });
});

describe('the palette', () => {
  it('has every command, and finds each by its own name first', () => {
    const all = texts('');
    for (const { cli } of VERBS.filter(({ id }) => id !== COCKPIT)) {
      expect(all).toContain(cli);
      expect(texts(cli)[0], cli).toBe(cli);
    }
    for (const { id } of SCREEN_VERBS) expect(texts(id.replace('.', ' '))[0], id).toBe(id.replace('.', ' '));
  });

  it.each([
    ['start n1', 'vm start n100-1'],
    ['sta jet', 'vm start jetson-1'],
    ['vm start n100-1 ', 'vm start n100-1'],
    ['vm start n100-1 j', 'vm start n100-1 jetson-1'],
    ['restore bef', 'snapshot restore before-upgrade'],
    ['doctor --level o', 'doctor --level outer'],
    ['down --f', 'down --force'],
    ['view nod', 'screen view nodes'],
    ['power', 'vm destroy'],
  ])('%j leads to %j', (typed, text) => {
    expect(texts(typed)[0]).toBe(text);
  });

  it('has commands, keys and what they do in columns, and says why one cannot be', () => {
    const hands = new Hands(worldWith({ lab: downState() })).type(':vm s');
    expect(hands.picture().split('\n').slice(3, 7)).toEqual([
      expect.stringMatching(/^▸ vm \w+ {2,}/),
      expect.stringMatching(/^ {2}vm \w+ {2,}/),
      expect.stringMatching(/^ {2}vm \w+ {2,}/),
      expect.stringMatching(/^ {2}vm \w+ {2,}/),
    ]);
    const at = hands.picture().split('\n').slice(3).map((line) => line.indexOf('– lab embedded')).filter((x) => x !== -1);
    expect([at.length > 3, new Set(at).size]).toEqual([true, 1]);
  });

  it('names the key that does it here, through a menu too', () => {
    const lines = new Hands().type(':vm s').picture().split('\n');
    expect(['vm start', 'vm shutdown', 'vm suspend', 'vm save'].map((name) => lines.find((line) => line.slice(2).startsWith(`${name} `))?.slice(2).split(/ {2,}/)[1])).toEqual(['s', 'x s', 'p', 'm s']);
  });

  it('offers what was run last first', () => {
    const world = worldWith({ recent: ['vm start jetson-1', 'gone verb'] });
    expect([texts('', world)[0], texts('', world).includes('gone verb')]).toEqual(['vm start jetson-1', false]);
  });

  it('says why a command does nothing now', () => {
    expect(paletteEntries('vm start', worldWith({ lab: downState() }))[0]?.disabled).toBe('lab embedded is down: labdeck up');
    expect(paletteEntries('vm start', worldWith({ readonly: true }))[0]?.disabled).toContain('read-only');
    expect(paletteEntries('vm start', worldWith({ readonly: true, armed: 'copy' }))[0]?.disabled).toBeUndefined();
  });

  it('is written in, and drawn with what was found', () => {
    const hands = new Hands().type(':start n1');
    expect(hands.picture().split('\n').slice(0, 4)).toEqual(['Palette', ' > start n1', '─'.repeat(76), expect.stringMatching(/^▸ vm start n100-1 +start nodes/)]);
  });

  it('completes with Tab, runs with Enter', () => {
    expect(new Hands().type(':sta jet\t\r').take()).toEqual([{ do: 'run', request: { id: 'vm.start', args: { node: ['jetson-1'] }, how: 'run' } }]);
    expect(new Hands().type(':vm start n100-1 jetson-1\r').take()).toMatchObject([{ request: { args: { node: ['n100-1', 'jetson-1'] } } }]);
    expect(new Hands().type(':hmp info status\r').take()).toMatchObject([{ request: { id: 'outer.hmp', args: { line: ['info', 'status'] } } }]);
    expect(new Hands().type(':exec outer -- ls -l\r').take()).toMatchObject([{ request: { args: { target: 'outer', command: ['ls', '-l'] } } }]);
    expect(new Hands().type(':screen view nodes\r').take()).toEqual([{ do: 'act', id: 'screen.view', word: 'nodes' }]);
    expect(new Hands().type(':pane zoom\r').take()).toEqual([{ do: 'act', id: 'pane.zoom' }]);
  });

  it('takes what the cursor is on for a command without names, and asks where it is on nothing', () => {
    expect(new Hands().type(':vm start\r').take()).toMatchObject([{ request: { args: { node: ['n100-1'] } } }]);
    const hands = new Hands(worldWith({ target: {} })).type(':vm start\r');
    expect(hands.overlay).toMatchObject({ kind: 'palette', line: { text: 'vm start ' } });
    expect(hands.type('jet\r').take()).toMatchObject([{ request: { args: { node: ['jetson-1'] } } }]);
  });

  it('runs no command whose name is not written right, and asks before one that loses something', () => {
    const hands = new Hands().type(':vm destroy nobody\r');
    expect([hands.overlay?.kind, hands.take()]).toEqual(['palette', [{ do: 'notice', tone: 'warn', text: 'there is no command "vm destroy nobody"' }]]);
    expect(new Hands().type(':vm destroy n100-1\r').overlay?.kind).toBe('confirm');
  });

  it('says what an option lacks', () => {
    const hands = new Hands().type(':doctor --level\r');
    expect(hands.overlay?.kind).toBe('palette');
    expect(new Hands().type(':up --al\r').take()).toMatchObject([{ do: 'run', request: { id: 'lab.up', args: { all: true } } }]);
  });

  it('shows the lines that have room, and scrolls with the cursor', () => {
    const hands = new Hands().type(`:${'\x1b[B'.repeat(25)}`);
    expect(hands.picture().split('\n').filter((line) => line.startsWith('▸'))).toHaveLength(1);
    expect(hands.type('\x1b[A').overlay).toMatchObject({ list: { at: 24 } });
  });

  it('takes a paste as text on one line', () => {
    expect(new Hands().type(':\x1b[200~vm\nstart\x1b[201~').overlay).toMatchObject({ line: { text: 'vm start' } });
  });

  it('with five hundred nodes offers the nearest', () => {
    const nodes = Array.from({ length: 500 }, (_, index) => ({ ...LAB.wanted.nodes[0]!, name: `n-${index}` }));
    const lab = { ...LAB, wanted: { ...LAB.wanted, nodes }, domains: fresh([], 1) };
    expect(texts('start n-499', worldWith({ lab }))[0]).toBe('vm start n-499');
  });
});
