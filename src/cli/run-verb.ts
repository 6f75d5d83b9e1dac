import { resolve } from 'node:path';
import type { Command, CommandArgs } from '../command/command.ts';
import { exitCodeOf } from '../command/exit-codes.ts';
import { disabledError } from '../command/unsupported.ts';
import { CancelledError, TimeoutError, fromFailure } from '../model/errors.ts';
import type { LabState } from '../store/state.ts';
import { runCommand } from '../wire/command.ts';
import type { Link } from '../wire/link.ts';
import type { CommandAnswer } from '../wire/protocol.ts';
import { confirm } from './confirm.ts';
import { planText, type PlanDocument, write, writeJson } from './output.ts';
import { progressLines } from './progress-lines.ts';
import { render } from './render/render.ts';
import { stateFor } from './replica.ts';
import { msOption, openLink, type Session, wantsJson } from './session.ts';

/** Runs a verb of the registry by way of the keeper, prints its document, and gives the exit code. */
export async function runVerb(session: Session, command: Command): Promise<number> {
  const link = await openLink(session);
  try {
    const state = await stateFor(link, session);
    if (command.view !== undefined) return await answerWith(session, command, command.view(state, session.io.now(), session.args));
    refuseDisabled(state, session);
    await confirm(state, session);
    const document = await run(link, session, command);
    return await answerWith(session, command, document);
  } finally {
    link.close();
  }
}

/** @throws what {@link disabledError} makes of the reason */
export function refuseDisabled(state: LabState, { verb, args }: Session): void {
  const why = verb.disabled?.(state, args);
  if (why === undefined) return;
  throw disabledError(verb.cli, why, state);
}

async function run(link: Link, session: Session, command: Command): Promise<unknown> {
  const { verb, args, io } = session;
  const lines = progressLines(io.stderr, io.now);
  const limitMs = limitOf(session);
  const request = { id: verb.id, args: ownArgs(session), dryRun: args['dry-run'] === true, ...(limitMs === undefined ? {} : { timeoutMs: limitMs }) };
  const options = { mutates: command.mutates, progress: lines.show, reconnect: () => openLink(session) };
  try {
    return documentOf(await patiently(session, limitMs, (signal) => runCommand(link, request, { ...options, signal })));
  } finally {
    lines.end();
  }
}

function documentOf(answer: CommandAnswer): unknown {
  if (!answer.ok) throw fromFailure(answer.failure);
  return answer.planned === undefined ? answer.result : ({ dryRun: true, planned: answer.planned } satisfies PlanDocument);
}

/** What goes to the keeper: without the options that the front end itself obeys, and with paths meant from here, not from there. */
export function ownArgs({ verb, args, io }: Session): CommandArgs {
  const own = [...verb.args.map(({ name, kind }) => ({ name, isPath: kind === 'path' })), ...verb.options.map(({ name, type }) => ({ name, isPath: type === 'path' }))];
  const given = own.filter(({ name }) => args[name] !== undefined);
  return Object.fromEntries(given.map(({ name, isPath }) => [name, isPath ? fromHere(args[name], io.cwd) : args[name]]));
}

function fromHere(path: CommandArgs[string], cwd: string): CommandArgs[string] {
  return typeof path === 'string' ? resolve(cwd, path) : path;
}

const DEFAULT_LIMIT_MS = 60_000;

function limitOf({ verb, args }: Session): number | undefined {
  const limit = msOption(args, 'timeout') ?? verb.limitMs ?? DEFAULT_LIMIT_MS;
  return limit === 0 ? undefined : limit;
}

/** The keeper keeps the limit and obeys a cancellation; one that answers neither is not waited for any longer than this. */
const GRACE_MS = 3000;

async function patiently<T>({ verb, signal }: Session, limitMs: number | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { promise: givenUp, reject } = Promise.withResolvers<never>();
  const timers: NodeJS.Timeout[] = [];
  const after = (ms: number, error: Error): void => void timers.push(setTimeout(() => reject(error), ms));
  const onCancel = (): void => after(GRACE_MS, new CancelledError({ what: `${verb.cli} was cancelled; the keeper has not said what came of it`, next: 'labdeck status' }));
  signal.addEventListener('abort', onCancel);
  if (limitMs !== undefined) after(limitMs + GRACE_MS, new TimeoutError({ what: `${verb.cli}: the keeper did not answer within ${limitMs + GRACE_MS} ms`, next: 'labdeck keeper status' }));
  try {
    return await Promise.race([work(signal), givenUp]);
  } finally {
    signal.removeEventListener('abort', onCancel);
    timers.forEach(clearTimeout);
  }
}

async function answerWith(session: Session, command: Command, document: unknown): Promise<number> {
  const { io, verb } = session;
  const plan = isPlan(document);
  if (wantsJson(session)) await writeJson(io, document);
  else await write(io.stdout, plan ? planText(document.planned) : await render(verb.id, document, io));
  return exitCodeOf(plan ? 'done' : (command.outcome?.(document) ?? 'done'));
}

function isPlan(document: unknown): document is PlanDocument {
  return typeof document === 'object' && document !== null && 'dryRun' in document && 'planned' in document;
}
