import type { CommandArgs } from '../../command/command.ts';
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
  const [missing] = missingArgs(verb, request.args);
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

/** Arguments that a command takes from what the cursor is on: those of the same name that it has, and nothing for what is new. */
export function withTarget(verb: Callable, given: CommandArgs, { target }: World): CommandArgs {
  const taken = verb.args.flatMap(({ name, many }): (readonly [string, string | readonly string[] | undefined])[] => {
    const value = target[name];
    if (given[name] !== undefined || value === undefined || isNew(verb.id, name)) return [];
    const words = [value].flat().map(String);
    return many === true ? [[name, words]] : words.length === 1 ? [[name, words[0]]] : [];
  });
  return { ...Object.fromEntries(taken), ...given };
}
