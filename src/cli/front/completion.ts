import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textArg } from '../../command/args.ts';
import { exitCodeOf } from '../../command/exit-codes.ts';
import { packageRoot } from '../../config/package-root.ts';
import { UsageError } from '../../model/errors.ts';
import { didYouMean } from '../../model/nearest.ts';
import { SHELLS, type Shell } from '../completion/scripts.ts';
import { write, writeJson } from '../output.ts';
import { type Session, wantsJson } from '../session.ts';

/** Prints the completion script of a shell, as it ships. */
export async function completion(session: Session): Promise<number> {
  const shell = textArg(session.args, 'shell');
  if (!isShell(shell)) throw new UsageError({ what: `no completion for ${JSON.stringify(shell)}${didYouMean(shell, SHELLS)}`, next: `name one of ${SHELLS.join(', ')}` });
  const script = readFileSync(join(packageRoot(), 'assets', 'completions', `labdeck.${shell}`), 'utf8');
  await (wantsJson(session) ? writeJson(session.io, { shell, script }) : write(session.io.stdout, script));
  return exitCodeOf('done');
}

function isShell(word: string): word is Shell {
  return SHELLS.some((shell) => shell === word);
}
