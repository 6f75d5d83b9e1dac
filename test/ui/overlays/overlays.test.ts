import { describe, expect, it } from 'vitest';
import { copyOf } from '../../../src/ui/overlays/copy.ts';
import { liveLine } from '../../../src/ui/overlays/line.ts';
import { columnChoices } from '../../../src/ui/overlays/list.ts';
import { drawNotices, nextLeaves, shownNotices } from '../../../src/ui/overlays/notices.ts';
import { OVERLAYS } from '../../../src/ui/overlays/registry.ts';
import type { Notice } from '../../../src/ui/screen/state.ts';
import { SCOPES } from '../../../src/keymap/scopes.ts';
import { EDIT_NAMES } from '../../../src/ui/widgets/input-line.ts';
import { OVERLAY_VERBS } from '../../../src/keymap/overlay-verbs.ts';
import { downState } from '../../cli/made-lab.ts';
import { TextCanvas } from '../text-canvas.ts';
import { Hands, worldWith } from './world.ts';

describe('help', () => {
  it('is the keys that work here, and Enter does what a row says', () => {
    const hands = new Hands().type('?');
    expect(hands.picture().split('\n').slice(0, 3)).toEqual(['Help · ⏎ does it · / find', '▸ s                    start nodes                                    Nodes', expect.stringMatching(/^ {2}x +ways to stop nodes/)]);
    expect(hands.type('\r').take()).toMatchObject([{ do: 'run', request: { id: 'vm.start', args: { node: ['n100-1'] } } }]);
    expect(hands.overlay).toBeUndefined();
  });

  it('finds a key by what it does, and asks before what it runs loses something', () => {
    const hands = new Hands().type('?/zoom\r\r');
    expect([hands.overlay, hands.take()]).toEqual([undefined, [{ do: 'act', id: 'pane.zoom' }]]);
    const menu = new Hands().type('?/stop\r\r');
    expect(menu.overlay).toMatchObject({ kind: 'list', menu: true });
    expect(new Hands().type('?/nothing at all').picture()).toContain('no key does that');
  });

  it('leaves out what does nothing in this pane', () => {
    const found = (world = worldWith()): boolean => !new Hands(world).type('?/table.sort').picture().includes('no key does that');
    expect([found(), found(worldWith({ acts: ['pane.down'] }))]).toEqual([true, false]);
  });

  it('closes with what opened it', () => {
    expect(['?', 'q', '\x1b'].map((key) => new Hands().type(`?${key}`).overlay)).toEqual([undefined, undefined, undefined]);
  });
});

describe('a prompt', () => {
  it('asks for what is missing, with the names there are', () => {
    const hands = new Hands(worldWith({ target: {} })).type('s');
    expect(hands.picture()).toBe('vm start: node\n names of nodes\n\n▸ n100-1\n  jetson-1');
    expect(hands.type('j\r').take()).toMatchObject([{ do: 'run', request: { args: { node: ['jetson-1'] } } }]);
  });

  it('takes several names where several can be given', () => {
    expect(new Hands(worldWith({ target: {} })).type('sn100\tj\r').take()).toMatchObject([{ request: { args: { node: ['n100-1', 'jetson-1'] } } }]);
    expect(new Hands(worldWith({ target: {} })).type('sn100\t\r').take()).toMatchObject([{ request: { args: { node: ['n100-1'] } } }]);
  });

  it('asks for the name of what is new, whatever the cursor is on, and offers none', () => {
    const hands = new Hands(worldWith({ scope: 'snapshots', target: { name: 'ready' } })).type('S');
    expect(hands.picture()).toBe('snapshot save: name\n the name of a snapshot');
    expect(hands.type('rea\r').take()).toMatchObject([{ do: 'run', request: { id: 'snapshot.save', args: { name: 'rea' } } }]);
  });

  it('asks for one after the other, and before what is lost', () => {
    const hands = new Hands().type(':exec\r\r');
    expect(hands.overlay).toMatchObject({ kind: 'prompt', arg: 'command', request: { args: { target: 'n100-1' } } });
    expect(hands.type('ls -l\r').take()).toMatchObject([{ request: { args: { target: 'n100-1', command: ['ls', '-l'] } } }]);
    const restore = new Hands(worldWith({ scope: 'outer-vm', target: {} })).type('R');
    expect(restore.type('bef\r').overlay).toMatchObject({ kind: 'confirm', request: { args: { name: 'before-upgrade' } } });
  });

  it('does nothing without a word', () => {
    const hands = new Hands(worldWith({ scope: 'snapshots', target: {} })).type('S\r');
    expect([hands.overlay?.kind, hands.take()]).toEqual(['prompt', []]);
  });
});

describe('what the cursor is on', () => {
  it('is what a key means, also where the command could do without', () => {
    expect(new Hands().type('c').take()).toEqual([{ do: 'run', request: { id: 'machine.ssh', args: { target: 'n100-1' }, how: 'run' } }]);
    expect(new Hands().type(':ssh\r').take()).toEqual([{ do: 'run', request: { id: 'machine.ssh', args: {}, how: 'run' } }]);
  });

  it('is asked for where one is wanted and several are marked', () => {
    const hands = new Hands(worldWith({ target: { node: ['n100-1', 'jetson-1'] } }));
    for (const key of ['c', 'e']) {
      hands.type(key);
      expect([hands.overlay?.kind, hands.take()], key).toEqual(['prompt', []]);
      hands.type('\x1b');
    }
    expect(hands.type('s').take()).toMatchObject([{ request: { args: { node: ['n100-1', 'jetson-1'] } } }]);
  });

  it('names no new thing, and no thing of another kind', () => {
    const hands = new Hands(worldWith({ target: { node: ['jetson-1'], name: 'ready' } })).type('mR');
    expect(hands.overlay).toMatchObject({ kind: 'prompt', arg: 'name', request: { id: 'vm.snapshot-restore', args: { node: ['jetson-1'] } } });
  });
});

describe('a list', () => {
  it('is a menu of letters, each with its reason when it does nothing now', () => {
    const hands = new Hands().type('x');
    expect(hands.picture()).toBe('stop n100-1\n▸ s  vm shutdown   ask nodes to shut down\n  p  vm suspend    pause nodes\n  r  vm reset      press the reset button of nodes\n  d  vm destroy    cut the power of nodes');
    expect(new Hands().type('xs').take()).toMatchObject([{ do: 'run', request: { id: 'vm.shutdown' } }]);
    expect(new Hands().type('xjjD').take()).toMatchObject([{ do: 'run', request: { id: 'vm.reset', how: 'dry-run' } }]);
    const down = new Hands(worldWith({ lab: downState() })).type('xd');
    expect([down.overlay?.kind, down.take()]).toEqual(['list', [{ do: 'notice', tone: 'warn', text: 'vm destroy: lab embedded is down: labdeck up' }]]);
  });

  it('picks a theme or a view', () => {
    expect(new Hands().type('T\r').take()).toEqual([{ do: 'act', id: 'screen.theme', word: 'dark' }]);
    expect(new Hands().type(':screen view\r').overlay).toMatchObject({ kind: 'palette', line: { text: 'screen view ' } });
  });

  it('tries each theme that the cursor comes to, and goes back to the one before with Escape', () => {
    const hands = new Hands(worldWith({ themes: ['dark', 'default', 'light'], theme: 'default' })).type('T');
    const theme = (word: string) => ({ do: 'act', id: 'screen.theme', word });
    expect([hands.type('j').take(), hands.type('kk').take(), hands.type('\x1b').take(), hands.overlay]).toEqual([[theme('light')], [theme('default'), theme('dark')], [theme('default')], undefined]);
  });

  it('marks columns and stays until it is closed', () => {
    const hands = new Hands();
    hands.overlay = columnChoices([{ name: 'NAME', shown: true }, { name: 'IP', shown: false }]);
    hands.type('j ');
    expect([hands.take(), hands.picture()]).toEqual([[{ do: 'act', id: 'table.columns', word: 'IP' }], 'Columns\n  ✓ NAME\n▸ ✓ IP']);
    expect(hands.type('\r').overlay).toBeUndefined();
  });
});

describe('a line', () => {
  it('tells a filter with every key, and Escape what it was before', () => {
    const hands = new Hands();
    hands.overlay = liveLine('filter', 'pane.filter', 'n1');
    hands.type('0\x7f\x7f');
    expect(hands.take()).toEqual(['n10', 'n1', 'n'].map((word) => ({ do: 'act', id: 'pane.filter', word })));
    hands.type('\x1b');
    expect([hands.overlay, hands.take()]).toEqual([undefined, [{ do: 'act', id: 'pane.filter', word: 'n1' }]]);
  });

  it('of a pane is completed, recalled, run, and stays', () => {
    const input = {
      prompt: '(qmp)',
      history: ['query-block', 'stop'],
      complete: (line: string) => ['query-status', 'query-cpus'].filter((each) => each.startsWith(line)).map((each) => ({ line: each, says: 'no arguments' })),
      submit: (line: string) => ({ key: `k:${line}`, id: 'outer.qmp', args: { command: line } }),
    };
    const hands = new Hands(worldWith({ scope: 'monitor', target: {}, input })).type('\rquery-');
    expect(hands.picture()).toBe('(qmp)\n   query-cpus  no arguments\n   query-status  no arguments\n (qmp) query-');
    expect(hands.type('\t\r').take()).toEqual([
      { do: 'act', id: 'pane.open', word: 'query-status' },
      { do: 'run', request: { id: 'outer.qmp', args: { command: 'query-status' }, how: 'run', key: 'k:query-status' } },
    ]);
    expect(hands.type('\x1b[A\x1b[A').overlay).toMatchObject({ kind: 'line', line: { text: 'stop' } });
    hands.type('\x15system_reset\r');
    expect(hands.overlay).toMatchObject({ kind: 'confirm', name: 'embedded', request: { key: 'k:system_reset' } });
  });
});

describe('copy mode', () => {
  it('copies the marked lines without what is behind them', () => {
    const hands = new Hands();
    hands.overlay = copyOf('Nodes', ['one  ', 'two', 'three']);
    expect(hands.picture()).toBe('Nodes · space mark · y copy\n▸one\n two\n three');
    expect(hands.type(' jy').take()).toEqual([{ do: 'copy', text: 'one\ntwo' }, { do: 'notice', tone: 'good', text: '2 lines copied' }]);
    hands.overlay = copyOf('Nodes', ['one', 'two']);
    expect(hands.type('G\r').take()[0]).toEqual({ do: 'copy', text: 'two' });
  });
});

describe('notices', () => {
  const said = (at: number, tone: Notice['tone'], text: string): Notice => ({ at, tone, text });

  it('stay as long as they matter, and say when the next one leaves', () => {
    const notices = [said(0, 'bad', 'a'), said(0, 'info', 'b'), said(9_000, 'warn', 'c')];
    expect(shownNotices(notices, 10_000).map(({ text }) => text)).toEqual(['a', 'c']);
    expect([nextLeaves(notices, 10_000), nextLeaves(notices, 60_000)]).toEqual([19_000, undefined]);
  });

  it('have a sign beside their colour', () => {
    const canvas = new TextCanvas(20, 3);
    drawNotices(canvas, [said(0, 'bad', 'it failed\nfor a reason'), said(0, 'good', 'done')]);
    expect(canvas.toString()).toBe('\n ✗ it failed for a…\n ✓ done');
  });
});

describe('every kind of overlay', () => {
  it('has scopes that the key table knows, and every edit has a key', () => {
    expect(new Set(OVERLAYS.map(({ kind }) => kind)).size).toBe(OVERLAYS.length);
    expect(OVERLAY_VERBS.flatMap(({ id }) => (id.startsWith('line.') ? [id.slice(5)] : [])).toSorted()).toEqual([...EDIT_NAMES].toSorted());
    const hands = [new Hands().type(':'), new Hands().type('?'), new Hands().type('x'), new Hands().type('xd')];
    for (const { overlay } of hands) expect(SCOPES.map(({ scope }) => scope)).toContain(OVERLAYS.find(({ kind }) => kind === overlay?.kind)?.scope(overlay!));
  });
});
