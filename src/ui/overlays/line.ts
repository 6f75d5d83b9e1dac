import type { Canvas } from '../canvas.ts';
import type { Completion, PaneInput } from '../pane.ts';
import { drawInput, type InputLine, lineOf } from '../widgets/input-line.ts';
import { CLOSED, overlayKind, type Press, type Step, type Wish, type World } from './overlay.ts';
import { writtenInto } from './typing.ts';

/** A line of text in the footer's place: a filter, a search, a line for the pane behind it. */
export interface Line {
  readonly kind: 'line';
  /** What stands before it. */
  readonly label: string;
  readonly line: InputLine;
  /** Told with every key: the verb of the screen that takes the text as its word. Escape tells it what was there before. */
  readonly live?: string;
  readonly before: string;
  /** It is the focused pane's own line (`Pane.input`): Enter runs it, and the line stays and is empty again. */
  readonly ofPane: boolean;
  /** Lines written before, the newest first; `at` is the one that is shown. */
  readonly history: readonly string[];
  readonly at: number;
  readonly [field: string]: unknown;
}

const OFFERED = 6;

/** A line whose text a verb of the screen takes as it is written: `pane.filter`, `pane.search`. */
export function liveLine(label: string, live: string, before: string, history: readonly string[] = []): Line {
  return { kind: 'line', label, line: lineOf(before), live, before, ofPane: false, history, at: -1 };
}

/** The line that is written into a pane. */
export function paneLine({ prompt, history }: PaneInput): Line {
  return { kind: 'line', label: prompt, line: lineOf(''), before: '', ofPane: true, history: history.toReversed(), at: -1 };
}

function told(state: Line, line: InputLine): Step<Line> {
  if (line === state.line) return { overlay: state };
  const wishes: readonly Wish[] = state.live === undefined || line.text === state.line.text ? [] : [{ do: 'act', id: state.live, word: line.text }];
  return { overlay: { ...state, line }, wishes };
}

/** The pane takes the line, and the command that it means is asked for like any other. */
function accepted(state: Line, { armed, input }: World): Step<Line> {
  const text = state.line.text.trim();
  if (!state.ofPane) return CLOSED;
  const ask = text === '' ? undefined : input?.submit(text);
  if (text === '') return { overlay: state };
  const history = [text, ...state.history.filter((each) => each !== text)];
  const wishes: readonly Wish[] = [{ do: 'act', id: 'pane.open', word: text }, ...(ask === undefined ? [] : [{ do: 'ask', request: { id: ask.id, args: ask.args, how: armed, key: ask.key } } as const])];
  return { overlay: { ...state, line: lineOf(''), history, at: -1 }, wishes };
}

/** Older and newer lines; past the newest the line is empty. */
function recalled(state: Line, step: 1 | -1): Step<Line> {
  const at = Math.max(-1, Math.min(state.at + step, state.history.length - 1));
  const { overlay = state, ...rest } = told(state, lineOf(state.history[at] ?? ''));
  return { ...rest, overlay: { ...overlay, at } };
}

/** What the line may become, the likeliest first. */
function offered({ ofPane, line: { text } }: Line, { input }: World): readonly Completion[] {
  if (!ofPane || input === undefined) return [];
  return input.complete(text).filter(({ line }) => line !== text).slice(0, OFFERED);
}

function key(state: Line, press: Press, world: World): Step<Line> {
  if (press.act === 'overlay.close') return state.live === undefined || state.line.text === state.before ? CLOSED : { wishes: [{ do: 'act', id: state.live, word: state.before }] };
  if (press.act === 'overlay.accept') return accepted(state, world);
  if (press.act === 'overlay.complete') return told(state, lineOf(offered(state, world)[0]?.line ?? state.line.text));
  if (press.act === 'overlay.previous') return recalled(state, 1);
  if (press.act === 'overlay.next') return recalled(state, -1);
  return told(state, writtenInto(state.line, press));
}

function draw(canvas: Canvas, state: Line, world: World): void {
  const y = canvas.height - 1;
  offered(state, world).slice(0, y).toReversed().forEach(({ line, says = '' }, index, all) => {
    const row = y - all.length + index;
    canvas.text(canvas.text(3, row, line, index === all.length - 1 ? 'key' : 'text') + 2, row, says, 'dim');
  });
  const at = canvas.text(1, y, `${state.label} `, 'key');
  drawInput(canvas, at, y, canvas.width - at - 1, state.line);
}

export const lineOverlay = overlayKind<Line>({
  kind: 'line',
  scope: () => 'overlay.line',
  title: ({ label }) => label,
  place: 'bottom',
  size: (state, world, screen) => ({ width: screen.width, height: 1 + offered(state, world).length }),
  key,
  draw,
});
