import { describe, expect, it } from 'vitest';
import { createReplica } from '../../../src/store/replica.ts';
import type { LabState } from '../../../src/store/state.ts';
import { LAYOUTS } from '../../../src/ui/built-in.ts';
import { Deck } from '../../../src/ui/deck/deck.ts';
import { drawOver } from '../../../src/ui/deck/draw-over.ts';
import { charKey, type InputEvent, type Mouse, namedKey } from '../../../src/ui/input/events.ts';
import { PANES } from '../../../src/ui/panes/registry.ts';
import { focusedPane, shownView } from '../../../src/ui/screen/look.ts';
import { createScreen } from '../../../src/ui/screen/screen.ts';
import type { CommandRequest, WindowRequest } from '../../../src/wire/protocol.ts';
import { upState } from '../../cli/made-lab.ts';
import { TextCanvas } from '../text-canvas.ts';

type Sent = Omit<CommandRequest, 'token'>;

function cockpit(state: LabState = upState()) {
  const did: string[] = [];
  const sent: Sent[] = [];
  const shown: (readonly string[])[] = [];
  const wanted = new Map<string, WindowRequest>();
  const screen = createScreen({ size: { width: 120, height: 40 }, layouts: LAYOUTS });
  const replica = createReplica(state);
  const deck = new Deck({
    lab: 'embedded', screen, replica, panes: PANES, now: () => 1_000_000, changed: () => undefined,
    stay: {
      run: async (request) => (sent.push(request), { ok: true, result: { verb: 'x', nodes: [] } }),
      show: (slots) => void shown.push(slots),
      windows: { want: (pane: string, request: WindowRequest) => void wanted.set(pane, request), drop: (pane: string) => void wanted.delete(pane) } as never,
    },
    terminal: { quit: () => did.push('quit'), suspend: () => did.push('suspend'), redraw: () => did.push('redraw'), mouse: (ours) => did.push(`mouse ${String(ours)}`), copy: (text) => did.push(`copy ${text}`), lend: async () => 0 },
  });
  const press = (...events: (InputEvent | string)[]): void => events.forEach((each) => deck.event(typeof each === 'string' ? charKey(each) : each));
  const over = (): string => {
    const canvas = new TextCanvas(120, 40);
    drawOver(canvas, deck, screen.get());
    return canvas.toString();
  };
  return { deck, screen, did, sent, shown, wanted, press, over, replica };
}

const click = (x: number, y: number): Mouse => ({ kind: 'mouse', what: 'click', button: 'left', x, y, ctrl: false, alt: false, shift: false });
const enter = namedKey('enter');
const esc = namedKey('esc');

describe('the deck', () => {
  it('q leaves at once', () => {
    const { press, did } = cockpit();
    press('q');
    expect(did).toEqual(['quit']);
  });

  it('digits are views, and backspace goes back', () => {
    const { press, screen } = cockpit();
    press('6');
    expect(shownView(screen.get())).toBe('xray');
    press(namedKey('backspace'));
    expect(shownView(screen.get())).toBe('overview');
  });

  it('a filter is written live, and escape gives back what was there', () => {
    const { press, deck, screen } = cockpit();
    const rows = (): string => deck.stage.focused()?.pane.head(deck.stage.view(deck.stage.focused()!.pane)).count ?? '';
    press('/', 'j', 'e', 't');
    expect(rows()).toMatch(/^1 of /);
    press(esc);
    expect([rows(), screen.get().overlay]).toEqual([expect.not.stringContaining(' of '), undefined]);
  });

  it('a destructive verb is two keys and a question; no is no', () => {
    const { press, sent, over, screen } = cockpit();
    press('x', 'd');
    expect(over()).toContain('vm destroy');
    press('n');
    expect([sent, screen.get().overlay]).toEqual([[], undefined]);
    press('x', 'd', 'y');
    expect(sent).toMatchObject([{ id: 'vm.destroy', dryRun: false }]);
  });

  it('D shows what the next command would run, Y copies it, and both hold for one', () => {
    const { press, sent, did, screen } = cockpit();
    press('D');
    expect(screen.get().armed).toBe('dry-run');
    press(esc);
    expect(screen.get().armed).toBe('run');
    press('Y', ':', ...'lab paths'.slice(4), enter);
    expect([did, sent, screen.get().armed]).toEqual([[expect.stringContaining('labdeck --lab embedded paths')], [], 'run']);
  });

  it('tells the keeper what is shown, and asks for rows of what scrolls', () => {
    const { deck, shown, wanted, press } = cockpit();
    deck.feed();
    expect(shown.at(-1)).toEqual(expect.arrayContaining(['outer', 'domains', 'rates']));
    expect(wanted.get('serial')).toMatchObject({ source: 'log:serial' });
    press('6');
    deck.feed();
    expect([...wanted.keys()]).not.toContain('serial');
  });

  it('a click takes the focus, and the row', () => {
    const { deck, press, screen } = cockpit();
    const [, other] = deck.stage.shown();
    press(click((other?.box.x ?? 0) + 3, (other?.box.y ?? 0) + 2));
    expect(focusedPane(screen.get())).toBe(other?.pane.id);
  });

  it('holds still what is shown while the lab goes on', () => {
    const { press, deck, replica } = cockpit();
    press('P');
    const before = deck.stage.state;
    replica.reset({ version: 7, state: { ...before, events: [{ at: 1, source: 'qmp', what: 'STOP' }] } });
    expect(deck.stage.state).toBe(before);
    press('P');
    expect(deck.stage.state.events).toHaveLength(1);
  });

  it("a user's layouts take effect when they come, and the view stays", () => {
    const { replica, screen, press } = cockpit();
    press('6');
    const mine = { ...LAYOUTS['overview']!, layout: 'mine', title: 'Mine' };
    replica.reset({ version: 1, state: { ...upState(), screen: { layouts: { mine }, themes: {}, failures: [] } } });
    expect([Object.keys(screen.get().layouts).includes('mine'), shownView(screen.get())]).toEqual([true, 'xray']);
  });
});
