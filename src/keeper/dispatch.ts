import type { Command } from '../command/command.ts';
import type { CommandContext } from '../command/context.ts';
import { commandById } from '../command/registry.ts';
import { disabledError } from '../command/unsupported.ts';
import { CancelledError, TimeoutError, toFailure, UsageError } from '../model/errors.ts';
import type { LabState } from '../store/state.ts';
import type { CommandAnswer, CommandRequest, PlannedAct } from '../wire/protocol.ts';
import type { DispatchContext } from './parts.ts';

/** A command's limit where its record names none. */
const DEFAULT_LIMIT_MS = 60_000;

export interface DispatchDeps {
  readonly state: () => LabState;
  /** Makes the context of one request; in a dry run every act goes into `planned` and nowhere else. */
  readonly context: (request: CommandRequest, dispatch: DispatchContext, planned: PlannedAct[]) => CommandContext;
  /** Reads what the command rests on, and what it made old. */
  readonly refresh: (probes: readonly string[], limits: { readonly timeoutMs: number; readonly signal: AbortSignal }) => Promise<void>;
  /** Reads soon, nobody waits. */
  readonly wake: (probes: readonly string[]) => void;
}

/** Runs commands of the registry. What is thrown becomes a failure here, and nowhere below. */
export function createDispatch(deps: DispatchDeps): (request: CommandRequest, context: DispatchContext) => Promise<CommandAnswer> {
  return async (request, context) => {
    const planned: PlannedAct[] = [];
    try {
      const result = await runCommand(found(request.id), request, context, planned, deps);
      return request.dryRun ? { ok: true, result, planned } : { ok: true, result };
    } catch (error) {
      return { ok: false, failure: toFailure(error) };
    }
  };
}

function found(id: string): Command {
  const command = commandById(id);
  if (command === undefined) throw new UsageError({ what: `this keeper knows no command ${id}`, next: 'labdeck keeper stop, then again' });
  return command;
}

async function runCommand(command: Command, request: CommandRequest, context: DispatchContext, planned: PlannedAct[], deps: DispatchDeps): Promise<unknown> {
  const limitMs = request.timeoutMs ?? command.limitMs ?? DEFAULT_LIMIT_MS;
  const { signal, release } = limitSignal(command, limitMs, context.signal);
  try {
    if (command.reads !== undefined) await deps.refresh(command.reads, { timeoutMs: limitMs === 0 ? DEFAULT_LIMIT_MS : limitMs, signal });
    const args = request.args as Parameters<Command['run']>[1];
    const why = command.disabled?.(deps.state(), args);
    if (why !== undefined) throw disabledError(command.cli, why, deps.state());
    const result = await command.run(deps.context(request, { ...context, signal }, planned), args);
    if (!request.dryRun) await seeAfter(command, deps, signal);
    return result;
  } catch (error) {
    // A limit is told by its own words, whatever the abort made of the work below.
    if (signal.aborted && signal.reason instanceof TimeoutError) throw signal.reason;
    throw error;
  } finally {
    release();
    if (!request.dryRun && command.stales.length > 0) deps.wake(command.stales);
  }
}

/** How long the answer of a verb waits for the readings that it made old. */
const AFTER_LIMIT_MS = 5_000;

/** Who asks next sees what the verb did, not what was read before it. Readings that take too long follow by themselves. */
async function seeAfter({ stales }: Command, { refresh }: DispatchDeps, signal: AbortSignal): Promise<void> {
  if (stales.length === 0) return;
  await refresh(stales, { timeoutMs: AFTER_LIMIT_MS, signal }).catch((error: unknown) => {
    // The verb is done: neither its own limit nor who no longer waits takes that back.
    if (!(error instanceof TimeoutError || error instanceof CancelledError)) throw error;
  });
}

function limitSignal(command: Command, limitMs: number, outside: AbortSignal): { readonly signal: AbortSignal; readonly release: () => void } {
  const limit = new AbortController();
  const over = (): void => limit.abort(new TimeoutError({ what: `${command.cli} was not done within ${limitMs / 1000} s`, next: 'labdeck status, or a longer --timeout' }));
  const timer = limitMs === 0 ? undefined : setTimeout(over, limitMs);
  return { signal: AbortSignal.any([limit.signal, outside]), release: () => clearTimeout(timer) };
}
