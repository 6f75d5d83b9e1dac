import type { CommandArgs, Verb } from '../../command/command.ts';
import { confirmationOf } from '../../command/confirmation.ts';
import { named } from '../../keymap/named.ts';
import { commandLine, lineWord } from '../../keymap/words.ts';
import type { LabState } from '../../store/state.ts';
import type { Canvas } from '../canvas.ts';
import { cellsOf, wrapped } from '../widgets/cells.ts';
import { drawInput, EMPTY_LINE, type InputLine } from '../widgets/input-line.ts';
import { cancelled, overlayKind, type Press, type Request, type Step } from './overlay.ts';
import { writtenInto } from './typing.ts';

/** A question before something is lost. */
export interface Confirm {
  readonly kind: 'confirm';
  readonly request: Request;
  /** `vm destroy n100-1` */
  readonly command: string;
  readonly loses: string;
  /** The command that takes it back; without one it is not reversible. */
  readonly undo?: string;
  /** Nothing: `y` is enough. Else a name that has to be typed. */
  readonly name?: string;
  readonly line: InputLine;
  readonly [field: string]: unknown;
}

/**
 * The question that a command asks, by the rule that the command line has too: nothing, `y`, or a name that is typed. Undefined: it runs
 * without asking.
 */
export function confirmFor(verb: Verb, request: Request, lab: LabState): Confirm | undefined {
  const how = confirmationOf(verb, lab, request.args);
  if (how.ask === 'nothing') return undefined;
  const undo = verb.undo?.(request.args);
  return {
    kind: 'confirm',
    request,
    command: lineFor(verb, request.args),
    loses: how.loses,
    ...(undo === undefined ? {} : { undo: writtenOut(undo) }),
    ...(how.ask === 'word' ? { name: how.word } : {}),
    line: EMPTY_LINE,
  };
}

const lineFor = (verb: Verb, args: CommandArgs): string => commandLine(verb, args).map(lineWord).join(' ');

/** A command as it would be typed. */
export function writtenOut({ id, args }: Pick<Request, 'id' | 'args'>): string {
  const what = named(id);
  return what?.kind === 'lab' ? lineFor(what.verb, args) : id;
}

function words({ command, loses, undo, name }: Confirm): readonly (readonly [text: string, style: 'title' | 'bad' | 'warn' | 'text'])[] {
  return [
    [command, 'title'],
    [`Lost is ${loses}.`, 'bad'],
    undo === undefined ? ['Not reversible: what is lost does not come back.', 'bad'] : [`Taken back by u: ${undo}`, 'text'],
    name === undefined ? ['Go on?', 'text'] : [`To go on, type ${name} and press Enter:`, 'warn'],
  ];
}

const HINT = 'y go on   n leave it   D show the commands   Y copy them';
const WIDEST = 72;

const size = (state: Confirm, _world: unknown, screen: { readonly width: number }) => {
  const width = Math.min(WIDEST, Math.max(20, screen.width - 4));
  return { width, height: words(state).flatMap(([text]) => wrapped(text, width - 2)).length + 2 };
};

function key(state: Confirm, press: Press): Step<Confirm> {
  const ask = (how: Request['how']): Step<Confirm> => ({ wishes: [{ do: 'run', request: { ...state.request, how } }] });
  if (press.act === 'overlay.close') return { wishes: cancelled(state.request, 'not confirmed: nothing was done') };
  if (press.act === 'overlay.dry-run') return ask('dry-run');
  if (press.act === 'overlay.copy-command') return ask('copy');
  if (state.name === undefined) return press.act === 'overlay.accept' ? ask('run') : { overlay: state };
  if (press.act === 'overlay.accept') return state.line.text.trim() === state.name ? ask('run') : { overlay: state };
  return { overlay: { ...state, line: writtenInto(state.line, press) } };
}

function draw(canvas: Canvas, state: Confirm): void {
  let y = 0;
  for (const [text, style] of words(state)) for (const line of wrapped(text, canvas.width - 2)) canvas.text(1, y++, line, style);
  if (state.name === undefined) canvas.text(1, y + 1, HINT, 'key');
  else drawInput(canvas, 1, y, Math.min(canvas.width - 2, Math.max(20, cellsOf(state.name) + 2)), state.line);
}

export const confirmOverlay = overlayKind<Confirm>({
  kind: 'confirm',
  scope: ({ name }) => (name === undefined ? 'overlay.confirm' : 'overlay.typed'),
  title: ({ request }) => `${named(request.id)?.short ?? request.id}?`,
  place: 'centre',
  size,
  key,
  draw,
});
