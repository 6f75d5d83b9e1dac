import type { Replica } from '../../store/replica.ts';
import type { LabState } from '../../store/state.ts';
import type { Answers } from '../feed/answers.ts';
import type { Rows } from '../feed/rows.ts';
import type { PaneBox } from '../layout/arrange.ts';
import type { Pane, PaneSize, PaneView } from '../pane.ts';
import { focusedPane, ownOf, shownBoxes } from '../screen/look.ts';
import type { Screen } from '../screen/screen.ts';

export interface StageParts {
  readonly screen: Screen;
  readonly replica: Pick<Replica, 'get'>;
  readonly panes: readonly Pane[];
  readonly rows: Pick<Rows, 'of'>;
  readonly answers: Pick<Answers, 'of'>;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** A pane that is shown, with its place on the screen. */
export interface Placed {
  readonly pane: Pane;
  readonly box: PaneBox;
}

/** What every pane sees at this moment, and where it stands. */
export class Stage {
  readonly #parts: StageParts;
  readonly #panes: ReadonlyMap<string, Pane>;

  constructor(parts: StageParts) {
    this.#parts = parts;
    this.#panes = new Map(parts.panes.map((pane) => [pane.id, pane]));
  }

  /** The lab as it is shown: the replica, or what it was when the screen was held still. */
  get state(): LabState {
    return this.#parts.screen.get().frozen?.state ?? this.#parts.replica.get();
  }

  /** The moment that is shown; ages count from it. Unix milliseconds. */
  get now(): number {
    return this.#parts.screen.get().frozen?.at ?? this.#parts.now();
  }

  pane(id: string): Pane | undefined {
    return this.#panes.get(id);
  }

  /** Every pane that is shown, in reading order; one that a layout names and nobody made is left out. */
  shown(): readonly Placed[] {
    return shownBoxes(this.#parts.screen.get()).flatMap((box) => {
      const pane = this.#panes.get(box.pane);
      return pane === undefined ? [] : [{ pane, box }];
    });
  }

  focused(): Placed | undefined {
    const id = focusedPane(this.#parts.screen.get());
    return this.shown().find(({ pane }) => pane.id === id);
  }

  /** Where the keyboard is. */
  scope(): string {
    return this.focused()?.pane.scope ?? 'global';
  }

  view(pane: Pane): PaneView<unknown> {
    const { rows, answers } = this.#parts;
    const answer = answers.of(pane.id);
    const about = this.#about(pane);
    return { ...this.#bare(pane), rows: rows.of(pane.id), ...(answer === undefined ? {} : { answer }), ...(about === undefined ? {} : { about }) };
  }

  #bare(pane: Pane): PaneView<unknown> {
    const screen = this.#parts.screen.get();
    return { state: this.state, rows: this.#parts.rows.of(pane.id), own: ownOf(screen, pane), focused: focusedPane(screen) === pane.id, now: this.now };
  }

  /** The node that another pane beside it stands on, else the one that was opened. */
  #about(pane: Pane): string | undefined {
    for (const other of this.shown()) {
      const node = other.pane === pane ? undefined : [other.pane.target?.(this.#bare(other.pane))['node']].flat()[0];
      if (typeof node === 'string') return node;
    }
    return this.#parts.screen.get().about;
  }
}

/** The room inside the border of a pane. */
export function insideOf({ width, height }: PaneBox): PaneSize {
  return { width: Math.max(0, width - 2), height: Math.max(0, height - 2) };
}
