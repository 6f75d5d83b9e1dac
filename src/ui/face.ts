import type { FoundLab } from '../config/lookup-lab.ts';
import type { Replica } from '../store/replica.ts';
import type { Connection } from '../wire/stay.ts';
import type { Face, PaneFace } from './App.tsx';
import { paneTitle } from './paint/skeleton.ts';
import { focusedPane, screenNeeds, shownBoxes } from './screen/look.ts';
import type { Screen } from './screen/screen.ts';

/** What a cockpit shows: its screen, and the lab as the keeper last told it. */
export interface Deck {
  readonly lab: FoundLab;
  readonly screen: Screen;
  readonly replica: Replica;
  readonly connection: () => Connection;
  readonly told: (connection: Connection) => void;
}

/** The frame's view of the deck. */
export function faceOf({ lab, screen, connection }: Deck): Face {
  const pane = (id: string): PaneFace => ({
    title: () => ({ left: paneTitle(id) }),
    edge: () => (focusedPane(screen.get()) === id ? 'focus' : 'border'),
    draw: () => undefined,
  });
  return {
    subscribe: screen.subscribe,
    boxes: () => shownBoxes(screen.get()),
    needs: () => screenNeeds(screen.get()),
    header: (canvas) => {
      const after = canvas.text(1, 0, `labdeck  ${lab.name}`, 'title');
      canvas.text(after + 2, 0, connection().state, connection().state === 'up' ? 'dim' : 'warn');
    },
    footer: (canvas) => void canvas.text(1, 0, 'q quit   tab next pane   z zoom', 'dim'),
    pane,
  };
}
