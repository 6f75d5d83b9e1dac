import { EventEmitter } from 'node:events';
import { createElement } from 'react';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { Emulator } from './emulator.ts';
import { settled, STYLES, TestPaper } from './paper.ts';

const SIZES = [[80, 60], [123, 60], [61, 70]] as const;

/** Ink asks once, when it is loaded, how many colours there are. */
beforeAll(() => {
  vi.stubEnv('FORCE_COLOR', '3');
});

async function drawnByInk(width: number, height: number): Promise<Emulator> {
  const [{ render }, { MixedTree }] = await Promise.all([import('ink'), import('./mixed-tree.tsx')]);
  const frames: string[] = [];
  const stdout = Object.assign(new EventEmitter(), { isTTY: true, columns: width, rows: height, write: (text: string) => frames.push(text) });
  const ink = render(createElement(MixedTree, { width }), { stdout: stdout as never, stdin: new EventEmitter() as never, interactive: true, patchConsole: false, debug: true });
  const emulator = new Emulator(width, height);
  await emulator.write((frames.at(-1) ?? '').replaceAll('\n', '\r\n'));
  ink.unmount();
  return emulator;
}

async function drawnByUs(width: number, height: number): Promise<Emulator> {
  const [{ mount }, { MixedTree }] = await Promise.all([import('../../../src/ui/paint/mount.ts'), import('./mixed-tree.tsx')]);
  const paper = new TestPaper(width, height);
  const mounted = mount(createElement(MixedTree, { width }), { paper, abilities: { depth: 24 }, styles: () => STYLES, failed: (error) => expect.unreachable(String(error)) });
  await settled(paper);
  mounted.unmount();
  return paper.emulator;
}

describe('a tree of everything', () => {
  test.each(SIZES)('at %i columns every cell is what plain Ink draws', async (width, height) => {
    const [theirs, ours] = [await drawnByInk(width, height), await drawnByUs(width, height)];
    expect(ours.rows()).toEqual(theirs.rows());
    expect(ours.cells()).toEqual(theirs.cells());
    expect(ours.rows().join('')).toContain('漢');
  });
});
