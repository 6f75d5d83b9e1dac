import type { Pane, PaneSize, PaneView } from '../../../src/ui/pane.ts';
import type { LabState } from '../../../src/store/state.ts';
import { TextCanvas } from '../text-canvas.ts';

export interface Shown {
  readonly own?: unknown;
  readonly focused?: boolean;
  readonly now?: number;
  readonly rows?: PaneView<unknown>['rows'];
}

export function viewOf(pane: Pane, state: LabState, { own = pane.initial, focused = true, now = 0, rows = { first: 0, total: 0, rows: [] } }: Shown = {}): PaneView<unknown> {
  return { state, rows, own, focused, now };
}

/** The inside of a pane, as text. */
export function drawPane(pane: Pane, state: LabState, { width, height }: PaneSize, shown: Shown = {}): TextCanvas {
  const canvas = new TextCanvas(width, height);
  pane.draw(canvas, viewOf(pane, state, shown));
  return canvas;
}

/** What a pane keeps for itself after some keys, each the id of a verb or that with a word. */
export function acted(pane: Pane, state: LabState, size: PaneSize, ...verbs: readonly (string | readonly [string, string])[]): unknown {
  return verbs.reduce<unknown>((own, verb) => {
    const [id, word] = typeof verb === 'string' ? [verb, ''] : verb;
    const act = pane.acts[id];
    if (act === undefined) throw new Error(`${pane.id} has no act ${id}`);
    return act(viewOf(pane, state, { own }), size, word);
  }, pane.initial);
}
