import type { Mouse } from '../input/events.ts';
import { columnChoices } from '../overlays/list.ts';
import { liveLine, paneLine } from '../overlays/line.ts';
import type { Overlay } from '../screen/state.ts';
import type { PaneJump, PaneMouse } from '../pane.ts';
import { ownOf } from '../screen/look.ts';
import type { Screen } from '../screen/screen.ts';
import { focusPane, keepOwn, openOverlay, showAbout, showView, thaw } from '../screen/transitions.ts';
import { insideOf, type Placed, type Stage } from './stage.ts';

/** What the verbs of panes do: those that every pane understands alike, and then the pane's own. */
export class PaneActs {
  readonly #stage: Stage;
  readonly #screen: Screen;

  constructor(stage: Stage, screen: Screen) {
    this.#stage = stage;
    this.#screen = screen;
  }

  /** Does `id` in the focused pane. */
  act(id: string, word?: string): void {
    const placed = this.#stage.focused();
    if (placed === undefined) return;
    const jump = id === 'pane.open' && word === undefined ? placed.pane.opens?.(this.#stage.view(placed.pane)) : undefined;
    if (jump !== undefined) return this.#jump(jump);
    const overlay = word === undefined ? this.#asks(id, placed) : undefined;
    if (overlay !== undefined) return this.#screen.apply(openOverlay(overlay));
    const changed = this.#own(placed, id, word ?? '');
    if (!changed && id === 'screen.dismiss' && this.#screen.get().frozen !== undefined) this.#screen.apply(thaw);
  }

  /** A click or a wheel step on a pane; a click takes the focus along. */
  mouse({ x, y, what }: Mouse): void {
    const hit = this.#stage.shown().find(({ box }) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height);
    if (hit === undefined || !isPaneMouse(what)) return;
    if (what === 'click' || what === 'double') this.#screen.apply(focusPane(hit.pane.id));
    const { pane, box } = hit;
    const at = { x: x - box.x - 1, y: y - box.y - 1, what };
    const size = insideOf(box);
    const isInside = at.x >= 0 && at.y >= 0 && at.x < size.width && at.y < size.height;
    if (pane.mouse !== undefined && isInside) this.#screen.apply(keepOwn(pane.id, pane.mouse(this.#stage.view(pane), size, at)));
  }

  /** A line or a list that asks for the word which a verb takes. */
  #asks(id: string, { pane }: Placed): Overlay | undefined {
    const view = this.#stage.view(pane);
    const written = pane.writes?.[id];
    if (id === 'pane.open' && pane.input !== undefined) return paneLine(pane.input(view));
    if (written !== undefined) return liveLine(id.replace('pane.', ''), id, written(view));
    return id === 'table.columns' && pane.columns !== undefined ? columnChoices(pane.columns(view)) : undefined;
  }

  /** @returns whether anything changed */
  #own({ pane, box }: Placed, id: string, word: string): boolean {
    const before = ownOf(this.#screen.get(), pane);
    const own = pane.acts[id]?.(this.#stage.view(pane), insideOf(box), word) ?? before;
    if (own !== before) this.#screen.apply(keepOwn(pane.id, own));
    return own !== before;
  }

  /** To the pane where it is shown now, else to the first view that has it. */
  #jump({ pane: id, about }: PaneJump): void {
    const { layouts } = this.#screen.get();
    const view = Object.keys(layouts).find((name) => layouts[name]?.rows.some(({ panes }) => panes.some((each) => each.pane === id)));
    if (view !== undefined && !this.#stage.shown().some(({ pane }) => pane.id === id)) this.#screen.apply(showView(view));
    this.#screen.apply(focusPane(id), ...(about === undefined ? [] : [showAbout(about)]));
    const pane = this.#stage.pane(id);
    if (about !== undefined && pane?.point !== undefined) this.#screen.apply(keepOwn(id, pane.point(ownOf(this.#screen.get(), pane), about)));
  }
}

function isPaneMouse(what: Mouse['what']): what is PaneMouse['what'] {
  return what === 'click' || what === 'double' || what === 'wheel-up' || what === 'wheel-down';
}
