import { createInterface } from 'node:readline/promises';
import { CancelledError, RefusedError } from '../model/errors.ts';
import type { LabState } from '../store/state.ts';
import type { Session } from './session.ts';

/**
 * Asks before something is lost: `y` for a node, the lab's name for the lab. `--yes` and `--dry-run` ask nothing.
 * @throws RefusedError where nobody can be asked; CancelledError when the answer is no
 */
export async function confirm(state: LabState, session: Session): Promise<void> {
  const { verb, args, io } = session;
  const loss = verb.blast === 'none' ? undefined : verb.loses?.(state, args);
  if (loss === undefined || args['yes'] === true || args['dry-run'] === true) return;
  if (io.stdin.isTTY !== true) throw new RefusedError({ what: `${verb.cli} would lose ${loss}`, next: 'say --yes to do it all the same', detail: 'there is no terminal to ask on' });
  const wanted = verb.blast === 'lab' ? state.wanted.name : 'y';
  const answer = await ask(`${verb.cli} loses ${loss}.\n${verb.blast === 'lab' ? `Type the lab's name (${wanted}) to go on: ` : 'Go on? [y/N] '}`, session);
  if (!agrees(answer, wanted)) throw new CancelledError({ what: 'not confirmed: nothing was done' });
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
