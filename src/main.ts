import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { isatty } from 'node:tty';
import { homePaths } from './config/paths.ts';
import { KEEPER_VERB } from './wire/keeper-process.ts';
import type { Link } from './wire/link.ts';
import type { Hello } from './wire/protocol.ts';

/** A program of labdeck: takes its words, gives back the process's exit code; undefined for words that are not its own. */
type Program = (words: readonly string[]) => Promise<number | undefined>;

const uid = process.getuid?.() ?? 0;
const main = import.meta.filename;

/** Each is loaded only when it was chosen. */
const PROGRAMS = {
  keeper: async (words) => {
    const [{ runKeeper }, { compose }] = await Promise.all([import('./keeper/run-keeper.ts'), import('./keeper/compose.ts')]);
    return runKeeper(words, { env: process.env, uid, compose });
  },
  cockpit: async (words) => {
    const { startCockpit } = await import('./ui/start.ts');
    return startCockpit(words, { env: process.env, uid, cwd: process.cwd(), main });
  },
  cli: async (words) => {
    const { runCli } = await import('./cli/cli.ts');
    return runCli(words, { main, standalone });
  },
} satisfies Record<string, Program>;

async function standalone({ name, file }: { readonly name: string; readonly file: string }, hello: Hello): Promise<Link> {
  const [{ openStandalone }, { compose }] = await Promise.all([import('./keeper/standalone.ts'), import('./keeper/compose.ts')]);
  return openStandalone({ lab: name, file, env: process.env, uid, compose }, hello);
}

// Of this user alone: node's own default lies in a directory that everybody shares.
enableCompileCache(join(homePaths(process.env, uid).cache, 'compiled'));
// Without an `await` of its own: the bundle's entry is CommonJS, which starts quicker. What is thrown ends the process all the same.
void start(process.argv.slice(2));

async function start(words: readonly string[]): Promise<void> {
  // A keeper that let go of the lab has to be gone, whatever still hangs on in it.
  if (words[0] === KEEPER_VERB) process.exit(await PROGRAMS.keeper(words.slice(1)));
  const status = mayBeCockpit(words) ? await PROGRAMS.cockpit(words) : undefined;
  process.exitCode = status ?? (await PROGRAMS.cli(words));
}

/** Without a verb or with the cockpit's own, where somebody sits in front of a screen. */
function mayBeCockpit([first]: readonly string[]): boolean {
  return (first === undefined || first === 'cockpit' || /^--(lab|view|theme|readonly|up)\b/.test(first)) && isatty(0) && isatty(1);
}
