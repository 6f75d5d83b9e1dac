import type { CommandArgs } from '../command/command.ts';
import type { Failure } from '../model/failure.ts';
import type { LabState, Slot } from '../store/state.ts';
import type { WindowFilter } from '../wire/protocol.ts';
import type { Canvas } from './canvas.ts';

/** What a pane sees when it draws or answers a key: all of it plain data. */
export interface PaneView<Own> {
  /** The replica, or what it was when the screen was frozen. */
  readonly state: LabState;
  /** Rows of what scrolls, as they came last; filled for panes that name a `source`. */
  readonly rows: WindowRows;
  /** What came of the pane's `ask`, or of the one before it until there is something newer. */
  readonly answer?: PaneAnswer;
  /** The node that panes about one node show: the one that was opened, else the first of the `target` of a pane in the same view. */
  readonly about?: string;
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
  /** Why the source cannot be read; the rows are then those that came last. */
  readonly failure?: Failure;
}

/** A command whose answer a pane wants to show: what the replica does not hold. */
export interface PaneAsk {
  /** What is asked for: once per key while the pane is shown, and again when it is shown again. Another key is another question. */
  readonly key: string;
  readonly id: string;
  readonly args: CommandArgs;
}

/** What came of it. */
export interface PaneAnswer {
  readonly key: string;
  /** Unix milliseconds at which it came. */
  readonly at: number;
  readonly result?: unknown;
  readonly failure?: Failure;
}

/** Where Enter leads: a pane, in the view that is shown or else in the first that has it, and the node it is about. */
export interface PaneJump {
  readonly pane: string;
  readonly about?: string;
}

/** A line that is written into a pane: what stands before it, what was written before, how it goes on, and what it does. */
export interface PaneInput {
  readonly prompt: string;
  /** The newest last. */
  readonly history: readonly string[];
  /** Texts that the line may become, the likeliest first, each with a word about it. */
  readonly complete: (line: string) => readonly Completion[];
  /**
   * What the line means: run once, after `pane.open` took the line, with the questions, dry runs and refusals of every other command. Its
   * answer comes to `take` with this key; a no is a failure of kind `cancelled`.
   */
  readonly submit: (line: string) => PaneAsk | undefined;
}

export interface Completion {
  readonly line: string;
  /** A word about it: a type, whether it has to be there. */
  readonly says?: string;
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
  /** Only rows that match; positions count among them. */
  readonly filter?: WindowFilter;
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
  /** Where `pane.open` leads from what the cursor is on; undefined leaves the key to the pane's own act. */
  readonly opens?: (view: PaneView<Own>) => PaneJump | undefined;
  /** What it wants to know beside the replica, as long as it has not got it: a command that changes nothing. */
  readonly ask?: (view: PaneView<Own>) => PaneAsk | undefined;
  /** Keeps an answer in the pane's own state; without it the newest is in `view.answer`, and nowhere else. */
  readonly take?: (view: PaneView<Own>, answer: PaneAnswer) => Own;
  /** A line can be written into it: `pane.open` opens it, and is the act that takes what was written, as its word. */
  readonly input?: (view: PaneView<Own>) => PaneInput;
  /** By id of the verb that takes a line (`pane.filter`, `pane.search`): what is written in it now. */
  readonly writes?: Readonly<Record<string, (view: PaneView<Own>) => string>>;
  /** Columns to pick from; `table.columns` with a name picks. */
  readonly columns?: (view: PaneView<Own>) => readonly { readonly name: string; readonly shown: boolean }[];
  /** Puts the cursor on what is called so: a jump leads to it. */
  readonly point?: (own: Own, name: string) => Own;
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
