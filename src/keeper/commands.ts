import { toFailure } from '../model/errors.ts';
import type { OnProgress, Progress } from '../model/progress.ts';
import type { CommandAnswer, CommandRequest } from '../wire/protocol.ts';
import type { KeeperParts } from './parts.ts';
import { progressBoard } from './progress-board.ts';
import type { Running } from './running.ts';

export interface Asker {
  readonly by: string;
  /** Aborted when the operator takes this one request back. */
  readonly cancelled: AbortSignal;
  /** Aborted when the front end goes away. */
  readonly gone: AbortSignal;
  /** Aborted when the keeper is made to end. */
  readonly ending: AbortSignal;
  readonly progress: (progress: Progress) => void;
}

/** Runs commands, each token once: who asks again for one gets what came of it. */
export type RunCommand = (request: CommandRequest, asker: Asker) => Promise<CommandAnswer>;

export function createCommands({ dispatch, mutates, survives, journal, store, clock }: KeeperParts, running: Running): RunCommand {
  const underWay = new Map<string, Promise<CommandAnswer>>();

  async function runOnce(request: CommandRequest, asker: Asker): Promise<CommandAnswer> {
    journal.begin(request, asker.by, mutates(request.id) && !request.dryRun);
    const end = running.begin(`${request.id}, for ${asker.by}`);
    const board = progressBoard(store, clock.now);
    const progress: OnProgress = (each) => (board.show(each), asker.progress(each));
    const answer = await dispatch(request, { signal: signalFor(request.id, asker), progress, by: asker.by }).catch(refusal);
    board.end();
    journal.answered(request.token, answer);
    end();
    return answer;
  }

  function signalFor(id: string, { cancelled, gone, ending }: Asker): AbortSignal {
    return AbortSignal.any(survives(id) ? [cancelled, ending] : [cancelled, ending, gone]);
  }

  return async (request, asker) => {
    const known = journal.outcome(request.token);
    if (known.state === 'answered') return known.answer;
    if (known.state === 'lost') return lost(request);
    const run = underWay.get(request.token) ?? runOnce(request, asker).finally(() => underWay.delete(request.token));
    underWay.set(request.token, run);
    return run;
  };
}

function refusal(error: unknown): CommandAnswer {
  return { ok: false, failure: toFailure(error) };
}

function lost({ id }: CommandRequest): CommandAnswer {
  return { ok: false, failure: { kind: 'lost', what: `an earlier keeper died while ${id} ran: how far it came is not known`, next: 'labdeck status', detail: 'it was not run again' } };
}
