import type { Canvas } from '../canvas.ts';
import { FIRST_LIST, type ListState } from '../widgets/list-box.ts';
import { topRow } from '../widgets/table/cursor.ts';
import { listMoved, listPointed } from './list-keys.ts';
import { CLOSED, notice, overlayKind, type Press, type Step, type World } from './overlay.ts';

/** Lines held still, to read and to copy: a pane in copy mode, what a dry run would do, an XML. */
export interface Copy {
  readonly kind: 'copy';
  readonly title: string;
  readonly lines: readonly string[];
  readonly list: ListState;
  /** Where the marked lines begin; they end at the cursor. */
  readonly mark?: number;
  readonly [field: string]: unknown;
}

export function copyOf(title: string, lines: readonly string[]): Copy {
  return { kind: 'copy', title, lines, list: FIRST_LIST };
}

/** The first and the last line that would be copied; without a mark the one under the cursor. */
function span({ list: { at }, mark = at }: Copy): readonly [first: number, last: number] {
  return [Math.min(at, mark), Math.max(at, mark)];
}

function taken(state: Copy): Step<Copy> {
  const [first, last] = span(state);
  const lines = state.lines.slice(first, last + 1);
  const text = lines.map((line) => line.trimEnd()).join('\n');
  return { wishes: [{ do: 'copy', text }, notice('good', lines.length === 1 ? 'one line copied' : `${lines.length} lines copied`)] };
}

function key(state: Copy, { act }: Press, _world: World, room: { readonly height: number }): Step<Copy> {
  const list = listMoved(state.list, act, state.lines.length, room.height);
  if (list !== undefined) return { overlay: { ...state, list } };
  if (act === 'overlay.close') return CLOSED;
  if (act === 'overlay.accept') return taken(state);
  if (act !== 'overlay.mark') return { overlay: state };
  const { mark, ...rest } = state;
  return { overlay: mark === undefined ? { ...rest, mark: state.list.at } : rest };
}

function draw(canvas: Canvas, state: Copy): void {
  const top = topRow(state.list.top, state.list.at, state.lines.length, canvas.height);
  const [first, last] = span(state);
  state.lines.slice(top, top + canvas.height).forEach((line, y) => {
    canvas.text(1, y, line);
    if (top + y >= first && top + y <= last) canvas.restyle(0, y, canvas.width, 1, 'selected');
    if (top + y === state.list.at) canvas.text(0, y, '▸', 'focus');
  });
}

export const copyOverlay = overlayKind<Copy>({
  kind: 'copy',
  scope: () => 'overlay.copy',
  title: ({ title }) => `${title} · space mark · y copy`,
  place: 'pane',
  size: (state, _world, screen) => ({ width: screen.width - 4, height: Math.max(1, Math.min(state.lines.length, screen.height - 4)) }),
  key,
  draw,
  mouse: (state, { what, y }, _world, room) => ({ overlay: { ...state, list: listPointed(state.list, what, y, state.lines.length, room.height) } }),
});
