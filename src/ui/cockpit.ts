import { createElement } from 'react';
import { exitCodeOf } from '../command/exit-codes.ts';
import { WALL_CLOCK } from '../model/clock.ts';
import { createReplica } from '../store/replica.ts';
import { emptyState } from '../store/state.ts';
import { IDENTITY } from '../wire/identity.ts';
import { type Connection, Stay } from '../wire/stay.ts';
import { App } from './App.tsx';
import { LAYOUTS, THEMES } from './built-in.ts';
import { keepCrashes } from './crashes.ts';
import { type Deck, faceOf } from './face.ts';
import type { InputEvent } from './input/events.ts';
import { Reader } from './input/reader.ts';
import { ownKeeper } from './own-keeper.ts';
import { abilitiesOf } from './paint/abilities.ts';
import { createLastMinute, type LastMinute } from './paint/last-minute.ts';
import { type Mounted, mount } from './paint/mount.ts';
import { createScreen } from './screen/screen.ts';
import { focusNext, resize, zoom } from './screen/transitions.ts';
import type { CockpitStart } from './cockpit-start.ts';
import { themeStyles } from './theme.ts';

/**
 * Runs the cockpit on a terminal that is ours already, until the operator leaves it.
 * @returns its exit code
 */
export async function runCockpit(start: CockpitStart): Promise<number> {
  const ended = Promise.withResolvers<number>();
  const lastMinute = createLastMinute();
  keepCrashes(start, lastMinute);
  const deck = deckOf(start);
  const mounted = show(deck, start, ended.reject);
  const stay = follow(deck, start, mounted);
  const keys: Keys = { deck, mounted, suspend: start.guard.suspend, quit: () => ended.resolve(exitCodeOf('done')) };
  const reader = listen(start, lastMinute, (event) => answer(event, keys));
  try {
    return await ended.promise;
  } finally {
    reader.close();
    stay.close();
    mounted.unmount();
    start.guard.release();
  }
}

function deckOf({ terminal, lab, words: { readonly, view, theme } }: CockpitStart): Deck {
  const screen = createScreen({ size: terminal.size(), layouts: LAYOUTS, readonly, ...(view === undefined ? {} : { view }), ...(theme === undefined ? {} : { theme }) });
  const nothing = emptyState(
    { pid: 0, version: IDENTITY.version, startedAt: 0, frontEnds: [] },
    { name: lab.name, file: lab.file, bridge: '', nodes: [], k3s: '' },
  );
  let connection: Connection = { state: 'connecting', since: Date.now() };
  return { lab, screen, replica: createReplica(nothing), connection: () => connection, told: (next) => void (connection = next) };
}

function show(deck: Deck, { terminal, env }: CockpitStart, failed: (error: unknown) => void): Mounted {
  const abilities = abilitiesOf(env);
  const themes = new Map(Object.entries(THEMES).map(([name, theme]) => [name, themeStyles(theme, abilities.depth)]));
  const [first] = themes.values();
  const styles = () => themes.get(deck.screen.get().theme) ?? first!;
  const mounted = mount(createElement(App, { face: faceOf(deck) }), { paper: terminal, abilities, styles, failed });
  terminal.onResize(() => deck.screen.apply(resize(terminal.size())));
  deck.screen.subscribe(mounted.invalidate);
  deck.replica.api.subscribe(mounted.invalidate);
  return mounted;
}

function follow(deck: Deck, start: CockpitStart, { invalidate }: Mounted): Stay {
  const told = (connection: Connection): void => {
    deck.told(connection);
    invalidate();
  };
  return new Stay({ connect: ownKeeper(start), replica: deck.replica, clock: WALL_CLOCK, told });
}

function listen({ terminal }: CockpitStart, { note }: LastMinute, tell: (event: InputEvent) => void): Reader {
  const reader = new Reader((event) => {
    note(`input ${JSON.stringify(event)}`);
    tell(event);
  });
  terminal.listen((bytes) => reader.feed(bytes));
  terminal.mouse(true);
  return reader;
}

interface Keys {
  readonly deck: Deck;
  readonly mounted: Mounted;
  readonly suspend: () => void;
  readonly quit: () => void;
}

/** What keys do to the frame itself. */
const ACTS: Readonly<Record<string, (keys: Keys) => void>> = {
  q: ({ quit }) => quit(),
  'ctrl-c': ({ quit }) => quit(),
  'ctrl-z': ({ suspend }) => suspend(),
  'ctrl-l': ({ mounted }) => mounted.repaint(),
  tab: ({ deck }) => deck.screen.apply(focusNext(1)),
  z: ({ deck }) => deck.screen.apply(zoom),
};

function answer(event: InputEvent, keys: Keys): void {
  if (event.kind !== 'key') return;
  keys.mounted.urgent();
  ACTS[`${event.ctrl ? 'ctrl-' : ''}${event.name}`]?.(keys);
}
