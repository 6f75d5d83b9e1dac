import { describe, expect, it } from 'vitest';
import { drawEmpty } from '../../../src/ui/widgets/empty.ts';
import { drawFields, fieldLines } from '../../../src/ui/widgets/fields.ts';
import { drawInput, edited, EMPTY_LINE, lineOf, typed } from '../../../src/ui/widgets/input-line.ts';
import { inset } from '../../../src/ui/widgets/inset.ts';
import { drawList, FIRST_LIST, moveList } from '../../../src/ui/widgets/list-box.ts';
import { drawLines, firstLine, FIRST_TEXT, scrollText, textToEnd, wantedFrom } from '../../../src/ui/widgets/text-lines.ts';
import { drawTree, FIRST_TREE, moveTree, toggleTree, type TreeNode, treeLines } from '../../../src/ui/widgets/tree.ts';
import { TextCanvas } from '../text-canvas.ts';

describe('an input line', () => {
  it('is edited as in a shell', () => {
    const line = typed(EMPTY_LINE, 'vm start n100-1');
    expect(line).toEqual(lineOf('vm start n100-1'));
    const after = (...names: string[]) => names.reduce(edited, line);
    expect(after('kill-word')).toEqual(lineOf('vm start '));
    expect(after('word-left', 'word-left', 'kill-end')).toEqual(lineOf('vm '));
    expect(after('home', 'delete', 'right', 'backspace')).toEqual({ text: ' start n100-1', at: 0 });
    expect(after('home', 'word-right', 'kill-line')).toEqual({ text: ' start n100-1', at: 0 });
    expect(after('home', 'left', 'backspace', 'end', 'right', 'no such key')).toEqual(line);
  });

  it('takes a paste as one line, and counts what is typed in characters', () => {
    expect(typed(lineOf('ab'), 'c\r\nd\u001b[31m')).toEqual(lineOf('abc d[31m'));
    expect(edited(typed(EMPTY_LINE, '日😀'), 'backspace')).toEqual(lineOf('日'));
  });

  it('shows where the cursor is, in a room that is too small', () => {
    const canvas = new TextCanvas(12, 1);
    drawInput(canvas, 1, 0, 8, lineOf('0123456789'));
    expect(canvas.toString()).toBe(' 3456789');
    drawInput(canvas, 1, 0, 8, { text: '0123456789', at: 2 });
    expect([canvas.toString(), canvas.styled('selected')]).toEqual([' 01234567', ['0:2']]);
  });
});

describe('a list box', () => {
  it('shows what is chosen, and what goes with each line at its right', () => {
    const canvas = new TextCanvas(24, 2);
    const state = moveList(FIRST_LIST, 2, 3, 2);
    drawList(canvas, [{ text: 'vm start' }, { text: 'vm stop', right: 'x' }, { text: 'a very long command line', right: 'ctrl-k', found: [2] }], state);
    expect(canvas.lines()).toEqual(['  vm stop             x', '▸ a very long …  ctrl-k']);
    expect(moveList(state, 9, 3, 2)).toEqual({ at: 2, top: 1 });
  });
});

const TREE: readonly TreeNode[] = [
  { id: 'host', text: 'host', children: [{ id: 'qemu', text: 'QEMU', right: '2h14m', children: [{ id: 'n1', text: 'n100-1', children: [] }, { id: 'n2', text: 'n100-2', children: [] }] }, { id: 'kvm', text: '/dev/kvm', children: [] }] },
];

describe('a tree', () => {
  it('draws its branches', () => {
    const canvas = new TextCanvas(24, 5);
    drawTree(canvas, treeLines(TREE, []), FIRST_TREE, true);
    expect(`\n${canvas.toString()}`).toBe(`
 host
 ├─ QEMU          2h14m
 │  ├─ n100-1
 │  └─ n100-2
 └─ /dev/kvm`);
  });

  it('closes what the cursor is on', () => {
    const lines = treeLines(TREE, []);
    const state = toggleTree(lines, moveTree(lines, FIRST_TREE, 1, 3));
    expect(state).toMatchObject({ cursor: 'qemu', closed: ['qemu'] });
    const canvas = new TextCanvas(26, 5);
    drawTree(canvas, treeLines(TREE, state.closed), state, true);
    expect(canvas.lines()[1]).toBe(' ├─ QEMU (2 more)   2h14m');
    expect(toggleTree(treeLines(TREE, state.closed), state).closed).toEqual([]);
    expect(toggleTree(lines, moveTree(lines, FIRST_TREE, 9, 3))).toMatchObject({ cursor: 'kvm', closed: [], top: 2 });
  });
});

describe('text that grows', () => {
  it('follows its end, stays where it was put, and follows again at the end', () => {
    expect(firstLine(FIRST_TEXT, 100, 10)).toBe(90);
    const up = scrollText(FIRST_TEXT, -5, 100, 10);
    expect([up.follow, firstLine(up, 120, 10), wantedFrom(up, 10)]).toEqual([false, 85, 85]);
    expect(scrollText(up, 50, 100, 10).follow).toBe(true);
    expect(textToEnd(up).follow).toBe(true);
    expect(wantedFrom(FIRST_TEXT, 10)).toBe(-10);
  });

  it('shows what is searched for', () => {
    const canvas = new TextCanvas(20, 2);
    drawLines(canvas, { first: 0, total: 3, rows: ['one', 'panic: here', 'three'] }, { ...FIRST_TEXT, search: 'PANIC' });
    expect([canvas.toString(), canvas.styled('warn')]).toEqual([' one\n panic: here', ['1:panic']]);
  });
});

describe('fields and empty panes', () => {
  it('align names, and have a dash for what is not known', () => {
    const fields = [{ name: 'state', value: 'running' }, { name: 'id', value: undefined }];
    const canvas = new TextCanvas(20, 3);
    expect(drawFields(canvas, fields)).toBe(2);
    expect(canvas.toString()).toBe(' state  running\n id     –');
    expect(fieldLines(fields)).toEqual(['state  running', 'id     –']);
  });

  it('say why, and what to press', () => {
    const canvas = new TextCanvas(22, 5);
    drawEmpty(canvas, { why: 'the outer VM is not running', press: 'u boots it' });
    expect(canvas.toString()).toBe(' the outer VM is not\n running\n u boots it');
  });
});

describe('a part of a canvas', () => {
  it('cuts off what lies outside of it', () => {
    const canvas = new TextCanvas(10, 4);
    canvas.fill(0, 0, 10, 4, 'dim', '.');
    const part = inset(canvas, 2, 1, 4, 2);
    expect(part.text(1, 0, 'longer')).toBe(4);
    part.text(0, 2, 'below');
    part.text(0, 1, 'ab日x', 'text', 3);
    part.fill(3, 1, 9, 9, 'good', '#');
    part.restyle(-2, -2, 3, 3, 'bad');
    expect(canvas.lines()).toEqual(['..........', '...lon....', '..ab.#....', '..........']);
    expect(canvas.styled('bad')).toEqual(['1:.']);
  });
});
