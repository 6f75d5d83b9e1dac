import { VERBS } from '../../command/registry.ts';
import { footerRows, type FooterRow } from '../../keymap/footer.ts';
import { commandLine, lineWord } from '../../keymap/words.ts';
import type { Replica } from '../../store/replica.ts';
import { SCREEN_ACTS, type ScreenDeck } from '../acts/screen-acts.ts';
import { createAnswers } from '../feed/answers.ts';
import { createRows, type Rows } from '../feed/rows.ts';
import { dispatch, type Outcome, rowDisabled, rowEffects } from '../input/dispatch.ts';
import type { InputEvent } from '../input/events.ts';
import { copyOf } from '../overlays/copy.ts';
import type { Request, World } from '../overlays/overlay.ts';
import type { Pane, PaneAnswer } from '../pane.ts';
import { Runs } from '../run/runs.ts';
import type { Screen } from '../screen/screen.ts';
import { closeOverlay, disarm, keepOwn, notify, openOverlay, useLayouts } from '../screen/transitions.ts';
import type { Stay } from '../../wire/stay.ts';
import { frontOf } from './front.ts';
import { PaneActs } from './pane-acts.ts';
import { insideOf, Stage } from './stage.ts';
import { layoutsIn, themesIn, worldOf } from './world.ts';

export interface DeckParts {
  /** As `--lab` takes it. */
  readonly lab: string;
  readonly screen: Screen;
  readonly replica: Replica;
  readonly panes: readonly Pane[];
  readonly stay: Pick<Stay, 'run' | 'show' | 'windows'>;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Something that is shown may have changed. */
  readonly changed: () => void;
  readonly terminal: ScreenDeck['terminal'] & {
    readonly copy: (text: string) => void;
    /** Gives the terminal to a `labdeck` of these words until it ends. Gives its exit code. */
    readonly lend: (words: readonly string[]) => Promise<number>;
  };
}

/** Slots that the header is made of. */
const HEADER_SLOTS = ['outer', 'domains'];
const RECENT = 50;

/** The cockpit without its terminal: events in, effects on the screen, the keeper and the terminal out. */
export class Deck {
  readonly stage: Stage;
  readonly runs: Runs;
  readonly #parts: DeckParts;
  readonly #rows: Rows;
  readonly #answers: ReturnType<typeof createAnswers>;
  readonly #panes: PaneActs;
  #recent: readonly string[] = [];

  constructor(parts: DeckParts) {
    const { screen, replica, panes, stay, now, changed } = parts;
    this.#parts = parts;
    this.runs = new Runs({ screen, stay, lab: parts.lab, now, copy: parts.terminal.copy, lend: parts.terminal.lend });
    this.#rows = createRows(stay.windows, changed);
    this.#answers = createAnswers({ run: ({ id, args }) => this.runs.ask(id, args), came: (pane, answer) => this.#took(pane, answer), now });
    this.stage = new Stage({ screen, replica, panes, rows: this.#rows, answers: this.#answers, now });
    this.#panes = new PaneActs(this.stage, screen);
    replica.api.subscribe((state, before) => {
      if (state.screen.layouts !== before.screen.layouts) screen.apply(useLayouts(layoutsIn(state)));
    });
  }

  world(): World {
    return worldOf(this.stage, this.#parts.screen.get(), this.#recent, this.runs.last);
  }

  front(): ReturnType<typeof frontOf> {
    return frontOf(this.stage, this.#parts.screen.get(), () => this.world());
  }

  /** The keys that work here and now. */
  footer(): readonly FooterRow[] {
    const world = this.world();
    const front = this.front();
    if (front === undefined) return footerRows(world.keymap, world.scope, (row) => rowDisabled(row, world));
    const idle = front.kind.idle?.(front.overlay) ?? [];
    return footerRows(world.keymap, front.kind.scope(front.overlay), ({ id }) => (idle.includes(id) ? 'nothing here' : undefined));
  }

  /** A key, a click, a paste. */
  event(event: InputEvent): void {
    const { screen } = this.#parts;
    for (const outcome of dispatch(event, this.world(), this.front())) this.#does(outcome);
    // A key that armed nothing and ran nothing leaves what is armed: the next command takes it.
    if (event.kind === 'key' && event.name === 'esc' && screen.get().armed !== 'run') screen.apply(disarm);
  }

  /** A key of the footer that was clicked. */
  pressed(row: FooterRow): void {
    const world = this.world();
    const found = world.keymap.rows.find(({ id, footer }) => id === row.id && footer !== undefined);
    if (found !== undefined) for (const effect of rowEffects(found, world)) this.#does(effect);
  }

  /** Tells the keeper what is shown, and asks for what scrolls in it. Called with every frame: to want the same again costs nothing. */
  feed(): void {
    const shown = this.stage.shown();
    this.#parts.stay.show([...new Set([...HEADER_SLOTS, ...shown.flatMap(({ pane }) => pane.shows)])]);
    const sources = shown.flatMap(({ pane, box }) => {
      const size = insideOf(box);
      const source = pane.source?.(this.stage.view(pane), size);
      return source === undefined ? [] : [{ pane: pane.id, ...source, ...size }];
    });
    this.#rows.want(sources);
    this.#answers.want(new Map(shown.flatMap(({ pane }) => {
      const ask = pane.ask?.(this.stage.view(pane));
      return ask === undefined ? [] : [[pane.id, ask] as const];
    })));
  }

  #does(outcome: Outcome): void {
    const { screen, terminal, now } = this.#parts;
    const effects: { readonly [D in Outcome['do']]: (effect: Extract<Outcome, { do: D }>) => void } = {
      act: ({ id, word }) => this.act(id, word),
      run: ({ request }) => this.#run(request),
      show: ({ overlay }) => screen.apply(openOverlay(overlay)),
      close: () => screen.apply(closeOverlay),
      notice: ({ tone, text }) => screen.apply(notify({ at: now(), tone, text })),
      copy: ({ text }) => terminal.copy(text),
      cancelled: ({ key, why }) => this.#cancelled(key, why),
      mouse: ({ mouse }) => this.#panes.mouse(mouse),
    };
    (effects[outcome.do] as (effect: Outcome) => void)(outcome);
  }

  /** What a verb of the screen or of the focused pane does, as a key would have it done. */
  act(id: string, word?: string): void {
    const { screen, terminal, now, replica } = this.#parts;
    const act = SCREEN_ACTS[id];
    if (act !== undefined) act({ screen, terminal, now, state: replica.get, themes: () => Object.keys(themesIn(replica.get())) }, word ?? '');
    else if (id === 'screen.copy') this.#copyPane();
    else this.#panes.act(id, word);
  }

  /** The focused pane's text held still, whole and without borders. */
  #copyPane(): void {
    const placed = this.stage.focused();
    if (placed === undefined) return;
    const lines = placed.pane.copy?.(this.stage.view(placed.pane)) ?? [];
    this.#parts.screen.apply(openOverlay(copyOf(placed.pane.title, lines)));
  }

  #run(request: Request): void {
    const verb = VERBS.find(({ id }) => id === request.id);
    if (verb !== undefined) {
      const line = commandLine(verb, request.args).map(lineWord).join(' ');
      this.#recent = [line, ...this.#recent.filter((each) => each !== line)].slice(0, RECENT);
    }
    const pane = this.stage.focused()?.pane.id;
    if (request.key === undefined || pane === undefined) return this.runs.start(request);
    const { key } = request;
    this.runs.start(request, (said) => this.#took(pane, { key, at: this.#parts.now(), ...said }));
  }

  #cancelled(key: string, why: string): void {
    const pane = this.stage.focused()?.pane.id;
    if (pane !== undefined) this.#took(pane, { key, at: this.#parts.now(), failure: { kind: 'cancelled', what: why, detail: '' } });
  }

  #took(id: string, answer: PaneAnswer): void {
    const pane = this.stage.pane(id);
    if (pane?.take !== undefined) this.#parts.screen.apply(keepOwn(id, pane.take(this.stage.view(pane), answer)));
    this.#parts.changed();
  }
}
