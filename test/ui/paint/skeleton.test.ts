import { describe, expect, test } from 'vitest';
import { CONSOLE_GLYPHS } from '../../../src/ui/paint/glyphs.ts';
import { skeleton } from '../../../src/ui/paint/skeleton.ts';
import { Emulator } from './emulator.ts';
import { OVERVIEW, STYLES } from './paper.ts';

async function drawn(width: number, height: number, more: Partial<Parameters<typeof skeleton>[0]> = {}): Promise<string[]> {
  const emulator = new Emulator(width, height);
  await emulator.write(`\u001b[?7l${skeleton({ layout: OVERVIEW, size: { width, height }, styles: STYLES, head: 'labdeck  embedded', ...more })}`);
  return emulator.rows();
}

describe('the frame before there is anything in it', () => {
  test('has the panes of the layout, between header and footer', async () => {
    const rows = await drawn(120, 40);
    expect(rows[0]).toBe(' labdeck  embedded');
    expect(rows[1]).toMatch(/^╭─ Nodes ─+╮$/u);
    expect(rows.at(-2)).toMatch(/^╰─+╯$/u);
    expect(rows.at(-1)).toBe('');
    expect(rows.join('\n')).toMatch(/╭─ Outer VM ─+╮╭─ Fabric ─+╮/u);
    expect(rows.slice(1, -1).every((row) => row.length === 120)).toBe(true);
  });

  test('leaves out what has no room, and on a tiny screen all', async () => {
    expect((await drawn(80, 24)).join('\n')).not.toContain('Serial');
    expect((await drawn(40, 5)).slice(1).join('')).toBe('');
  });

  test('uses signs that a console has', async () => {
    expect((await drawn(80, 24, { glyphs: CONSOLE_GLYPHS })).join('')).not.toMatch(/[╭╮╰╯]/u);
  });
});
