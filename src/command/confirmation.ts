import type { LabState } from '../store/state.ts';
import type { CommandArgs, Verb } from './command.ts';

/** How a verb is confirmed: not at all, with `y`, or by typing a word: the lab's name, or that of a protected node. */
export type Confirmation =
  | { readonly ask: 'nothing' }
  | { readonly ask: 'y'; readonly loses: string }
  | { readonly ask: 'word'; readonly loses: string; readonly word: string };

export function confirmationOf(verb: Verb, state: LabState, args: CommandArgs): Confirmation {
  const loses = verb.blast === 'none' ? undefined : verb.loses?.(state, args);
  if (loses === undefined) return { ask: 'nothing' };
  const word = verb.blast === 'lab' ? state.wanted.name : protectedWord(state, args);
  return word === undefined ? { ask: 'y', loses } : { ask: 'word', loses, word };
}

/** The name of the one protected node that is meant, or the lab's for several of them. */
function protectedWord({ wanted }: LabState, { node }: CommandArgs): string | undefined {
  const named = [node ?? []].flat();
  const [first, ...more] = wanted.nodes.filter((each) => each.protected === true && named.includes(each.name)).map(({ name }) => name);
  return more.length === 0 ? first : wanted.name;
}
