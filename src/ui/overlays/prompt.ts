import type { CommandArg } from '../../command/command.ts';
import { wordsOf } from '../../keymap/words.ts';
import type { Canvas } from '../canvas.ts';
import { inset } from '../widgets/inset.ts';
import { drawInput, EMPTY_LINE, type InputLine, lineOf } from '../widgets/input-line.ts';
import { drawList, FIRST_LIST, type ListItem, type ListState } from '../widgets/list-box.ts';
import { type Callable, CALLABLES, namesFor } from './callables.ts';
import { ranked } from './fuzzy.ts';
import { listMoved } from './list-keys.ts';
import { cancelled, overlayKind, type Press, type Request, type Step, type World } from './overlay.ts';
import { writtenInto } from './typing.ts';

/** A question for an argument that nobody gave. */
export interface Prompt {
  readonly kind: 'prompt';
  readonly request: Request;
  /** The argument that is asked for. */
  readonly arg: string;
  readonly line: InputLine;
  readonly list: ListState;
  readonly [field: string]: unknown;
}

export function promptFor(request: Request, arg: string): Prompt {
  return { kind: 'prompt', request, arg, line: EMPTY_LINE, list: FIRST_LIST };
}

const ROWS = 8;

interface Asked {
  readonly callable: Callable;
  readonly arg: CommandArg;
}

function askedBy({ request, arg }: Prompt): Asked {
  const callable = CALLABLES.find(({ id }) => id === request.id);
  const found = callable?.args.find(({ name }) => name === arg);
  if (callable === undefined || found === undefined) throw new Error(`nothing asks for ${arg} of ${request.id}`);
  return { callable, arg: found };
}

/** Words before the last are written already; the last is looked for. */
function parted({ text }: InputLine): { readonly before: string; readonly last: string } {
  const at = text.lastIndexOf(' ') + 1;
  return { before: text.slice(0, at), last: text.slice(at) };
}

function candidates(state: Prompt, world: World): readonly ListItem[] {
  const { callable, arg } = askedBy(state);
  const { before, last } = parted(state.line);
  const names = namesFor(callable, arg, world).filter((name) => !wordsOf(before).includes(name));
  return ranked(last, names, (name) => name).map(({ row, match }) => ({ text: row, found: match.found }));
}

function chosen(state: Prompt, world: World): string | undefined {
  const items = candidates(state, world);
  return items[Math.min(state.list.at, items.length - 1)]?.text;
}

/** Where only names that are there will do, the one under the cursor is meant when the last word is not yet one. */
function completed(state: Prompt, world: World): string {
  const { callable, arg } = askedBy(state);
  const { before, last } = parted(state.line);
  const names = namesFor(callable, arg, world);
  if (names.length === 0 || names.includes(last) || (last === '' && before.trim() !== '')) return state.line.text.trim();
  return `${before}${chosen(state, world) ?? last}`.trim();
}

function accepted(state: Prompt, world: World): Step<Prompt> {
  const text = completed(state, world);
  if (text === '') return { overlay: state };
  const { arg } = askedBy(state);
  const value = arg.many === true || arg.kind === 'argv' ? wordsOf(text) : text;
  return { wishes: [{ do: 'ask', request: { ...state.request, args: { ...state.request.args, [arg.name]: value } } }] };
}

function key(state: Prompt, press: Press, world: World): Step<Prompt> {
  if (press.act === 'overlay.close') return { wishes: cancelled(state.request, `${state.arg} was not given: nothing was done`) };
  if (press.act === 'overlay.accept') return accepted(state, world);
  if (press.act === 'overlay.complete') {
    const name = chosen(state, world);
    return { overlay: name === undefined ? state : { ...state, line: lineOf(`${parted(state.line).before}${name}${askedBy(state).arg.many === true ? ' ' : ''}`), list: FIRST_LIST } };
  }
  const list = listMoved(state.list, press.act, candidates(state, world).length, ROWS);
  if (list !== undefined) return { overlay: { ...state, list } };
  const line = writtenInto(state.line, press);
  return { overlay: line === state.line ? state : { ...state, line, list: FIRST_LIST } };
}

function draw(canvas: Canvas, state: Prompt, world: World): void {
  const { arg } = askedBy(state);
  canvas.text(1, 0, arg.summary, 'dim');
  drawInput(canvas, 1, 1, canvas.width - 2, state.line);
  drawList(inset(canvas, 0, 2, canvas.width, canvas.height - 2), candidates(state, world), state.list);
}

export const promptOverlay = overlayKind<Prompt>({
  kind: 'prompt',
  scope: () => 'overlay.prompt',
  title: (state) => `${askedBy(state).callable.cli}: ${state.arg}`,
  place: 'centre',
  size: (state, world, screen) => ({ width: Math.min(60, screen.width - 4), height: 2 + Math.min(ROWS, candidates({ ...state, line: EMPTY_LINE }, world).length) }),
  key,
  draw,
});
