import { randomUUID } from 'node:crypto';
import { CancelledError, LostError } from '../model/errors.ts';
import type { Progress } from '../model/progress.ts';
import type { Link } from './link.ts';
import type { CommandAnswer, CommandRequest } from './protocol.ts';

export interface RunOptions {
  /** Whether it changes something: then its outcome matters even when the keeper dies. */
  readonly mutates: boolean;
  /** Cancels: the keeper is told, and its answer is awaited. */
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
  /** A link to the next keeper, to ask what came of a command whose keeper died. */
  readonly reconnect: () => Promise<Link>;
}

/**
 * Sends a command, once. When the keeper dies before it answered a command that changes something, the next keeper is asked what
 * came of it; it is never sent again.
 * @throws LostError when the keeper died and nobody can know what came of it
 */
export async function runCommand(link: Link, request: Omit<CommandRequest, 'token'>, options: RunOptions): Promise<CommandAnswer> {
  const whole = { ...request, token: randomUUID() };
  const stop = link.on('command/progress', ({ token, progress }) => {
    if (token === whole.token) options.progress?.(progress);
  });
  try {
    return await link.request('command/run', whole, options.signal);
  } catch (error) {
    if (!(error instanceof LostError) || !options.mutates || request.dryRun) throw error;
    return await outcome(whole, options, error);
  } finally {
    stop();
  }
}

async function outcome({ id, token }: CommandRequest, { reconnect, signal }: RunOptions, lost: LostError): Promise<CommandAnswer> {
  if (signal?.aborted === true) throw new CancelledError({ what: `the keeper died while ${id} was being cancelled`, next: 'labdeck status', cause: lost });
  const next = await reconnect();
  const known = await next.request('command/outcome', { token });
  next.close();
  if (known.state === 'answered') return known.answer;
  const why = known.state === 'unseen' ? `the keeper died before it began ${id}: nothing was done` : `the keeper died while ${id} ran: how far it came is not known`;
  throw new LostError({ what: why, next: 'labdeck status', detail: 'it was not sent again', cause: lost });
}
