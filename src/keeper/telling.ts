import type { Command } from '../command/command.ts';
import type { GroupDocument } from '../command/each-node.ts';
import { durationText } from '../model/duration.ts';
import { MAX_EVENTS } from '../probe/limits.ts';
import type { LabStore } from '../store/lab-store.ts';
import type { LabEvent } from '../store/state.ts';
import type { CommandAnswer, CommandRequest } from '../wire/protocol.ts';
import type { DispatchContext } from './parts.ts';

type Dispatch = (request: CommandRequest, context: DispatchContext) => Promise<CommandAnswer>;

/** Adds one line to what happened. */
export function tell(store: LabStore, event: LabEvent): void {
  store.update('events', (events) => [...events, event].slice(-MAX_EVENTS));
}

interface Telling {
  readonly store: LabStore;
  readonly now: () => number;
  readonly commandById: (id: string) => Command | undefined;
}

/** A dispatch that says of each command that changes something what came of it, and who asked. */
export function toldDispatch(dispatch: Dispatch, { store, now, commandById }: Telling): Dispatch {
  return async (request, context) => {
    const began = now();
    const answer = await dispatch(request, context);
    const command = commandById(request.id);
    if (command?.mutates !== true || request.dryRun) return answer;
    const about = aboutOf(request);
    const what = `${commandWords(command, request)}: ${outcomeWords(command, answer)} after ${durationText(now() - began)}`;
    tell(store, { at: now(), source: 'command', what, by: context.by, ...(about === undefined ? {} : { about }) });
    return answer;
  };
}

/** As it would be typed, options left out. */
function commandWords({ cli, args }: Command, request: CommandRequest): string {
  return [cli, ...args.flatMap(({ name }) => request.args[name] ?? []).map(String)].join(' ');
}

function outcomeWords(command: Command, answer: CommandAnswer): string {
  if (!answer.ok) return answer.failure.kind === 'cancelled' ? 'cancelled' : `failed: ${answer.failure.what}`;
  return { done: 'done', exit: groupWords(answer.result), check: 'does not hold' }[command.outcome?.(answer.result) ?? 'done'];
}

/** Of a group that was not done as a whole; of one in which nothing was done the first reason. */
function groupWords(result: unknown): string {
  const { nodes = [] } = (result ?? {}) as Partial<GroupDocument>;
  return nodes.length > 0 && nodes.every(({ ok }) => !ok) ? `failed: ${nodes[0]?.failure?.what ?? 'for no reason told'}` : 'failed in part';
}

/** The one node or port it was about. */
function aboutOf({ args }: CommandRequest): string | undefined {
  const named = [args['node'] ?? args['port'] ?? []].flat();
  return named.length === 1 ? String(named[0]) : undefined;
}
