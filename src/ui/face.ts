import type { Connection } from '../wire/stay.ts';
import type { Face, PaneFace } from './App.tsx';
import { drawFooter } from './bars/footer.ts';
import { drawHeader } from './bars/header.ts';
import { standingNotices } from './bars/standing.ts';
import type { Deck } from './deck/deck.ts';
import { drawOver } from './deck/draw-over.ts';
import type { Stage } from './deck/stage.ts';
import type { Pane, PaneView } from './pane.ts';
import type { EdgeTitle } from './paint/nodes.ts';
import { paneTitle } from './paint/skeleton.ts';
import { focusedPane, screenNeeds, shownBoxes } from './screen/look.ts';
import type { Screen } from './screen/screen.ts';
import { drawEmpty } from './widgets/empty.ts';

export interface FaceParts {
  readonly deck: Deck;
  readonly screen: Screen;
  readonly connection: () => Connection;
}

/** The frame's view of the deck: what is drawn, asked for with every frame. */
export function faceOf({ deck, screen, connection }: FaceParts): Face {
  const { stage } = deck;
  const faces = new Map<string, PaneFace>();
  const pane = (id: string): PaneFace => {
    const face = faces.get(id) ?? paneFace(id, stage, screen);
    faces.set(id, face);
    return face;
  };
  return {
    subscribe: screen.subscribe,
    boxes: () => shownBoxes(screen.get()),
    needs: () => screenNeeds(screen.get()),
    header: (canvas) => drawHeader(canvas, { state: stage.state, screen: screen.get(), connection: connection(), now: stage.now }),
    footer: (canvas) => drawFooter(canvas, deck.footer()),
    over: (canvas) => drawOver(canvas, deck, screen.get(), standingNotices(stage.state, connection())),
    pane,
  };
}

function paneFace(id: string, stage: Stage, screen: Screen): PaneFace {
  const pane = stage.pane(id);
  const edge = (): 'focus' | 'border' => (focusedPane(screen.get()) === id ? 'focus' : 'border');
  if (pane === undefined) return { title: () => ({ left: paneTitle(id) }), edge, draw: (canvas) => drawEmpty(canvas, { why: `there is no pane ${id}: the layout file names it` }) };
  return { title: () => titleOf(pane, stage.view(pane)), edge, draw: (canvas) => pane.draw(canvas, stage.view(pane)) };
}

function titleOf({ title, head }: Pane, view: PaneView<unknown>): EdgeTitle {
  const { count, mode } = head(view);
  const right = [count, mode].filter((each) => each !== undefined && each !== '').join(' · ');
  return right === '' ? { left: title } : { left: title, right };
}
