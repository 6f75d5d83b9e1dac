import type { ArgKind, CommandArgs } from '../../command/command.ts';
import { missingArgs } from '../../keymap/words.ts';
import { type Callable, CALLABLES, isNew } from './callables.ts';
import { confirmFor } from './confirm.ts';
import { cancelled, type Effect, notice, type Request, type World } from './overlay.ts';
import { promptFor } from './prompt.ts';

/**
 * The next step of a command that somebody wants: ask for what is missing, say why it cannot be, ask before something is lost, or have it run.
 * Every way in comes through here (key, menu, palette, help, mouse), so none of them can lose anything without asking.
 */
export function asked(request: Request, world: World): readonly Effect[] {
  const verb = CALLABLES.find(({ id, what }) => id === request.id && what === 'lab');
  if (verb === undefined) return [notice('bad', `there is no command ${request.id}`)];
  const missing = missingArgs(verb, request.args)[0] ?? verb.args.find(({ name }) => request.args[name] === '');
  if (missing !== undefined) return [{ do: 'show', overlay: promptFor(request, missing.name) }];
  if (request.how === 'copy') return [{ do: 'run', request }];
  const why = refusal(verb, request, world);
  if (why !== undefined) return [notice('warn', `${verb.cli}: ${why}`), ...cancelled(request, why)];
  const question = request.how === 'run' ? confirmFor(verb, request, world.lab) : undefined;
  return [question === undefined ? { do: 'run', request } : { do: 'show', overlay: question }];
}

/** Why a command does nothing now, or undefined: the same words in footer, palette and notice. */
export function refusal(verb: Callable, { args, how }: Pick<Request, 'args' | 'how'>, { lab, readonly }: World): string | undefined {
  if (readonly && verb.mutates && how === 'run') return 'this screen is read-only (--readonly); Y copies the command, D shows it';
  return verb.disabled?.(lab, args);
}

/** Whether a verb of panes or tables is one that the focused pane knows; others work everywhere. */
export function doesSomething(id: string, { acts }: World): boolean {
  return acts === undefined || !/^(pane|table)\./.test(id) || acts.includes(id);
}

/** Kinds of words that name what a cursor can be on. */
const NAMES: readonly ArgKind[] = ['node', 'target', 'snapshot', 'port'];

/**
 * Arguments that a command takes from what the cursor is on: those it names, and nothing for what is new. Where it takes one and several are
 * marked, the word is empty: it is asked for.
 * @param optional also those it could do without: a key means what it is pressed on, a line means what is written
 */
export function withTarget(verb: Callable, given: CommandArgs, { target }: World, optional = false): CommandArgs {
  const wanted = verb.args.filter((arg) => given[arg.name] === undefined && NAMES.includes(arg.kind) && !isNew(verb.id, arg.name) && (optional || arg.optional !== true));
  const taken = wanted.flatMap(({ name, kind, many }): (readonly [string, string | readonly string[]])[] => {
    const value = target[name] ?? (kind === 'target' ? target['node'] : undefined);
    const words = [value ?? []].flat().map(String);
    if (words.length === 0) return [];
    return [[name, many === true ? words : words.length === 1 ? (words[0] ?? '') : '']];
  });
  return { ...Object.fromEntries(taken), ...given };
}
