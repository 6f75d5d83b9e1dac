import type { Canvas, StyleName } from '../canvas.ts';
import type { Notice } from '../screen/state.ts';
import { cut } from '../widgets/cells.ts';

/** How long a notice stays on the screen; it stays in the list. */
const SHOWN_MS: Readonly<Record<Notice['tone'], number>> = { info: 5_000, good: 5_000, warn: 10_000, bad: 20_000 };
const MOST = 3;

const SIGNS: Readonly<Record<Notice['tone'], readonly [sign: string, style: StyleName]>> = { info: ['·', 'text'], good: ['✓', 'good'], warn: ['!', 'warn'], bad: ['✗', 'bad'] };

/** The notices that are on the screen, the newest last. @param now Unix milliseconds */
export function shownNotices(notices: readonly Notice[], now: number): readonly Notice[] {
  return notices.filter(({ at, tone }) => now - at < SHOWN_MS[tone]).slice(-MOST);
}

/** When the next of them leaves the screen, in Unix milliseconds: a frame is due then. Undefined: none is shown. */
export function nextLeaves(notices: readonly Notice[], now: number): number | undefined {
  const ends = shownNotices(notices, now).map(({ at, tone }) => at + SHOWN_MS[tone]);
  return ends.length === 0 ? undefined : Math.min(...ends);
}

/** Draws them one per row, the newest at the bottom. The sign says what the colour says. */
export function drawNotices(canvas: Canvas, notices: readonly Notice[]): void {
  notices.slice(-canvas.height).forEach(({ tone, text }, index, all) => {
    const y = canvas.height - all.length + index;
    const [sign, style] = SIGNS[tone];
    canvas.fill(0, y, canvas.width, 1, 'text');
    canvas.text(1, y, cut(`${sign} ${text.replaceAll('\n', ' ')}`, canvas.width - 2), style);
  });
}
