import { exitCodeOf } from '../command/exit-codes.ts';
import { defaultLab, lookupLab } from '../config/lookup-lab.ts';
import { toFailure, UsageError } from '../model/errors.ts';
import { didYouMean } from '../model/nearest.ts';
import { LAYOUTS, THEMES } from './built-in.ts';
import type { CockpitStart, StartPlace } from './cockpit-start.ts';
import { cockpitWords } from './cockpit-words.ts';
import { abilitiesOf } from './paint/abilities.ts';
import { guardTerminal } from './paint/guard.ts';
import { skeleton } from './paint/skeleton.ts';
import { openTerminal, type Terminal } from './paint/terminal.ts';
import { writeNow } from './paint/write-now.ts';
import { themeNamed, themeStyles } from './theme.ts';

/**
 * Opens the cockpit: first its frame on the screen, then all that is slow to load. Bad words fail before the screen is touched.
 * @returns its exit code; undefined for words that are not for a cockpit
 */
export async function startCockpit(words: readonly string[], place: StartPlace): Promise<number | undefined> {
  const asked = cockpitWords(words);
  if (asked === undefined) return undefined;
  try {
    const lab = lookupLab(asked.lab ?? defaultLab(place.env), place);
    known('view', asked.view, LAYOUTS);
    return await open({ ...place, lab, words: asked });
  } catch (error) {
    const { kind, what, next } = toFailure(error);
    if (kind !== 'usage') throw error;
    process.stderr.write(`labdeck: ${what}${next === undefined ? '' : `\n  next: ${next}`}\n`);
    return exitCodeOf(kind);
  }
}

/** @throws UsageError with the nearest name */
function known(kind: string, name: string | undefined, all: Readonly<Record<string, unknown>>): void {
  if (name === undefined || name in all) return;
  throw new UsageError({ what: `there is no ${kind} ${JSON.stringify(name)}${didYouMean(name, Object.keys(all))}`, next: `one of ${Object.keys(all).join(', ')}` });
}

async function open(start: Omit<CockpitStart, 'terminal' | 'guard'>): Promise<number> {
  const terminal = openTerminal();
  const guard = guardTerminal(terminal);
  terminal.enter();
  writeNow(bones(terminal, start));
  const { runCockpit } = await withoutFetch(() => import('./cockpit.ts'));
  return runCockpit({ ...start, terminal, guard });
}

/** Yoga, as it is loaded, would `fetch` the code that it holds itself, and with that Node would load all of its web client. */
async function withoutFetch<T>(load: () => Promise<T>): Promise<T> {
  const fetch = Object.getOwnPropertyDescriptor(globalThis, 'fetch');
  Object.defineProperty(globalThis, 'fetch', { value: undefined, configurable: true });
  try {
    return await load();
  } finally {
    if (fetch !== undefined) Object.defineProperty(globalThis, 'fetch', fetch);
  }
}

function bones(terminal: Terminal, { env, lab, words }: Pick<CockpitStart, 'env' | 'lab' | 'words'>): string {
  const { depth, glyphs } = abilitiesOf(env);
  const layout = LAYOUTS[words.view ?? 'overview'] ?? Object.values(LAYOUTS)[0];
  const theme = themeNamed(THEMES, words.theme ?? 'default');
  if (layout === undefined) throw new Error('built without layouts');
  return skeleton({ layout, size: terminal.size(), styles: themeStyles(theme, depth), head: `labdeck  ${lab.name}`, ...(glyphs === undefined ? {} : { glyphs }) });
}
