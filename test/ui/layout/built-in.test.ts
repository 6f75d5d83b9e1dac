import { describe, expect, it } from 'vitest';
import { LAYOUTS } from '../../../src/ui/built-in.ts';
import { arrange, needs } from '../../../src/ui/layout/arrange.ts';

const shown = (view: string, width: number, height: number): string => {
  const layout = LAYOUTS[view];
  if (layout === undefined) throw new Error(`no layout ${view}`);
  const rows = new Map<number, string[]>();
  for (const { pane, y, width: w, height: h } of arrange(layout, { width, height: height - 2 })) rows.set(y, [...(rows.get(y) ?? []), `${pane} ${w}x${h}`]);
  return [...rows.values()].map((row) => row.join(' | ')).join('\n');
};

describe('built-in views', () => {
  it('are these, on these keys', () => {
    expect(Object.values(LAYOUTS).map(({ layout, digit }) => `${digit ?? '-'} ${layout}`).toSorted()).toEqual([
      '- command-log', '- small', '- wall', '1 overview', '2 nodes', '3 network', '4 consoles', '5 tests', '6 xray', '7 monitor', '8 snapshots', '9 timeline',
    ]);
  });

  it('have one view to a key, and each its file\'s name', () => {
    const digits = Object.values(LAYOUTS).flatMap(({ digit }) => digit ?? []);
    expect(new Set(digits).size).toBe(digits.length);
    for (const [name, { layout }] of Object.entries(LAYOUTS)) expect(layout).toBe(name);
  });

  it('show the whole overview at 120 columns, fewer panes at 80, and use a large screen', () => {
    expect(shown('overview', 120, 40)).toBe('nodes 120x10\nouter-vm 60x14 | fabric 60x14\ntimeline 120x9\nserial 120x5');
    expect(shown('overview', 80, 24)).toBe('nodes 80x7\nouter-vm 80x9\ntimeline 80x6');
    expect(shown('wall', 300, 80).split('\n')).toHaveLength(4);
    expect(shown('network', 80, 24)).toBe('fabric 80x13\ntopology 80x9');
    expect(shown('small', 46, 14)).toBe('nodes 46x7\ntimeline 46x5');
  });

  it('all show something at 80x24, and say what they need at 40x10', () => {
    for (const [name, layout] of Object.entries(LAYOUTS)) {
      expect(shown(name, 80, 24), name).not.toBe('');
      expect(needs(layout).width, name).toBeLessThanOrEqual(60);
    }
    expect(shown('overview', 40, 10)).toBe('');
    expect(needs(LAYOUTS['overview'] as (typeof LAYOUTS)[string])).toEqual({ width: 60, height: 7 });
  });
});
