import { createElement } from 'react';
import { exitCodeOf } from '../command/exit-codes.ts';
import { WALL_CLOCK } from '../model/clock.ts';
import { createReplica, type Replica } from '../store/replica.ts';
import { emptyState } from '../store/state.ts';
import { IDENTITY } from '../wire/identity.ts';
import { type Connection, Stay } from '../wire/stay.ts';
import { App } from './App.tsx';
import { LAYOUTS } from './built-in.ts';
import type { CockpitStart } from './cockpit-start.ts';
import { keepCrashes } from './crashes.ts';
import { returnNotice } from './bars/connection-line.ts';
import { Deck, type DeckParts } from './deck/deck.ts';
import { themesIn } from './deck/world.ts';
import { faceOf } from './face.ts';
import { Reader } from './input/reader.ts';
import { runTwin } from './own-twin.ts';
import { ownKeeper } from './own-keeper.ts';
import { abilitiesOf } from './paint/abilities.ts';
import { clipboardSequence } from './paint/clipboard.ts';
import { createLastMinute, type LastMinute } from './paint/last-minute.ts';
import { type Mounted, mount } from './paint/mount.ts';
import { PANES } from './panes/registry.ts';
import { createScreen, type Screen } from './screen/screen.ts';
import { notify, resize } from './screen/transitions.ts';
import { stylesByName } from './theme.ts';

/**
 * Runs the cockpit on a terminal that is ours already, until the operator leaves it.
 * @returns its exit code
 */
export async function runCockpit(start: CockpitStart): Promise<number> {
  const { terminal, guard, words } = start;
  const ended = Promise.withResolvers<number>();
  const lastMinute = createLastMinute();
  keepCrashes(start, lastMinute);
  const screen = screenOf(start);
  const replica = replicaOf(start);
  // Told once the frame is there; until then there is nothing to paint.
  const changed = (): void => mounted.invalidate();
  const stay = new Stay({ connect: ownKeeper(start), replica, clock: WALL_CLOCK, told: (connection) => told(connection) });
  const terminalParts = terminalOf(start, { screen, quit: () => ended.resolve(exitCodeOf('done')), mounted: () => mounted, listen: () => listen() });
  const deck = new Deck({ lab: words.lab ?? start.lab.name, screen, replica, panes: PANES, stay, now: Date.now, changed, terminal: terminalParts });
  const mounted = show(start, { deck, screen, replica, failed: ended.reject, connection: () => stay.connection });
  const reader = readerOf(deck, mounted, lastMinute);
  const listen = (): void => {
    terminal.listen((bytes) => reader.feed(bytes));
    terminal.mouse(screen.get().mouse);
  };
  let wantsUp = words.up;
  let before = stay.connection;
  const told = (connection: Connection): void => {
    lastMinute.note(`keeper ${connection.state}`);
    const back = returnNotice(before, connection, Date.now());
    before = connection;
    if (back !== undefined) screen.apply(notify(back));
    if (connection.state === 'up' && wantsUp) deck.runs.start({ id: 'lab.up', args: {}, how: 'run' });
    wantsUp &&= connection.state !== 'up';
    // Themes of the user's own come from the keeper: only then is it known that there is none of that name.
    if (connection.state === 'up' && !(screen.get().theme in themesIn(replica.get()))) deck.act('screen.theme', screen.get().theme);
    changed();
  };
  listen();
  try {
    return await ended.promise;
  } finally {
    reader.close();
    stay.close();
    mounted.unmount();
    guard.release();
  }
}

function screenOf({ terminal, words: { readonly, view, theme } }: CockpitStart): Screen {
  const screen = createScreen({ size: terminal.size(), layouts: LAYOUTS, readonly, ...(view === undefined ? {} : { view }), ...(theme === undefined ? {} : { theme }) });
  terminal.onResize(() => screen.apply(resize(terminal.size())));
  return screen;
}

/** A replica before anybody told it anything. */
function replicaOf({ lab }: CockpitStart): Replica {
  return createReplica(emptyState({ pid: 0, version: IDENTITY.version, startedAt: 0, frontEnds: [] }, { name: lab.name, file: lab.file, bridge: '', nodes: [], k3s: '' }));
}

interface ShowParts {
  readonly deck: Deck;
  readonly screen: Screen;
  readonly replica: Replica;
  readonly connection: () => Stay['connection'];
  readonly failed: (error: unknown) => void;
}

function show({ terminal, env }: CockpitStart, { deck, screen, replica, connection, failed }: ShowParts): Mounted {
  const abilities = abilitiesOf(env);
  const styles = () => stylesByName(themesIn(replica.get()), screen.get().theme, abilities.depth);
  const mounted = mount(createElement(App, { face: faceOf({ deck, screen, connection }) }), { paper: terminal, abilities, styles, failed, before: () => deck.feed() });
  screen.subscribe(mounted.invalidate);
  replica.api.subscribe(mounted.invalidate);
  return mounted;
}

function readerOf(deck: Deck, mounted: Mounted, { note }: LastMinute): Reader {
  return new Reader((event) => {
    note(`input ${JSON.stringify(event)}`);
    mounted.urgent();
    deck.event(event);
    mounted.invalidate();
  });
}

interface TerminalUse {
  readonly screen: Screen;
  readonly quit: () => void;
  readonly mounted: () => Mounted;
  readonly listen: () => void;
}

/** What the deck may do with the terminal. */
function terminalOf(start: CockpitStart, { screen, quit, mounted, listen }: TerminalUse): DeckParts['terminal'] {
  const { terminal, guard, env } = start;
  return {
    quit,
    suspend: guard.suspend,
    redraw: () => mounted().repaint(),
    mouse: terminal.mouse,
    copy: (text) => {
      const sequence = clipboardSequence(text, env);
      if (sequence !== undefined) return terminal.write(sequence, () => undefined);
      screen.apply(notify({ at: Date.now(), tone: 'warn', text: 'too long for the clipboard of a terminal: copy fewer lines' }));
    },
    lend: async (words) => {
      mounted().pause();
      const status = await guard.lend(() => runTwin(start, words));
      listen();
      mounted().resume();
      return status;
    },
  };
}
