import type { CommandArgs, Verb } from '../../command/command.ts';
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
  readonly loses?: string;
  readonly protects: readonly string[];
  /** Nothing: `y` is enough. Else a name that has to be typed. */
  readonly name?: string;
  readonly line: InputLine;
  readonly [field: string]: unknown;
}

/** Verbs that lose nothing, and still stop what is protected. */
const STOPS = ['vm.shutdown', 'vm.suspend', 'lab.down'];

/**
 * How a command has to be confirmed: by its blast radius, and by what is protected in it. Undefined: it runs without asking.
 * The words are the verb's own (`loses`), so that screen and command line say the same.
 */
export function confirmFor(verb: Verb, request: Request, lab: LabState): Confirm | undefined {
  const loses = verb.blast === 'none' ? undefined : verb.loses?.(lab, request.args);
  const protects = loses !== undefined || STOPS.includes(verb.id) ? protectedIn(verb, request.args, lab) : [];
  if (loses === undefined && protects.length === 0) return undefined;
  const name = nameToType(verb, lab, loses, protects);
  return {
    kind: 'confirm',
    request,
    command: commandLine(verb, request.args).map(lineWord).join(' '),
    ...(loses === undefined ? {} : { loses }),
    protects,
    ...(name === undefined ? {} : { name }),
    line: EMPTY_LINE,
  };
}

/** The lab's name for what can lose the lab; a protected node's for what can lose that node; else `y` is enough. */
function nameToType({ blast }: Verb, { wanted }: LabState, loses: string | undefined, protects: readonly string[]): string | undefined {
  if (blast === 'lab' || (loses !== undefined && protects.length > 1)) return wanted.name;
  return loses === undefined ? undefined : protects[0];
}

/** Protected nodes that a command acts on: those it names, or all where it names none. */
function protectedIn(verb: Verb, args: CommandArgs, { wanted }: LabState): readonly string[] {
  const arg = verb.args.find(({ kind }) => kind === 'node');
  const given = arg === undefined ? undefined : args[arg.name];
  const hit = given === undefined ? undefined : [given].flat().map(String);
  return wanted.nodes.filter((node) => node.protected === true && (hit === undefined || hit.includes(node.name))).map(({ name }) => name);
}

function words({ command, loses, protects, name }: Confirm): readonly (readonly [text: string, style: 'title' | 'bad' | 'warn' | 'text'])[] {
  return [
    [command, 'title'],
    ...(loses === undefined ? [] : [[`Lost is ${loses}.`, 'bad'], ['Not reversible: what is lost does not come back.', 'bad']] as const),
    ...(protects.length === 0 ? [] : [[`Protected in the lab file: ${protects.join(', ')}.`, 'warn']] as const),
    [name === undefined ? 'Go on?' : `Type ${name} and press Enter to go on:`, 'text'],
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
