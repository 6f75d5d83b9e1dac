import type { CommandArgs } from '../command/command.ts';
import type { LabState, Slot } from '../store/state.ts';
import type { Canvas } from './canvas.ts';

/** What a pane sees when it draws or answers a key: all of it plain data. */
export interface PaneView<Own> {
  /** The replica, or what it was when the screen was frozen. */
  readonly state: LabState;
  /** Rows of what scrolls, as they came last; filled for panes that name a `source`. */
  readonly rows: WindowRows;
  readonly own: Own;
  readonly focused: boolean;
  /** Unix milliseconds of this frame: ages are counted from it. */
  readonly now: number;
}

export interface WindowRows {
  /** Position of the first row in its source. */
  readonly first: number;
  readonly total: number;
  readonly rows: readonly string[];
}

/** The right half of a pane's title: what is in it, and how it is shown. */
export interface PaneHead {
  /** `4`, `4 of 12`. */
  readonly count?: string;
  /** `sorted by name ▲ · / n100`, `↓ follow`. */
  readonly mode?: string;
}

/** Rows of a source that a pane wants, as `window/rows` takes them. */
export interface PaneSource {
  readonly source: string;
  /** First row; negative counts from the end. */
  readonly from: number;
}

/** What a key of the pane's scope does to the pane's own state. Returns the same object when nothing changes. */
export type PaneAct<Own> = (view: PaneView<Own>, size: PaneSize, word: string) => Own;

export interface PaneSize {
  readonly width: number;
  readonly height: number;
}

/** One pane: pure functions from the replica and its own plain state. One file per pane, one row in `panes/registry.ts`. */
export interface Pane<Own = unknown> {
  /** As layouts name it. */
  readonly id: string;
  readonly title: string;
  /** Where its keys are looked up first; then outward: `pane`, `global`. */
  readonly scope: string;
  /** The slots it draws: probes nobody shows stop. */
  readonly shows: readonly Slot[];
  readonly initial: Own;
  readonly head: (view: PaneView<Own>) => PaneHead;
  readonly draw: (canvas: Canvas, view: PaneView<Own>) => void;
  /** By id of a screen verb: `pane.down`, `table.sort`, … */
  readonly acts: Readonly<Record<string, PaneAct<Own>>>;
  /** What the lab's verbs act on from here: the marked nodes, else the one under the cursor. */
  readonly target?: (view: PaneView<Own>) => CommandArgs;
  /** What scrolls in it, when it is not drawn from the replica. */
  readonly source?: (view: PaneView<Own>, size: PaneSize) => PaneSource;
  /** A click or a wheel step inside it. */
  readonly mouse?: (view: PaneView<Own>, size: PaneSize, at: PaneMouse) => Own;
  /** What copy mode takes: the pane's text without borders, whole and not cut at its edge. Default: what is drawn. */
  readonly copy?: (view: PaneView<Own>) => readonly string[];
}

export interface PaneMouse {
  readonly x: number;
  readonly y: number;
  readonly what: 'click' | 'double' | 'wheel-up' | 'wheel-down';
}

/** Keeps the type of a pane's own state between its functions, and forgets it at the registry. */
export function pane<Own>(record: Pane<Own>): Pane {
  return record as unknown as Pane;
}
