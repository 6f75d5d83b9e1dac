import { describe, expect, it } from 'vitest';
import { footerRows } from '../../../src/keymap/footer.ts';
import { BUILT_IN } from '../../../src/keymap/keymap.ts';
import { SCOPES } from '../../../src/keymap/scopes.ts';
import { drawFooter } from '../../../src/ui/bars/footer.ts';
import { TextCanvas } from '../text-canvas.ts';

function footer(scope: string, width: number): string {
  const canvas = new TextCanvas(width, 1);
  drawFooter(canvas, footerRows(BUILT_IN, scope));
  return canvas.toString();
}

describe('the footer', () => {
  it.each([40, 80, 120, 200])('fits into %i columns, and palette and help never leave', (width) => {
    for (const { scope } of SCOPES.filter((each) => each.scope !== 'line' && !each.scope.startsWith('overlay'))) expect(footer(scope, width)).toMatch(/: palette {3}\? help$/);
  });
});
