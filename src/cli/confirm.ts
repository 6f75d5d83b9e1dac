import { createInterface } from 'node:readline/promises';
import type { BlastRadius } from '../command/command.ts';
import { confirmationOf } from '../command/confirmation.ts';
import { CancelledError, RefusedError } from '../model/errors.ts';
import type { LabState } from '../store/state.ts';
import type { Session } from './session.ts';

/**
 * Asks before something is lost: `y` for a node, its name for a protected one, the lab's name for the lab. `--yes` and `--dry-run` ask nothing.
 * @throws RefusedError where nobody can be asked; CancelledError when the answer is no
 */
export async function confirm(state: LabState, session: Session): Promise<void> {
  const { verb, args, io } = session;
  const confirmation = confirmationOf(verb, state, args);
  if (confirmation.ask === 'nothing' || args['yes'] === true || args['dry-run'] === true) return;
  const { loses } = confirmation;
  if (io.stdin.isTTY !== true) throw new RefusedError({ what: `${verb.cli} would lose ${loses}`, next: 'say --yes to do it all the same', detail: 'there is no terminal to ask on' });
  const wanted = confirmation.ask === 'word' ? confirmation.word : 'y';
  const answer = await ask(`${verb.cli} loses ${loses}.\n${questionFor(wanted, verb.blast)}`, session);
  if (!agrees(answer, wanted)) throw new CancelledError({ what: 'not confirmed: nothing was done' });
}

function questionFor(wanted: string, blast: BlastRadius): string {
  if (wanted === 'y') return 'Go on? [y/N] ';
  return blast === 'lab' ? `Type the lab's name (${wanted}) to go on: ` : `That is protected: type ${wanted} to go on: `;
}

function agrees(answer: string, wanted: string): boolean {
  const said = answer.trim();
  return wanted === 'y' ? /^y(es)?$/i.test(said) : said === wanted;
}

async function ask(question: string, { io, signal }: Session): Promise<string> {
  const terminal = createInterface({ input: io.stdin, output: io.stderr });
  // A terminal that is closed, or Ctrl-C, is an answer too: no.
  const gone = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  terminal.on('SIGINT', () => terminal.close());
  signal.addEventListener('abort', () => terminal.close());
  try {
    return await Promise.race([terminal.question(question), gone]);
  } finally {
    terminal.close();
  }
}
