import { type FooterRow, fitFooter, footerWidth } from '../../keymap/footer.ts';
import type { Canvas } from '../canvas.ts';

/** The last row: the keys that work here and now, as many as there is room for. */
export function drawFooter(canvas: Canvas, keys: readonly FooterRow[]): void {
  fitFooter(keys, canvas.width).reduce((x, row) => {
    const after = canvas.text(x, 0, row.chord, 'key');
    canvas.text(after + 1, 0, row.short, 'dim');
    return x + footerWidth(row);
  }, 1);
}
