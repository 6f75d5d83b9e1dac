import { describe, expect, it } from 'vitest';
import { fitFooter, footerRows, footerWidth } from '../../src/keymap/footer.ts';
import { BUILT_IN } from '../../src/keymap/keymap.ts';
import { SCOPES } from '../../src/keymap/scopes.ts';

const said = (rows: ReturnType<typeof footerRows>): string => rows.map(({ chord, short }) => `${chord} ${short}`).join('   ');

describe('the footer', () => {
  it('says what works here: the pane first, palette and help last', () => {
    expect(said(footerRows(BUILT_IN, 'nodes'))).toBe('s start   x stop…   m more…   c shell   r resume   e xml   space mark   o sort   ⏎ details   / filter   tab next pane   z zoom   1-9 view   q quit   : palette   ? help');
  });

  it('leaves out what is disabled now', () => {
    expect(said(footerRows(BUILT_IN, 'outer-vm', ({ id }) => (id === 'lab.up' ? 'it is up' : undefined)))).not.toContain('start');
  });

  it('drops the lightest where there is no room, and never palette and help', () => {
    for (const { scope } of SCOPES.filter(({ scope: each }) => !each.startsWith('overlay') && each !== 'line')) {
      for (const width of [24, 40, 80, 120]) {
        const rows = fitFooter(footerRows(BUILT_IN, scope), width);
        expect(said(rows), scope).toMatch(/: palette {3}\? help$/);
        expect(rows.reduce((sum, row) => sum + footerWidth(row), 0) - 1, `${scope} at ${width}`).toBeLessThanOrEqual(width);
      }
    }
    expect(said(fitFooter(footerRows(BUILT_IN, 'nodes'), 60))).toBe('s start   x stop…   ⏎ details   : palette   ? help');
  });
});
