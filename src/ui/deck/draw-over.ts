import type { Canvas } from '../canvas.ts';
import { drawNotices, shownNotices } from '../overlays/notices.ts';
import type { Notice, ScreenState } from '../screen/state.ts';
import { cut } from '../widgets/cells.ts';
import { inset } from '../widgets/inset.ts';
import type { Deck } from './deck.ts';

/**
 * What lies over the panes, on a canvas as large as the screen: what is new, and a palette, a question, a list.
 * @param standing what is wrong for as long as it is shown, below what is new
 */
export function drawOver(canvas: Canvas, deck: Deck, { notices }: ScreenState, standing: readonly Notice[] = []): void {
  const { now } = deck.stage;
  const shown = [...shownNotices(notices, now), ...standing];
  drawNotices(inset(canvas, 0, canvas.height - 1 - shown.length, canvas.width, shown.length), shown);
  // An age that steps wakes the screen: that is when one of them has to leave.
  for (const { at } of shownNotices(notices, now)) canvas.showsAge?.(at);
  drawOverlay(canvas, deck);
}

function drawOverlay(canvas: Canvas, deck: Deck): void {
  const front = deck.front();
  if (front === undefined) return;
  const { kind, overlay, x, y, room } = front;
  const world = deck.world();
  if (kind.place !== 'bottom') drawBox(inset(canvas, x - 1, y - 1, room.width + 2, room.height + 2), kind.title(overlay, world));
  const inside = inset(canvas, x, y, room.width, room.height);
  inside.fill(0, 0, room.width, room.height, 'text');
  kind.draw(inside, overlay, world);
}

/** A border along the edge of the canvas, with a title. */
function drawBox(canvas: Canvas, title: string): void {
  const { width, height } = canvas;
  const flat = '─'.repeat(Math.max(0, width - 2));
  canvas.text(0, 0, `╭${flat}╮`, 'focus');
  canvas.text(2, 0, cut(` ${title} `, width - 4), 'title');
  for (let y = 1; y < height - 1; y += 1) {
    canvas.text(0, y, '│', 'focus');
    canvas.text(width - 1, y, '│', 'focus');
  }
  canvas.text(0, height - 1, `╰${flat}╯`, 'focus');
}
