import { connectOrStart } from '../wire/connect.ts';
import { keeperProgram } from '../wire/keeper-process.ts';
import type { Link } from '../wire/link.ts';
import { ownHello } from '../wire/own-hello.ts';
import type { CockpitStart } from './cockpit-start.ts';

/**
 * The way to the keeper of a cockpit's lab, which is started where none runs. A cockpit that had one and lost it to another build
 * of labdeck does not throw that one out in turn.
 */
export function ownKeeper({ lab, env, uid, main, words }: Pick<CockpitStart, 'lab' | 'env' | 'uid' | 'main' | 'words'>): (says: (line: string) => void) => Promise<Link> {
  const hello = { ...ownHello(lab.name, env), ...(words.readonly ? { readonly: true as const } : {}) };
  const program = keeperProgram(main, env, lab.name, lab.file);
  let hadOne = false;
  return async (says) => {
    const link = await connectOrStart({ lab: lab.name, env, uid, hello: hadOne ? { ...hello, onlyLooks: true } : hello, program, says });
    hadOne = true;
    return link;
  };
}
