import { describe, expect, it } from 'vitest';
import { fresh } from '../../../src/model/reading.ts';
import type { PaneView } from '../../../src/ui/pane.ts';
import { logPane } from '../../../src/ui/panes/log.ts';
import { serialPane } from '../../../src/ui/panes/serial.ts';
import { filterOf } from '../../../src/ui/widgets/pane-text.ts';
import { EMPTY } from '../../store/empty.ts';
import { drawPane, viewOf } from './draw-pane.ts';

const LINES = ['[    0.000000] Linux version 6.1.0-37-amd64', '[    1.204518] random: crng init done', '[ 8041.102311] device vnet2 left promiscuous mode', 'a\tb', '[ 8050.000001] Kernel panic - not syncing: sysrq', 'root@outer:~#'];
const window = (first: number, count: number, total = LINES.length) => ({ first, total, rows: LINES.slice(first, first + count) });
const SIZE = { width: 78, height: 4 };
const RUNNING = { ...EMPTY, outer: fresh({ state: 'running' } as const, 1) };

type View = PaneView<unknown>;

function press(rows: View['rows'], ...keys: readonly (readonly [string, string?])[]): unknown {
  return keys.reduce<unknown>((own, [id, word = '']) => serialPane.acts[id]?.(viewOf(serialPane, RUNNING, { own, rows }), SIZE, word), serialPane.initial);
}

describe('the serial pane', () => {
  it.each([120, 80])('follows the end of the line at %i columns', (width) => {
    const canvas = drawPane(serialPane, RUNNING, { width: width - 2, height: 4 }, { rows: window(1, 5) });
    expect(canvas.lines()).toEqual([' [ 8041.102311] device vnet2 left promiscuous mode', ' a       b', ' [ 8050.000001] Kernel panic - not syncing: sysrq', ' root@outer:~#']);
    expect(canvas.styled('bad')).toEqual(['2:[ 8050.000001] Kernel panic - not syncing: sysrq']);
    expect(serialPane.head(viewOf(serialPane, RUNNING, { rows: window(2, 4) }))).toEqual({ count: '6 lines', mode: '↓ follow' });
    expect(serialPane.source?.(viewOf(serialPane, RUNNING), SIZE)).toEqual({ source: 'log:serial', from: -4 });
  });

  it('scrolls back and stays there while the line goes on, until the end is wanted again', () => {
    const own = press(window(2, 4), ['pane.up']);
    const view = viewOf(serialPane, RUNNING, { own, rows: window(1, 4, 9000) });
    expect(serialPane.source?.(view, SIZE)).toEqual({ source: 'log:serial', from: 1 });
    expect(serialPane.head(view)).toEqual({ count: '9000 lines', mode: 'from 2 · G follows' });
    expect(drawPane(serialPane, RUNNING, SIZE, { own, rows: window(1, 4, 9000) }).lines()[0]).toBe(' [    1.204518] random: crng init done');
    expect(press(window(2, 4), ['pane.up'], ['pane.last'])).toMatchObject({ text: { follow: true } });
  });

  it('searches line by line, then page by page', () => {
    const own = press(window(2, 4), ['pane.search', 'PANIC'], ['pane.find-previous']);
    const canvas = drawPane(serialPane, RUNNING, SIZE, { own, rows: window(2, 4) });
    expect(canvas.styled('selected')).toEqual(['2:panic']);
    expect(serialPane.head(viewOf(serialPane, RUNNING, { own, rows: window(2, 4) })).mode).toBe('/ PANIC · n next · from 3 · G follows');
    const before = serialPane.acts['pane.find-previous']?.(viewOf(serialPane, RUNNING, { own, rows: window(2, 4) }), SIZE, '');
    expect(serialPane.source?.(viewOf(serialPane, RUNNING, { own: before }), SIZE).from).toBe(0);
    expect(press(window(2, 4), ['pane.search', 'x'], ['screen.dismiss'])).toEqual(serialPane.initial);
  });

  it('asks its source for the lines that match', () => {
    const own = press(window(2, 4), ['pane.up'], ['pane.filter', '!/vnet\\d/']);
    expect(serialPane.source?.(viewOf(serialPane, RUNNING, { own }), SIZE)).toEqual({ source: 'log:serial', from: -4, filter: { text: 'vnet\\d', regex: true, inverse: true } });
    expect(drawPane(serialPane, RUNNING, SIZE, { own }).toString()).toBe(' no line matches !/vnet\\d/\n Esc shows all');
    expect([filterOf('word'), filterOf('!'), filterOf('/open')]).toEqual([{ text: 'word' }, undefined, { text: 'open', regex: true }]);
  });

  it('says why it is empty and what to press', () => {
    const off = { ...EMPTY, outer: fresh({ state: 'off' } as const, 1) };
    expect(drawPane(serialPane, off, SIZE).toString()).toBe(' nothing was captured: the outer VM is off, and its serial line with it\n : up boots the lab');
    expect(drawPane(serialPane, EMPTY, SIZE).toString()).toBe(' nothing was captured yet: the outer VM was not read');
    expect(drawPane(serialPane, RUNNING, SIZE).toString()).toMatch(/has not written.*\n i joins the line/);
    const failure = { kind: 'lost', what: 'the log cannot be read', detail: 'EACCES' } as const;
    expect(drawPane(serialPane, RUNNING, SIZE, { rows: { first: 0, total: 0, rows: [], failure } }).toString()).toBe(' the log cannot be read: EACCES');
  });
});

describe('the log pane', () => {
  const BUILDING = { ...EMPTY, progress: [{ job: 'build', step: 'outer packages', state: 'running', elapsedMs: 1 } as const, { job: 'boot', step: 'kernel', state: 'running', elapsedMs: 1 } as const] };
  const turned = (keys: readonly string[]) => keys.reduce<unknown>((own, key) => logPane.acts[key]?.(viewOf(logPane, BUILDING, { own }), SIZE, ''), logPane.initial);

  it('goes through the logs there are with left and right', () => {
    const sources = [[], ['pane.right'], ['pane.left'], ['pane.right', 'pane.right'], ['pane.right', 'pane.right', 'pane.right', 'pane.right']].map((keys) => logPane.source?.(viewOf(logPane, BUILDING, { own: turned(keys) }), SIZE).source);
    expect(sources).toEqual(['log:keeper', 'log:qemu', 'log:build:outer-packages', 'log:build', 'log:keeper']);
    expect(logPane.head(viewOf(logPane, BUILDING, { own: turned(['pane.left']), rows: window(0, 4) })).count).toBe('‹ build:outer-packages › 6 lines');
  });

  it('says whose lines are missing', () => {
    expect(drawPane(logPane, BUILDING, SIZE, { own: turned(['pane.right']) }).toString()).toBe(' QEMU has written nothing: it does so when something is wrong\n ←/→ shows another log');
  });
});
